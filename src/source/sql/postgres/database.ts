import type { Database } from '../dialect.ts'
import { DEFAULT_CONNECT_TIMEOUT } from '../limits.ts'
import { openPooledDatabase } from '../pool/pooled-database.ts'
import type { DatabaseOptions } from '../sql-source-options.ts'
import { connectPostgres } from './connection.ts'
import { postgresError, sqlStateOf } from './error.ts'
import type { FoundNames } from './find-names.ts'
import { readPostgresURL } from './url.ts'

const READ_ONLY = '25006'
/** What a standby says to START TRANSACTION READ WRITE. */
const NOT_SUPPORTED = '0A000'

export function openPostgres(options: DatabaseOptions): Database {
  const { name, url, tls, pooler = false, connectTimeout = DEFAULT_CONNECT_TIMEOUT } = options
  const server = readPostgresURL(url, pooler, connectTimeout)
  const found: FoundNames = { types: new Map(), columns: new Map() }
  return openPooledDatabase(options, {
    connect: onLost => connectPostgres(server, tls, found, onLost),
    killStatement: id => `select pg_cancel_backend(${id})`,
    refusesWrites: (error, control) =>
      sqlStateOf(error) === READ_ONLY || (control && sqlStateOf(error) === NOT_SUPPORTED),
    errorOf: (error, connecting) => postgresError(error, name, connecting),
  })
}
