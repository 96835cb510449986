import { createConnection, type RowDataPacket } from 'mysql2/promise'
import type { TestDatabase } from '../support/test-database.ts'

/** A table of MariaDB that nobody else can read, until it is released. */
export interface TableLock extends AsyncDisposable {
  /** Resolves once a statement waits for the table. */
  waitedFor(): Promise<void>
  /** Resolves once none waits for it any more. */
  abandoned(): Promise<void>
  release(): Promise<void>
}

const WAITING = `SELECT count(*) AS waiting FROM information_schema.processlist
  WHERE db = DATABASE() AND state LIKE 'Waiting for table%lock'`

export async function lockTable(database: TestDatabase, table: string): Promise<TableLock> {
  const connection = await createConnection(database.url)
  await connection.query(`LOCK TABLES ${table} WRITE`)

  const countWaiting = async (): Promise<number> => {
    const [[row]] = await connection.query<RowDataPacket[]>(WAITING)
    return Number(row?.waiting)
  }
  return {
    async waitedFor() {
      while ((await countWaiting()) === 0);
    },
    async abandoned() {
      while ((await countWaiting()) > 0);
    },
    async release() {
      await connection.query('UNLOCK TABLES')
    },
    [Symbol.asyncDispose]: () => connection.end(),
  }
}
