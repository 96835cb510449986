import { createConnection } from 'mysql2/promise'
import { startMariaServer } from '../test/support/mariadb-server.ts'

export interface BenchDatabase extends AsyncDisposable {
  readonly url: string
  /** Of the server's process. */
  readonly pid: number
}

/** A private MariaDB with a database of this name, in which the statements have run; `flags` are the server's. */
export async function createDatabase(
  name: string,
  statements: string,
  flags: readonly string[] = [],
): Promise<BenchDatabase> {
  const server = await startMariaServer(flags)
  const url = new URL(server.url)
  const connection = await createConnection({ uri: server.url, multipleStatements: true })
  try {
    await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4; USE ${name}; ${statements}`)
  } finally {
    await connection.end()
  }
  url.pathname = name
  return { url: url.href, pid: server.pid(), [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}
