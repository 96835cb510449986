import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { installProgram } from '../../test/support/find-program.ts'
import { MARIADB } from '../../test/support/mariadb-server.ts'
import { printTable } from '../../test/support/markdown-table.ts'
import { createTempDirectory } from '../../test/support/temp-directory.ts'
import { CONTENDERS } from './contenders.ts'
import { installPeers } from './install-peers.ts'
import { WRK } from './load/wrk.ts'
import { leaveServerCore } from './pinned.ts'
import { openProgress } from './report/progress.ts'
import { summarize } from './report/summary.ts'
import { summaryTable } from './report/table.ts'
import { runWorkload } from './run-workload.ts'
import { startUpstreams } from './upstreams/upstreams.ts'
import { WORKLOADS } from './workloads.ts'

const { values } = parseArgs({
  options: {
    /** Names of workloads and contenders, separated by commas; all of a kind of which none is named. */
    only: { type: 'string', default: '' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '5' },
    'warm-up': { type: 'string', default: '10' },
  },
})
const named = values.only.split(',').filter(name => name !== '')
const known = [...WORKLOADS, ...CONTENDERS].map(({ name }) => name)
const unknown = named.filter(name => !known.includes(name))
if (unknown.length > 0) throw new Error(`--only ${unknown.join(',')}: known are ${known.join(', ')}`)
const pick = <T extends { readonly name: string }>(all: readonly T[]) => {
  const picked = all.filter(({ name }) => named.includes(name))
  return picked.length > 0 ? picked : all
}

await leaveServerCore()
await installPeers()
for (const program of [WRK, MARIADB]) await installProgram(program)
const runs = pick(WORKLOADS).map(workload => ({
  workload,
  contenders: pick(CONTENDERS).filter(({ without }) => !without?.includes(workload.name)),
}))
const rounds = Number(values.rounds)
const steps = runs.reduce((sum, { contenders }) => sum + contenders.length * (rounds + 1), 0)
const reports = []
{
  await using directory = await createTempDirectory()
  await using upstreams = await startUpstreams()
  using progress = openProgress(steps)
  for (const { workload, contenders } of runs) {
    const measured = await runWorkload(workload, contenders, {
      seconds: Number(values.seconds),
      rounds,
      warmUp: Number(values['warm-up']),
      upstreams,
      directory: directory.path,
      progress,
    })
    reports.push({ workload, measured, summaries: summarize(measured) })
  }
}
for (const { workload, summaries } of reports) {
  console.log(`\n${workload.name.toUpperCase()}: ${workload.title}\n`)
  console.log(printTable(summaryTable(summaries)).join('\n'))
}
const results = join(import.meta.dirname, 'results')
await mkdir(results, { recursive: true })
await writeFile(
  join(results, `${new Date().toISOString().replaceAll(':', '-')}.json`),
  JSON.stringify(reports, null, 2),
)
