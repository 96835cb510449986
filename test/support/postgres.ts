import { Client, types } from 'pg'
import { createServerDatabase } from './server-database.ts'
import { sharedServerUrl } from './shared-server.ts'
import type { TestDatabase } from './test-database.ts'

/**
 * A fresh database on the server that all tests of a run share, or on the one at `serverUrl`, filled by the statements
 * in `sql`.
 */
export async function createPostgresDatabase(sql = '', serverUrl?: string): Promise<TestDatabase> {
  const server = serverUrl ?? (await sharedServerUrl('postgres'))
  return createServerDatabase(server, sql, {
    create: name => `CREATE DATABASE ${name}`,
    drop: name => `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`,
    run: runOn,
  })
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
