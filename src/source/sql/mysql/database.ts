import type { Database } from '../dialect.ts'
import { openPooledDatabase } from '../pooled-database.ts'
import type { DatabaseOptions } from '../sql-source-options.ts'
import { connectMysql } from './connection.ts'
import { mysqlError } from './error.ts'
import { mysqlTls } from './tls.ts'

export function openMysql(options: DatabaseOptions): Database {
  const { name, url, tls, connectTimeout = 2_000 } = options
  const config = { uri: url, connectTimeout, ...(tls && mysqlTls(url, tls)) }
  return openPooledDatabase(options, {
    connect: onLost => connectMysql(config, onLost),
    killStatement: id => `KILL QUERY ${id}`,
    errorOf: (error, connecting) => mysqlError(error, name, connecting),
  })
}
