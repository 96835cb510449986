import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { printTable } from '../../../test/support/markdown-table.ts'
import { suiteOf } from '../suites.ts'
import { drawChart } from './chart.ts'
import type { Report, WorkloadReport } from './report.ts'
import { cpuTable, figure, workloadTable } from './table.ts'

const DOCS = join(import.meta.dirname, '../../../docs')
const PAGE = 'performance.md'
/** Writes the figures between the markers of the docs' page, the charts beside it, and the results they are made of. */
export async function publish(report: Report): Promise<void> {
  const { name, files, excerpt } = suiteOf(report.workloads)
  const path = join(DOCS, PAGE)
  await writeFile(path, withSection(await readFile(path, 'utf8'), name, section(report)))
  await writeFile(join(DOCS, files.chart), drawChart(report.workloads))
  if (excerpt) {
    const some = report.workloads.filter(workload => excerpt.workloads.includes(workload.name))
    await writeFile(join(DOCS, excerpt.chart), drawChart(some))
  }
  // What git keeps of the results.
  await writeFile(join(import.meta.dirname, '../results', files.results), `${JSON.stringify(report, null, 2)}\n`)
}

/** The page with another text between the markers of a suite. */
export function withSection(page: string, suite: string, text: string): string {
  const [opening, closing] = [`<!-- bench:${suite} -->`, `<!-- /bench:${suite} -->`]
  const [begin, end] = [page.indexOf(opening), page.indexOf(closing)]
  if (begin < 0 || end < begin) throw new Error(`${PAGE} needs a line ${opening} and below it a line ${closing}`)
  return `${page.slice(0, begin)}${opening}\n\n${text.trim()}\n\n${page.slice(end)}`
}

function section({ machine, date, commit, versions, workloads }: Report): string {
  const { files, contenders } = suiteOf(workloads)
  const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return [
    `![CPU of the servers for 1,000 requests of each workload](${files.chart})`,
    'Milliseconds of CPU for 1,000 requests:',
    printTable(cpuTable(workloads, contenders)).join('\n'),
    `Measured on ${date.slice(0, 10)} at ${commit}, on ${machine}, with ${names.join(', ')}.`,
    ...workloads.flatMap(workload => [
      `**${workload.name}: ${workload.title}**${ownTime(workload)}`,
      printTable(workloadTable(workload)).join('\n'),
    ]),
  ].join('\n\n')
}

function ownTime({ statements }: WorkloadReport): string {
  return statements === undefined ? '' : `; the statements by themselves: ${figure(statements)} ms`
}
