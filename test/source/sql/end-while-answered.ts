import { ChildProcess } from 'node:child_process'
import { SqliteConnection } from '../../../src/source/sql/sqlite/connection.ts'

/** A script: a process that is slow to go answers while it is ended; whoever waits for its end is told. */
ChildProcess.prototype.kill = function (this: ChildProcess, signal = 'SIGTERM') {
  const { pid } = this
  setTimeout(() => pid && process.kill(pid, signal), 500).unref()
  return true
}
const connection = new SqliteConnection({
  source: 'db',
  path: 'missing.db',
  readOnly: true,
  busyTimeout: 100,
  onOpened: () => undefined,
})
const asked = connection.ask({ sql: 'select 1', parameters: [] }).catch(() => undefined)
await connection.end()
await asked
process.stdout.write('ended')
