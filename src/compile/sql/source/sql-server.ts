import { databaseKind } from '../../../plan/sql/database-kind.ts'
import type { SqlServer } from '../../../plan/sql/sql-source-settings.ts'
import type { TlsOptions } from '../../../source/tls-options.ts'
import type { Report } from '../../problem-list.ts'
import { resolveSqlURL } from './resolve-sql-url.ts'
import { refuseUrlParameters } from './url-parameters.ts'
import { splitUrlPooler } from './url-pooler.ts'
import { splitUrlTls } from './url-tls.ts'

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
  if (resolved === undefined) return { url: text, tls, pooler: false }
  if (databaseKind(resolved) === 'SQLite') return { url: resolved, tls: undefined, pooler: false }
  const said = splitUrlTls(resolved, argument, report)
  const { url, pooler } = splitUrlPooler(said.url, argument, report)
  refuseUrlParameters(url, argument, report)
  if (tls && said.tls === false)
    report(argument, 'the database URL says that TLS is off, and tls that it is on.', 'Keep one of them.')
  return { url, tls: tls ?? (said.tls ? {} : undefined), pooler }
}
