import { randomBytes } from 'node:crypto'
import { createConnection } from 'mysql2/promise'
import { sharedServerUrl } from './shared-server.ts'
import type { TestDatabase } from './test-database.ts'

/**
 * A fresh database on the server that all tests of a run share, or on the one at `serverUrl`, filled by the statements
 * in `sql`.
 */
export async function createMariaDatabase(sql = '', serverUrl?: string): Promise<TestDatabase> {
  const server = serverUrl ?? (await sharedServerUrl('mariadb'))
  const name = `sluice_test_${randomBytes(8).toString('hex')}`
  const url = new URL(server)
  url.pathname = name
  const database: TestDatabase = {
    url: url.href,
    run: statement => runOn(url.href, statement),
    async [Symbol.asyncDispose]() {
      await runOn(server, `DROP DATABASE IF EXISTS ${name}`)
    },
  }
  await runOn(server, `CREATE DATABASE ${name} CHARACTER SET utf8mb4`)
  try {
    if (sql.trim() !== '') await runOn(url.href, sql)
  } catch (error) {
    await database[Symbol.asyncDispose]()
    throw error
  }
  return database
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
