import type { TlsOptions } from '../source/tls-options.ts'
import type { NamedTemplate } from './http/http-binding.ts'
import type { HttpPages } from './http/http-pages.ts'
import type { Naming } from './naming.ts'
import type { Path } from './path.ts'

/** What one `@source` says, its templates evaluated; times in milliseconds. */
export type SourceSettings = HttpSourceSettings | SqlSourceSettings

interface CommonSettings {
  readonly name: string
  readonly naming: Naming
  /** The longest that one call may take. */
  readonly timeout: number
}

export interface HttpSourceSettings extends CommonSettings {
  readonly kind: 'http'
  readonly baseURL: string
  /** Sent with every call; names in lower case. */
  readonly headers: readonly NamedTemplate[]
  /** How its lists have pages, for the bindings that say `pages` and not how. */
  readonly pages: HttpPages | undefined
  /** Where a failing answer holds the text that clients are shown, unless a binding says otherwise. */
  readonly errorMessage: Path | undefined
  /** The longest that a connection may take, TLS included. */
  readonly connectTimeout: number
  /** Of an answer's body, decompressed or not. */
  readonly maxResponseBytes: number
  readonly redirects: 'NEVER' | 'SAME_ORIGIN'
  /** How the connections of an `https:` source are made. */
  readonly tls: TlsOptions | undefined
  /** Whether no private, link-local or loopback address is connected to. */
  readonly denyPrivateAddresses: boolean
  /** Bytes of the answers that are kept; undefined where none are. */
  readonly cacheBytes: number | undefined
  /** Most times that one call is tried again. */
  readonly retries: number
  /** Most requests at once, and most that wait for their turn. */
  readonly maxInFlight: number
  readonly maxWaiting: number
  /** Failures in a row that open the circuit; 0 is never. */
  readonly circuitFailures: number
  /** How long an open circuit lets nothing through. */
  readonly circuitPause: number
}

/** Where a database is, and how it is reached. */
export interface SqlServer {
  /** `mysql://…`, `postgres://…`, or `sqlite:` and an absolute path; it says nothing of TLS. */
  readonly url: string
  /** Undefined for a connection that is not encrypted. */
  readonly tls: TlsOptions | undefined
}

export interface SqlSourceSettings extends CommonSettings, SqlServer {
  readonly kind: 'sql'
  /** Copies of the database, for reading. */
  readonly replicas: readonly SqlServer[]
  /** Most rows that one statement may answer. */
  readonly maxRows: number
  /** Most connections to a server at once. */
  readonly poolSize: number
  /** The longest that a connection is kept without work. */
  readonly idleTimeout: number
  /** The longest that a new connection may take, with the login. */
  readonly connectTimeout: number
  /** Most statements that wait for a connection to a server at once. */
  readonly maxWaiting: number
}
