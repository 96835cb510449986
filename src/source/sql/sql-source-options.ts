import type { KeyJoin } from '../../plan/sql/key-join.ts'
import type { TlsOptions } from '../tls-options.ts'

/** Where a database is, and how its connections are made and kept; times in milliseconds. */
export interface DatabaseOptions {
  /** As in `@source(name:)`. */
  readonly name: string
  /** `mysql://user:password@host:port/database`, `mariadb://…`, `postgres://…`, or `sqlite:` and an absolute path. */
  readonly url: string
  /** Connections are encrypted where it is there. */
  readonly tls?: TlsOptions | undefined
  /** Whether the URL is said to lead to a pooler, which shares connections of the server; if not, it is found out. */
  readonly pooler?: boolean
  /** For one statement with the wait for a connection. */
  readonly timeout: number
  /** For a new connection with its login; 2 s unless said. */
  readonly connectTimeout?: number
  /** Most connections at once; 10 unless said. */
  readonly poolSize?: number
  /** How long a connection is kept without work; a minute unless said. */
  readonly idleTimeout?: number
  /** Most statements that wait for a connection at once; 1,000 unless said. */
  readonly maxWaiting?: number
  /** Told when another file stands where the one of `sqlite:` was. */
  readonly onReplaced?: () => void
}

export interface SqlSourceOptions extends DatabaseOptions {
  /** Schemas beside the default one whose tables are used; on MySQL other databases of the server. */
  readonly schemas?: readonly string[]
  /** Whether the keys of its tables are needed; mutations need them. */
  readonly keys?: boolean
  /** Which columns of its tables hold keys of which others. */
  readonly joins?: readonly KeyJoin[]
  /** Whether a mutation's error says what a trigger said; false unless said. */
  readonly showRaisedErrors?: boolean
  /** Copies of the database, for reading. */
  readonly replicas?: readonly Pick<DatabaseOptions, 'url' | 'tls' | 'pooler'>[]
  /** Told when a replica, by its host and port, can't be reached, and when it is back. */
  readonly onReplica?: (host: string, error: unknown) => void
}
