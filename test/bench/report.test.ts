import { expect, test } from 'vitest'
import { CONTENDERS } from '../../bench/wire/contenders.ts'
import type { LoadResult } from '../../bench/wire/load/load.ts'
import { drawChart } from '../../bench/wire/report/chart.ts'
import { mergeReports, type Report, reportOf, type WorkloadReport } from '../../bench/wire/report/report.ts'
import { cpuTable, workloadTable } from '../../bench/wire/report/table.ts'
import { SUITES, suiteOf } from '../../bench/wire/suites.ts'
import { WORKLOADS } from '../../bench/wire/workloads.ts'

const LOAD: LoadResult = { requests: 100, rate: 10, failures: 1, p50: 1, p99: 2 }

function workload(name: string, ...cpus: number[][]): WorkloadReport {
  const [found = WORKLOADS[0]] = WORKLOADS.filter(each => each.name === name)
  if (!found) throw new Error('there are no workloads')
  const measured = cpus.flatMap((rounds, at) => {
    const contender = CONTENDERS[at]
    const round = (cpu: number) => ({ ...LOAD, cpu, calls: 2, databaseCpu: 3 })
    return contender ? [{ contender, peakMemory: 50, rounds: rounds.map(round) }] : []
  })
  return reportOf(found, { measured, statements: [] })
}

function report(...workloads: WorkloadReport[]): Report {
  return { machine: 'a machine', date: '2026-01-02T03:04:05Z', commit: 'abc', versions: { node: '24' }, workloads }
}

test('Figures are medians of the rounds, ratios those to the first, failures all there were', () => {
  const { summaries } = workload('w1', [30, 10, 20], [40, 400, 4])
  expect(summaries.map(({ cpu, ratio, failures }) => ({ cpu, ratio, failures }))).toEqual([
    { cpu: 20, ratio: 1, failures: 3 },
    { cpu: 40, ratio: 2, failures: 3 },
  ])
})

test('Several runs are one, in the order of the workloads, and the last one wins', () => {
  const merged = mergeReports([
    { ...report(workload('w8', [1]), workload('w1', [1])), commit: 'def' },
    report(workload('w2', [2]), workload('w1', [3])),
  ])
  expect(merged.workloads.map(({ name, summaries }) => [name, summaries[0]?.cpu])).toEqual([
    ['w1', 3],
    ['w2', 2],
    ['w8', 1],
  ])
  expect(merged).toMatchObject({ machine: 'a machine', commit: 'def and abc' })
})

test('A server that a workload is not for has an empty cell', () => {
  const { header, rows } = cpuTable([workload('w1', [1], [2]), workload('w2', [1234.5])], CONTENDERS)
  expect(header).toEqual(['server', 'w1', 'w2'])
  expect(rows).toEqual([
    ['Sluice, unshared', '1', '1,235'],
    ['Sluice, shared', '2', ''],
  ])
})

test('The chart has a bar for each figure, as long as it is large', () => {
  const chart = drawChart([workload('w1', [10], [40]), workload('w2', [5])])
  const lengths = [...chart.matchAll(/width="([\d.]+)" height="12"/g)].map(([, length]) => Number(length))
  expect(lengths).toHaveLength(3)
  expect((lengths[1] ?? 0) / (lengths[0] ?? 0)).toBeCloseTo(4, 1)
})

test('Where one connection asks, too, its time stands beside that of the statements by themselves', () => {
  const [contender] = CONTENDERS
  const [{ workloads }] = SUITES
  const [asked] = workloads
  if (!contender || !asked) throw new Error('there is nothing to measure')
  const round = (alone: number) => ({ ...LOAD, cpu: 1, databaseCpu: 2.5, calls: 2, alone })
  const measured = [{ contender, peakMemory: 50, rounds: [round(3), round(5), round(4)] }]
  const done = reportOf(asked, { measured, statements: [1.5, 1, 9] })
  expect(done.statements).toBe(1.5)
  expect(done.summaries[0]?.alone).toEqual({ p50: 4, above: 2.5, databaseCpu: 2.5 })
  const { header, rows } = workloadTable(done)
  expect(Object.fromEntries(header.map((name, at) => [name, rows[0]?.[at]]))).toMatchObject({
    'database CPU': '2.5',
    'p50 alone': '4',
    'above the statements': '2.5',
  })
  expect(workloadTable(workload('w1', [1])).header).not.toContain('p50 alone')
})

test('Workloads are of one suite, which has their names once', () => {
  for (const suite of SUITES) {
    expect(suiteOf(suite.workloads)).toBe(suite)
    expect(new Set(suite.workloads.map(({ name }) => name)).size).toBe(suite.workloads.length)
  }
  expect(() => suiteOf([{ name: 'w1' }, { name: 'p1' }])).toThrow('no suite has w1, p1')
})
