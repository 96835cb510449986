import type { CancelSignal } from '../../cancel.ts'
import { raceSignal } from '../../time-limit.ts'
import type { Database, ResultSet, Statement } from '../dialect.ts'
import { MAX_WAITING } from '../limits.ts'
import type { DatabaseOptions } from '../sql-source-options.ts'
import type { SqliteFile } from './connection.ts'
import { needsRecovery } from './error.ts'
import { createSqliteReaders } from './readers.ts'
import { createSqliteWriter } from './writer.ts'

/** Below the source's timeout, so that a lock is told from a slow statement; in milliseconds. */
const MAX_BUSY_TIMEOUT = 1_000

/** The readers of the file beside the one that writes. */
export function openSqlite(options: DatabaseOptions): Database {
  const { name, url, timeout, maxWaiting = MAX_WAITING, onReplaced } = options
  let known: string | undefined
  const file: SqliteFile = {
    source: name,
    path: url.slice('sqlite:'.length),
    readOnly: true,
    busyTimeout: Math.min(MAX_BUSY_TIMEOUT, Math.floor(timeout / 2)),
    onOpened(fileId) {
      if (known !== undefined && fileId !== known) onReplaced?.()
      known = fileId
    },
  }
  const readers = createSqliteReaders(file, maxWaiting)
  const writer = createSqliteWriter({ ...file, readOnly: false })

  /** What a writer has left that was ended within a transaction, only one that writes can undo. */
  const execute = async (statement: Statement, signal: CancelSignal, request: object): Promise<ResultSet> => {
    try {
      return await readers.execute(statement, signal, request)
    } catch (error) {
      if (!needsRecovery(error)) throw error
      await raceSignal(writer.recover(), signal)
      return await readers.execute(statement, signal, request)
    }
  }

  return {
    execute,
    begin: writer.begin,
    state: () => readers.state(),
    async [Symbol.asyncDispose]() {
      await Promise.all([readers[Symbol.asyncDispose](), writer[Symbol.asyncDispose]()])
    },
  }
}
