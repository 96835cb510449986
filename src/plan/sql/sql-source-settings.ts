import type { OptionValues } from '../../schema/source-options/source-option.ts'
import type { SQL_OPTIONS } from '../../schema/source-options/sql-options.ts'
import type { TlsOptions } from '../../source/tls-options.ts'
import type { SourceSettings } from '../source-settings.ts'

/** Where a database is, and how it is reached. */
export interface SqlServer {
  /** `mysql://…`, `postgres://…`, or `sqlite:` and an absolute path; it says nothing of TLS, nor of a pooler. */
  readonly url: string
  /** Undefined for a connection that is not encrypted. */
  readonly tls: TlsOptions | undefined
  /** Whether it is said to lead to a pooler that shares connections of the server; if not, it is found out. */
  readonly pooler: boolean
}

/** What the `sql` of a `@source` says. */
export interface SqlSourceSettings extends SourceSettings, SqlServer, OptionValues<typeof SQL_OPTIONS> {
  /** Copies of the database, for reading. */
  readonly replicas: readonly SqlServer[]
}
