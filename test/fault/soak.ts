import { loadavg } from 'node:os'
import { createMariaDatabase } from '../support/mariadb.ts'
import { startMariaServer } from '../support/mariadb-server.ts'
import { positiveOptions } from '../support/positive-options.ts'
import { runRound } from './round.ts'
import { TABLES } from './tables.ts'

const { minutes, operations, seed, clients } = positiveOptions({
  minutes: 10,
  operations: Number.POSITIVE_INFINITY,
  seed: Date.now() % 1_000_000_000,
  clients: 12,
})
const time = minutes * 60_000
const isTerminal = process.stderr.isTTY

// Ctrl-C ends the round, and the report is of what has been.
const stop = new AbortController()
process.once('SIGINT', () => stop.abort())

await using server = await startMariaServer()
await using database = await createMariaDatabase(TABLES, server.url)
console.log(`seed ${seed}, ${clients} clients, load ${printLoad()}`)
const start = performance.now()
let shown = 0
const report = await runRound({
  seed,
  database,
  operations,
  time,
  concurrency: clients,
  signal: stop.signal,
  onProgress({ operations: done, partial, wrongCount }) {
    const now = performance.now()
    if (now - shown < (isTerminal ? 500 : 60_000)) return
    shown = now
    const part = Math.min(1, Math.max((now - start) / time, done / operations))
    const bar = '#'.repeat(part * 30).padEnd(30, '.')
    const line = `[${bar}] ${done} operations, ${partial} partial, ${wrongCount} wrong`
    process.stderr.write(isTerminal ? `\r${line}` : `${line}\n`)
  },
})
if (isTerminal) process.stderr.write('\n')
console.log(report.print())
console.log(`load          ${printLoad()}`)
if (report.wrongCount > 0) process.exitCode = 1

function printLoad(): string {
  return loadavg()
    .map(load => load.toFixed(1))
    .join(' ')
}
