import { Client } from 'pg'
import { startPostgresServer } from '../../test/support/postgres-server.ts'
import type { BenchDatabase } from '../mariadb.ts'

/** A private PostgreSQL in whose default database the statements have run; `settings` are the server's. */
export async function createPostgresDatabase(
  statements: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<BenchDatabase> {
  const server = await startPostgresServer(settings)
  const client = new Client({ connectionString: server.url })
  await client.connect()
  await client.query(statements)
  await client.end()
  return { url: server.url, pid: server.pid(), [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}
