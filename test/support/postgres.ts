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
  const strategy = await strategyOf(server)
  return createServerDatabase(server, sql, {
    create: name => `CREATE DATABASE ${name} ${strategy}`,
    drop: name => `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`,
    run: runOn,
  })
}

const strategies = new Map<string, Promise<string>>()

/** Copies the template's files rather than log each page of them: half the work. Before PostgreSQL 15 there is no other way. */
function strategyOf(server: string): Promise<string> {
  const strategy =
    strategies.get(server) ??
    runOn(server, 'SHOW server_version_num').then(([row]) => {
      const { server_version_num: version } = row as { server_version_num: string }
      return Number(version) >= 150_000 ? 'STRATEGY FILE_COPY' : ''
    })
  strategies.set(server, strategy)
  return strategy
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
