import { readFile } from 'node:fs/promises'
import { installProgram } from '../../test/support/find-program.ts'
import { MARIADB } from '../../test/support/mariadb-server.ts'
import { printTable } from '../../test/support/markdown-table.ts'
import { POSTGRES } from '../../test/support/postgres-server.ts'
import { createTempDirectory } from '../../test/support/temp-directory.ts'
import { installPeers } from './install-peers.ts'
import { WRK } from './load/wrk.ts'
import { type Options, readOptions } from './options.ts'
import { leaveServerCore } from './pinned.ts'
import { openProgress } from './report/progress.ts'
import { publish } from './report/publish.ts'
import { describeRun, mergeReports, type Report, reportOf, saveReport, type WorkloadReport } from './report/report.ts'
import { workloadTable } from './report/table.ts'
import { runWorkload } from './run-workload.ts'
import { UpstreamsByName } from './upstreams/upstreams-by-name.ts'

// Children are ended when this process exits, which signals by themselves do not let it do.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const options = readOptions(process.argv.slice(2))
const report = options.from.length > 0 ? await readReports(options.from) : await measure(options)
if (options.publish) await publish(report)
const failures = report.workloads.flatMap(({ summaries }) => summaries.map(summary => summary.failures))
if (failures.some(count => count > 0)) process.exitCode = 1

async function measure({ runs, suite, ...more }: Options): Promise<Report> {
  await leaveServerCore()
  await installPeers()
  for (const program of [WRK, MARIADB, POSTGRES]) await installProgram(program)
  const about = await describeRun(suite.contenders)
  await using directory = await createTempDirectory()
  await using opened = new UpstreamsByName()
  using progress = openProgress(runs.reduce((sum, { contenders }) => sum + contenders.length * (more.rounds + 1), 0))
  const workloads: WorkloadReport[] = []
  for (const { workload, contenders } of runs) {
    progress.show(`${workload.name}: starting what is behind the servers`)
    const upstreams = await opened.get(workload.upstream)
    const measured = await runWorkload(workload, contenders, {
      ...more,
      upstreams,
      directory: directory.path,
      progress,
    })
    const done = reportOf(workload, measured)
    workloads.push(done)
    // A run takes long: what is there must outlive a mistake in what comes.
    await saveReport({ ...about, versions: { ...about.versions, ...opened.versions() }, workloads })
    progress.clear()
    print(done)
  }
  return { ...about, versions: { ...about.versions, ...opened.versions() }, workloads }
}

async function readReports(paths: readonly string[]): Promise<Report> {
  const reports = await Promise.all(paths.map(async path => JSON.parse(await readFile(path, 'utf8')) as Report))
  const merged = mergeReports(reports)
  for (const workload of merged.workloads) print(workload)
  return merged
}

/** CPU in milliseconds for 1,000 requests and beside that of the first server, latencies in milliseconds, memory in megabytes. */
function print(workload: WorkloadReport): void {
  console.log(`\n${workload.name}: ${workload.title}\n`)
  console.log(printTable(workloadTable(workload)).join('\n'))
}
