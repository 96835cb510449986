import type { ResultSet } from '../dialect.ts'
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

/** What a process says of a statement that failed; node:sqlite's `errcode` is the extended result code. */
export interface SqliteFailure {
  readonly message: string
  readonly errcode: number | undefined
}

/** What a process says in place of rows that have too many bytes. */
export const TOO_LARGE = 'too large'

export type ProcessAnswer = ResultSet | { readonly failure: SqliteFailure } | typeof TOO_LARGE

/** SQLITE_READONLY_DBMOVED: within a transaction, the file that is open is no longer where it was. */
export const READONLY_DBMOVED = 1032

/** Told when the process has opened the file; another id is another file. */
export interface OpenedFile {
  readonly fileId: string
}

/** The first message of a process: it takes statements. */
export const READY = 'ready'

/** The options as arguments of the process, which a list of processes shows. */
export function toArguments({ path, readOnly, busyTimeout }: ProcessOptions): string[] {
  return [path, readOnly ? 'reader' : 'writer', String(busyTimeout)]
}

export function fromArguments([path = '', kind, busyTimeout]: readonly string[]): ProcessOptions {
  return { path, readOnly: kind !== 'writer', busyTimeout: Number(busyTimeout) }
}
