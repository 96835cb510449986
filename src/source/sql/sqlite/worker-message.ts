import type { ResultSet } from '../dialect.ts'
import type { SqliteFailure } from './error.ts'
import type { SqliteParameter } from './parameter.ts'

export interface WorkerOptions {
  readonly path: string
  /** The file is never created, neither by a reader nor by a writer. */
  readonly readOnly: boolean
  /** How long a statement waits for a lock of another process, in milliseconds. */
  readonly busyTimeout: number
}

export interface WorkerStatement {
  readonly sql: string
  readonly parameters: readonly SqliteParameter[]
}

export type WorkerAnswer = ResultSet | { readonly failure: SqliteFailure }
