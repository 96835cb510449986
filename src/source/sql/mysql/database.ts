import type { Database } from '../dialect.ts'
import { openPooledDatabase } from '../pooled-database.ts'
import type { SqlSourceOptions } from '../sql-source-options.ts'
import { connectMysql } from './connection.ts'
import { mysqlError } from './error.ts'

export function openMysql(options: SqlSourceOptions): Database {
  const { name, url, connectTimeout = 2_000 } = options
  const config = { uri: url, connectTimeout }
  return openPooledDatabase(options, {
    connect: onLost => connectMysql(config, onLost),
    errorOf: (error, connecting) => mysqlError(error, name, connecting),
  })
}
