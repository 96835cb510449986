import { createConnection } from 'mysql2/promise'
import { Client } from 'pg'

/** A row that nobody else can change, until it is released. */
export interface RowLock extends AsyncDisposable {
  release(): Promise<void>
}

/** Locks the rows that a `SELECT … FOR UPDATE` reads, in a transaction of its own. */
export async function lockRows(dialect: 'mariadb' | 'postgres', url: string, select: string): Promise<RowLock> {
  const connection: { query(sql: string): Promise<unknown>; end(): Promise<void> } =
    dialect === 'mariadb' ? await createConnection({ uri: url }) : new Client(url)
  if (connection instanceof Client) await connection.connect()
  await connection.query('START TRANSACTION')
  await connection.query(`${select} FOR UPDATE`)
  return {
    release: async () => void (await connection.query('ROLLBACK')),
    [Symbol.asyncDispose]: () => connection.end(),
  }
}
