import type { HttpWire } from '../source/http/http-wire.ts'
import type { SqlWire } from '../source/sql/sql-wire.ts'

/** What stands between a source and its upstream, where a case is recorded or played. */
export interface Wire {
  /** Of an API: what sees its requests. */
  readonly intercept?: HttpWire
  /** Of a database: the URL of another one in its place. */
  readonly url?: string
  /** Of a database: what sees its statements. */
  readonly dialect?: SqlWire
  /** Whether what it says that the database has is a part of it only, which the schema is not held against. */
  readonly isPartial?: boolean
}

/** The wires of sources by their names. */
export type Wires = ReadonlyMap<string, Wire>
