import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { printTable } from '../../../test/support/markdown-table.ts'
import { drawChart } from './chart.ts'
import type { Report } from './report.ts'
import { cpuTable, workloadTable } from './table.ts'

const DOCS = join(import.meta.dirname, '../../../docs')
const PAGE = 'performance.md'
const CHART = 'performance.svg'
const BEGIN = '<!-- bench:wire -->'
const END = '<!-- /bench:wire -->'

/** What git keeps of the results. */
const RESULTS = join(import.meta.dirname, '../results/published.json')

/** Writes the figures between the markers of the docs' page, the chart beside it, and the results they are made of. */
export async function publish(report: Report): Promise<void> {
  const path = join(DOCS, PAGE)
  await writeFile(path, withSection(await readFile(path, 'utf8'), section(report)))
  await writeFile(join(DOCS, CHART), drawChart(report.workloads))
  await writeFile(RESULTS, `${JSON.stringify(report, null, 2)}\n`)
}

/** The page with another text between the markers. */
export function withSection(page: string, text: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (begin < 0 || end < begin) throw new Error(`${PAGE} needs a line ${BEGIN} and below it a line ${END}`)
  return `${page.slice(0, begin)}${BEGIN}\n\n${text.trim()}\n\n${page.slice(end)}`
}

function section({ machine, date, commit, versions, workloads }: Report): string {
  const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return [
    `![CPU of the servers for 1,000 requests of each workload](${CHART})`,
    'Milliseconds of CPU for 1,000 requests:',
    printTable(cpuTable(workloads)).join('\n'),
    `Measured on ${date.slice(0, 10)} at ${commit}, on ${machine}, with ${names.join(', ')}.`,
    ...workloads.flatMap(workload => [
      `**${workload.name}: ${workload.title}**`,
      printTable(workloadTable(workload)).join('\n'),
    ]),
  ].join('\n\n')
}
