import type { TlsOptions } from '../../source/tls-options.ts'
import type { Report } from '../problems.ts'
import { databaseKind, resolveSqlURL } from './resolve-sql-url.ts'
import { refuseUrlParameters } from './url-parameters.ts'
import { splitUrlTls } from './url-tls.ts'

/** Where a database is, and how it is reached. */
export interface SqlServer {
  /** `mysql://…`, `postgres://…`, or `sqlite:` and an absolute path; it says nothing of TLS. */
  readonly url: string
  /** Undefined for a connection that is not encrypted. */
  readonly tls: TlsOptions | undefined
}

/**
 * Reads the URL of a database; `tls` is what stands beside it. A relative `sqlite:` path starts at the directory.
 * Reports what is wrong with it; the text is not repeated, it may hold a secret.
 */
export function resolveSqlServer(
  text: string,
  tls: TlsOptions | undefined,
  directory: string,
  argument: string,
  report: Report,
): SqlServer {
  const resolved = resolveSqlURL(text, directory, argument, report)
  if (databaseKind(resolved) === 'SQLite') return { url: resolved, tls: undefined }
  const said = splitUrlTls(resolved, argument, report)
  refuseUrlParameters(said.url, argument, report)
  if (tls && said.tls === false)
    report(argument, 'the database URL says that TLS is off, and tls that it is on.', 'Keep one of them.')
  return { url: said.url, tls: tls ?? (said.tls ? {} : undefined) }
}
