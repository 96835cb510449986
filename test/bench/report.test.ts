import { expect, test } from 'vitest'
import { CONTENDERS } from '../../bench/wire/contenders.ts'
import type { LoadResult } from '../../bench/wire/load/load.ts'
import { drawChart } from '../../bench/wire/report/chart.ts'
import { mergeReports, type Report, reportOf, type WorkloadReport } from '../../bench/wire/report/report.ts'
import { cpuTable } from '../../bench/wire/report/table.ts'
import { WORKLOADS } from '../../bench/wire/workloads.ts'

const LOAD: LoadResult = { requests: 100, rate: 10, failures: 1, p50: 1, p99: 2 }

function workload(name: string, ...cpus: number[][]): WorkloadReport {
  const [found = WORKLOADS[0]] = WORKLOADS.filter(each => each.name === name)
  if (!found) throw new Error('there are no workloads')
  const measured = cpus.flatMap((rounds, at) => {
    const contender = CONTENDERS[at]
    return contender ? [{ contender, peakMemory: 50, rounds: rounds.map(cpu => ({ ...LOAD, cpu, calls: 2 })) }] : []
  })
  return reportOf(found, measured)
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
  const { header, rows } = cpuTable([workload('w1', [1], [2]), workload('w2', [1234.5])])
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
