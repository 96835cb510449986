import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { median } from '../../statistics.ts'
import type { Contender } from '../contenders.ts'
import type { Measured, MeasuredWorkload } from '../run-workload.ts'
import type { Workload } from '../workloads.ts'
import { type Summary, summarize } from './summary.ts'

/** What a run of the benchmark has found, as it is kept. */
export interface Report {
  readonly machine: string
  readonly date: string
  readonly commit: string
  /** Of Node and the packages. */
  readonly versions: Readonly<Record<string, string>>
  readonly workloads: readonly WorkloadReport[]
}

export interface WorkloadReport {
  readonly name: string
  readonly title: string
  readonly summaries: readonly Summary[]
  /** What each contender did in each round, by its name. */
  readonly rounds: Readonly<Record<string, Measured['rounds']>>
  /** The median that a bare driver takes for the statements, in milliseconds; where one connection asks, too. */
  readonly statements?: number
}

export function reportOf({ name, title }: Workload, done: MeasuredWorkload): WorkloadReport {
  const { measured, statements } = done
  return {
    name,
    title,
    summaries: summarize(done),
    rounds: Object.fromEntries(measured.map(({ contender, rounds }) => [contender.name, rounds])),
    ...(statements.length > 0 ? { statements: median(statements) } : {}),
  }
}

/** All that is to be known of a run, but for its workloads. */
export async function describeRun(contenders: readonly Contender[]): Promise<Omit<Report, 'workloads'>> {
  const { stdout: commit } = await promisify(execFile)('git', ['rev-parse', '--short', 'HEAD'])
  const packages = new Set(contenders.flatMap(contender => contender.packages))
  const versions = await Promise.all([...packages].map(async name => [name, await versionOf(name)] as const))
  // This process itself may have less of them.
  const cores = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return {
    machine: `${cores.length} cores of ${cores[0]?.model}, ${memory} GB, Linux ${release()}`,
    date: new Date().toISOString(),
    commit: commit.trim(),
    versions: { node: process.versions.node, ...Object.fromEntries(versions) },
  }
}

async function versionOf(name: string): Promise<string> {
  const path = join(import.meta.dirname, '../node_modules', name, 'package.json')
  return JSON.parse(await readFile(path, 'utf8')).version
}

/** Keeps it in `results/`; the path of the file. */
export async function saveReport(report: Report): Promise<string> {
  const folder = join(import.meta.dirname, '../results')
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${report.date.replaceAll(':', '-')}.json`)
  await writeFile(path, JSON.stringify(report, null, 2))
  return path
}

/** Several runs as one: of a workload that more than one has measured, the last one's. */
export function mergeReports(reports: readonly Report[]): Report {
  const [last] = reports.slice(-1)
  if (!last) throw new Error('there is no report')
  const workloads = new Map(reports.flatMap(report => report.workloads.map(each => [each.name, each] as const)))
  const versions = Object.assign({}, ...reports.map(report => report.versions))
  const all = (read: (report: Report) => string) => [...new Set(reports.map(read))].join(' and ')
  const byName = [...workloads.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
  return {
    machine: all(({ machine }) => machine),
    date: last.date,
    commit: all(({ commit }) => commit),
    versions,
    workloads: byName,
  }
}
