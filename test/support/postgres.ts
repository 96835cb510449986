import { randomBytes } from 'node:crypto'
import { Client, types } from 'pg'
import { sharedServerUrl } from './shared-server.ts'
import type { TestDatabase } from './test-database.ts'

/**
 * A fresh database on the server that all tests of a run share, or on the one at `serverUrl`, filled by the statements
 * in `sql`.
 */
export async function createPostgresDatabase(sql = '', serverUrl?: string): Promise<TestDatabase> {
  const server = serverUrl ?? (await sharedServerUrl('postgres'))
  const name = `sluice_test_${randomBytes(8).toString('hex')}`
  const url = new URL(server)
  url.pathname = name
  const database: TestDatabase = {
    url: url.href,
    run: statement => runOn(url.href, statement),
    async [Symbol.asyncDispose]() {
      await runOn(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
  await runOn(server, `CREATE DATABASE ${name}`)
  try {
    if (sql.trim() !== '') await runOn(url.href, sql)
  } catch (error) {
    await database[Symbol.asyncDispose]()
    throw error
  }
  return database
}

/** Answers the rows of the last statement, with BIGINT as number. */
async function runOn(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString })
  client.setTypeParser(types.builtins.INT8, Number)
  await client.connect()
  try {
    const result: unknown = await client.query(sql)
    const last = Array.isArray(result) ? result.at(-1) : result
    return (last as { rows: unknown[] }).rows
  } finally {
    await client.end()
  }
}
