import type { HTTP_OPTIONS } from '../schema/source-options/http-options.ts'
import type { OptionValues } from '../schema/source-options/source-option.ts'
import type { SQL_OPTIONS } from '../schema/source-options/sql-options.ts'
import type { TlsOptions } from '../source/tls-options.ts'
import type { NamedTemplate } from './http/http-binding.ts'
import type { HttpPages } from './http/http-pages.ts'
import type { Path } from './path.ts'

/** What one `@source` says, its templates evaluated; times in milliseconds. */
export type SourceSettings = HttpSourceSettings | SqlSourceSettings

export interface HttpSourceSettings extends OptionValues<typeof HTTP_OPTIONS> {
  readonly kind: 'http'
  readonly name: string
  readonly baseURL: string
  /** Sent with every call; names in lower case. */
  readonly headers: readonly NamedTemplate[]
  /** How its lists have pages, for the bindings that say `pages` and not how. */
  readonly pages: HttpPages | undefined
  /** Where a failing answer holds the text that clients are shown, unless a binding says otherwise. */
  readonly errorMessage: Path | undefined
  /** How the connections of an `https:` source are made. */
  readonly tls: TlsOptions | undefined
  /** Bytes of the answers that are kept; undefined where none are. */
  readonly cacheBytes: number | undefined
}

/** Where a database is, and how it is reached. */
export interface SqlServer {
  /** `mysql://…`, `postgres://…`, or `sqlite:` and an absolute path; it says nothing of TLS, nor of a pooler. */
  readonly url: string
  /** Undefined for a connection that is not encrypted. */
  readonly tls: TlsOptions | undefined
  /** Whether it is said to lead to a pooler that shares connections of the server; if not, it is found out. */
  readonly pooler: boolean
}

export interface SqlSourceSettings extends OptionValues<typeof SQL_OPTIONS>, SqlServer {
  readonly kind: 'sql'
  readonly name: string
  /** Copies of the database, for reading. */
  readonly replicas: readonly SqlServer[]
}
