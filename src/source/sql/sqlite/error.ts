import { type DatabaseFailure, databaseError } from '../../database-error.ts'
import type { SourceError } from '../../source-error.ts'
import { READONLY_DBMOVED, type SqliteFailure } from './process-message.ts'

/** Primary result codes (https://sqlite.org/rescode.html) that are no plain `db_error`, and an extended one. */
const FAILURES: ReadonlyMap<number, DatabaseFailure> = new Map([
  // A table or column that is not there, among others: SQLite has no code of their own for them.
  [1, 'db_outdated'], // SQLITE_ERROR
  [5, 'db_conflict'], // SQLITE_BUSY
  [6, 'db_conflict'], // SQLITE_LOCKED
  [10, 'db_lost'], // SQLITE_IOERR
  [14, 'db_lost'], // SQLITE_CANTOPEN
  [26, 'db_lost'], // SQLITE_NOTADB
  // Nothing has changed, and the next transaction finds the file that is there now.
  [READONLY_DBMOVED, 'db_read_only'],
])

export function sqliteError(failure: SqliteFailure, source: string): SourceError {
  const cause = Object.assign(new Error(failure.message), { errcode: failure.errcode })
  const { errcode = 0 } = failure
  return databaseError(FAILURES.get(errcode) ?? FAILURES.get(errcode & 0xff) ?? 'db_error', source, cause)
}

/** SQLITE_READONLY_ROLLBACK and SQLITE_READONLY_RECOVERY (https://sqlite.org/rescode.html#readonly_rollback). */
const RECOVERABLE: ReadonlySet<unknown> = new Set([776, 264])

/** Whether a transaction has to be undone that its process has left, which a connection that only reads can't do. */
export function needsRecovery(error: unknown): boolean {
  const { errcode } = ((error as Partial<SourceError>).cause ?? {}) as { readonly errcode?: number }
  return RECOVERABLE.has(errcode)
}
