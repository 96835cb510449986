import { Client } from 'pg'
import { startPostgresServer } from '../../test/support/postgres-server.ts'
import type { BenchDatabase } from '../mariadb.ts'

/** A private PostgreSQL in whose default database the statements have run. */
export async function createPostgresDatabase(statements: string): Promise<BenchDatabase> {
  const server = await startPostgresServer()
  const client = new Client({ connectionString: server.url })
  await client.connect()
  await client.query(statements)
  await client.end()
  return { url: server.url, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}
