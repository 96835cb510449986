import type { Database } from '../dialect.ts'
import { openPooledDatabase } from '../pooled-database.ts'
import type { SqlSourceOptions } from '../sql-source-options.ts'
import { connectPostgres, type FoundNames } from './connection.ts'
import { postgresError } from './error.ts'
import { readPostgresURL } from './url.ts'

export function openPostgres(options: SqlSourceOptions): Database {
  const { name, url, connectTimeout = 2_000 } = options
  const config = { ...readPostgresURL(url), connectionTimeoutMillis: connectTimeout, keepAlive: true }
  const found: FoundNames = { types: new Map(), columns: new Map() }
  return openPooledDatabase(options, {
    connect: onLost => connectPostgres(config, found, onLost),
    errorOf: error => postgresError(error, name),
  })
}
