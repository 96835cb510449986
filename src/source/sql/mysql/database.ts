import type { Database } from '../dialect.ts'
import { DEFAULT_CONNECT_TIMEOUT } from '../limits.ts'
import { openPooledDatabase } from '../pool/pooled-database.ts'
import type { DatabaseOptions } from '../sql-source-options.ts'
import { connectMysql } from './connection.ts'
import { mysqlError } from './error.ts'
import { mysqlTls } from './tls.ts'

/** ER_OPTION_PREVENTS_STATEMENT, by `--read-only`; ER_READ_ONLY_MODE. A session that only reads says another one. */
const READ_ONLY = new Set([1290, 1836])

export function openMysql(options: DatabaseOptions): Database {
  const { name, url, tls, connectTimeout = DEFAULT_CONNECT_TIMEOUT } = options
  const config = { uri: url, connectTimeout, ...(tls && mysqlTls(url, tls)) }
  return openPooledDatabase(options, {
    connect: onLost => connectMysql(config, onLost),
    killStatement: id => `KILL QUERY ${id}`,
    refusesWrites: error => READ_ONLY.has((error as { errno?: number }).errno ?? 0),
    errorOf: (error, connecting) => mysqlError(error, name, connecting),
  })
}
