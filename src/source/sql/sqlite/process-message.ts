import type { ResultSet } from '../dialect.ts'
import type { SqliteFailure } from './error.ts'
import type { SqliteParameter } from './parameter.ts'

export interface ProcessOptions {
  readonly path: string
  /** The file is never created, neither by a reader nor by a writer. */
  readonly readOnly: boolean
  /** How long a statement waits for a lock of another process, in milliseconds. */
  readonly busyTimeout: number
}

export interface ProcessStatement {
  readonly sql: string
  readonly parameters: readonly SqliteParameter[]
  /** Most bytes of the values of its rows. */
  readonly maxBytes: number
}

/** What a process says in place of rows that have too many bytes. */
export const TOO_LARGE = 'too large'

export type ProcessAnswer = ResultSet | { readonly failure: SqliteFailure } | typeof TOO_LARGE

/** The first message of a process: it takes statements. */
export const READY = 'ready'

/** The options as arguments of the process, which a list of processes shows. */
export function toArguments({ path, readOnly, busyTimeout }: ProcessOptions): string[] {
  return [path, readOnly ? 'reader' : 'writer', String(busyTimeout)]
}

export function fromArguments([path = '', kind, busyTimeout]: readonly string[]): ProcessOptions {
  return { path, readOnly: kind !== 'writer', busyTimeout: Number(busyTimeout) }
}
