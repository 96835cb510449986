import { createMariaDatabase } from '../support/mariadb.ts'
import { startMariaServer } from '../support/mariadb-server.ts'
import { positiveOptions } from '../support/positive-options.ts'
import { createPostgresDatabase } from '../support/postgres.ts'
import { startPostgresServer } from '../support/postgres-server.ts'
import { createSqliteDatabase } from '../support/sqlite.ts'
import { runRound } from './round.ts'
import { TABLES } from './schema.ts'

const { minutes, requests, seed, connections } = positiveOptions({
  minutes: 10,
  requests: Number.POSITIVE_INFINITY,
  seed: Date.now() % 1_000_000_000,
  connections: 8,
})

// Ctrl-C ends the round, and the report is of what has been.
const stop = new AbortController()
process.once('SIGINT', () => stop.abort())

await using mariaServer = await startMariaServer()
await using postgresServer = await startPostgresServer()
await using sqlite = await createSqliteDatabase(TABLES.sqlite)
await using mariadb = await createMariaDatabase(TABLES.mariadb, mariaServer.url)
await using postgres = await createPostgresDatabase(TABLES.postgres, postgresServer.url)
console.log(`seed ${seed}`)
let shown = performance.now()
const report = await runRound({
  seed,
  databases: { sqlite, mariadb, postgres },
  requests,
  time: minutes * 60_000,
  concurrency: connections,
  signal: stop.signal,
  onWrong: wrong => console.error(wrong),
  onProgress({ requests, wrongCount }) {
    if (performance.now() - shown < 30_000) return
    shown = performance.now()
    console.error(`${requests} requests, ${wrongCount} wrong`)
  },
})
console.log(report.print())
if (report.wrongCount > 0) process.exitCode = 1
