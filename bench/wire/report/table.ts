import type { MarkdownTable } from '../../../test/support/markdown-table.ts'
import type { Summary } from './summary.ts'

/** One workload's contenders, a row each. */
export function summaryTable(summaries: readonly Summary[]): MarkdownTable {
  return {
    header: [
      'server',
      'CPU, ms for 1,000',
      'beside the first',
      'requests/s',
      'p50, ms',
      'p99, ms',
      'memory, MB',
      'upstream calls',
    ],
    rows: summaries.map(({ title, rate, p50, p99, cpu, ratio, peakMemory, calls }) => [
      title,
      figure(cpu),
      figure(ratio),
      figure(rate),
      figure(p50),
      figure(p99),
      figure(peakMemory),
      figure(calls),
    ]),
  }
}

/** Three digits, and whole numbers above. */
function figure(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US')
  return `${Number(value.toPrecision(3))}`
}
