import { connectToPostgres } from './postgres-statements.ts'
import { createServerDatabase, fillDatabase } from './server-database.ts'
import { sharedDoor } from './shared-server.ts'
import type { TestDatabase } from './test-database.ts'

/**
 * An empty database on the server that all tests of a run share, or a fresh one on that at `serverUrl`, filled by the
 * statements in `sql`.
 */
export async function createPostgresDatabase(sql = '', serverUrl?: string): Promise<TestDatabase> {
  if (serverUrl === undefined) {
    const url = await sharedDoor('/postgres/take')
    return fillDatabase(url, sql, connectToPostgres, () => sharedDoor('/postgres/give-back', url))
  }
  return createServerDatabase(serverUrl, sql, {
    connect: connectToPostgres,
    create: name => `CREATE DATABASE ${name}`,
    drop: name => `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`,
  })
}
