import type { MarkdownTable } from '../../../test/support/markdown-table.ts'
import type { Contender } from '../contenders.ts'
import type { WorkloadReport } from './report.ts'
import type { Summary } from './summary.ts'

/** One workload's contenders, a row each. */
export function workloadTable({ summaries }: WorkloadReport): MarkdownTable {
  const columns = COLUMNS.filter(([, read]) => summaries.some(summary => read(summary) !== undefined))
  const cells = (summary: Summary) =>
    columns.map(([, read]) => read(summary)).map(value => (value === undefined ? '' : figure(value)))
  return {
    header: ['server', ...columns.map(([name]) => name)],
    rows: summaries.map(summary => [summary.title, ...cells(summary)]),
  }
}

const COLUMNS: readonly (readonly [name: string, read: (summary: Summary) => number | undefined])[] = [
  ['CPU', ({ cpu }) => cpu],
  ['ratio', ({ ratio }) => ratio],
  ['database CPU', ({ alone }) => alone?.databaseCpu],
  ['requests/s', ({ rate }) => rate],
  ['p50', ({ p50 }) => p50],
  ['p99', ({ p99 }) => p99],
  ['p50 alone', ({ alone }) => alone?.p50],
  ['above the statements', ({ alone }) => alone?.above],
  ['memory', ({ peakMemory }) => peakMemory],
  ['upstream calls', ({ calls }) => calls],
  ['failed', ({ failures }) => failures],
]

/** CPU of the contenders in all workloads. */
export function cpuTable(workloads: readonly WorkloadReport[], contenders: readonly Contender[]): MarkdownTable {
  const rows = contenders.map(({ name, title }) => [
    title,
    ...workloads.map(({ summaries }) => {
      const summary = summaries.find(each => each.name === name)
      return summary ? figure(summary.cpu) : ''
    }),
  ])
  return {
    header: ['server', ...workloads.map(({ name }) => name)],
    rows: rows.filter(([, ...cells]) => cells.some(cell => cell !== '')),
  }
}

/** Three digits; whole numbers from 100. */
export function figure(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : `${Number(value.toPrecision(3))}`
}
