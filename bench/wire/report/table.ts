import type { MarkdownTable } from '../../../test/support/markdown-table.ts'
import { CONTENDERS } from '../contenders.ts'
import type { WorkloadReport } from './report.ts'

/** One workload's contenders, a row each. */
export function workloadTable({ summaries }: WorkloadReport): MarkdownTable {
  return {
    header: ['server', 'CPU', 'ratio', 'requests/s', 'p50', 'p99', 'memory', 'upstream calls', 'failed'],
    rows: summaries.map(({ title, rate, p50, p99, cpu, ratio, peakMemory, calls, failures }) => [
      title,
      ...[cpu, ratio, rate, p50, p99, peakMemory, calls, failures].map(figure),
    ]),
  }
}

/** CPU of all contenders in all workloads. */
export function cpuTable(workloads: readonly WorkloadReport[]): MarkdownTable {
  const rows = CONTENDERS.map(({ name, title }) => [
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
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : `${Number(value.toPrecision(3))}`
}
