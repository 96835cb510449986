import { createConnection } from 'mysql2/promise'
import { Client } from 'pg'
import type { TestDatabase } from '../../support/test-database.ts'

/** Databases in which one session waits for another's rows. */
export const LOCKING = ['mariadb', 'postgres'] as const
type Locking = (typeof LOCKING)[number]

/** A session of somebody else. */
export interface Session extends AsyncDisposable {
  run(sql: string): Promise<unknown>
}

export async function openSession(dialect: Locking, { url }: TestDatabase): Promise<Session> {
  if (dialect === 'mariadb') {
    const connection = await createConnection({ uri: url })
    return { run: sql => connection.query(sql), [Symbol.asyncDispose]: () => connection.end() }
  }
  const client = new Client({ connectionString: url })
  await client.connect()
  return { run: sql => client.query(sql), [Symbol.asyncDispose]: () => client.end() }
}

/** Asks until as many sessions wait for rows of the table. */
export async function untilWaiting(
  dialect: Locking,
  database: TestDatabase,
  table: string,
  count: number,
): Promise<void> {
  const waiting = dialect === 'mariadb' ? waitingInMaria : waitingInPostgres
  while ((await waiting(database, table)) !== count);
}

async function waitingInMaria(database: TestDatabase, table: string): Promise<number> {
  // information_schema.innodb_trx would answer from a cache for as long as it is asked often.
  const isWaiting = new RegExp(`\`${new URL(database.url).pathname.slice(1)}\`\\.\`${table}\` .* waiting$`, 'gm')
  const [{ Status } = { Status: '' }] = (await database.run('SHOW ENGINE INNODB STATUS')) as { Status: string }[]
  return Status.match(isWaiting)?.length ?? 0
}

async function waitingInPostgres(database: TestDatabase): Promise<number> {
  const [row] = (await database.run(
    `SELECT count(*) AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  )) as { waiting: number }[]
  return row?.waiting ?? 0
}
