import { createConnection } from 'mysql2/promise'
import { createServerDatabase } from './server-database.ts'
import { sharedServerUrl } from './shared-server.ts'
import type { TestDatabase } from './test-database.ts'

/**
 * A fresh database on the server that all tests of a run share, or on the one at `serverUrl`, filled by the statements
 * in `sql`.
 */
export async function createMariaDatabase(sql = '', serverUrl?: string): Promise<TestDatabase> {
  const server = serverUrl ?? (await sharedServerUrl('mariadb'))
  return createServerDatabase(server, sql, {
    create: name => `CREATE DATABASE ${name} CHARACTER SET utf8mb4`,
    drop: name => `DROP DATABASE IF EXISTS ${name}`,
    run: runOn,
  })
}

async function runOn(uri: string, sql: string): Promise<unknown[]> {
  const connection = await createConnection({ uri, multipleStatements: true, supportBigNumbers: true })
  try {
    const [result] = await connection.query(sql)
    return Array.isArray(result) ? result : []
  } finally {
    await connection.end()
  }
}
