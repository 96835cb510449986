import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { Client } from 'pg'
import { type BenchDatabase, createDatabase } from '../../mariadb.ts'
import { createPostgresDatabase } from '../../sql/postgres.ts'
import { readProcessUse } from '../process-use.ts'
import { SHOP_ON_MARIADB, SHOP_ON_POSTGRES } from '../shop/tables.ts'
import type { Upstreams } from './upstreams.ts'

/** All of the shop's pages stay in memory, as one would have it. */
const POSTGRES_SETTINGS = {
  shared_buffers: '1GB',
  max_wal_size: '8GB',
  shared_preload_libraries: 'pg_stat_statements',
}
const MARIADB_FLAGS = ['--innodb-buffer-pool-size=1G']

/** Of one who looks at the database from beside. */
interface Watch {
  readonly version: string
  /** Statements so far. */
  statements(): Promise<number>
}

/** A private PostgreSQL with a million orders; it takes a minute. */
export async function startPostgresShop(): Promise<Upstreams> {
  await using opening = new AsyncDisposableStack()
  const database = opening.use(await createPostgresDatabase(SHOP_ON_POSTGRES, POSTGRES_SETTINGS))
  const client = new Client({ connectionString: database.url })
  await client.connect()
  opening.defer(() => client.end())
  await client.query('VACUUM ANALYZE')
  const { rows } = await client.query('SHOW server_version')
  const watch = {
    version: `PostgreSQL ${rows[0].server_version}`,
    async statements() {
      const { rows: counted } = await client.query('SELECT sum(calls) AS calls FROM pg_stat_statements')
      return Number(counted[0].calls)
    },
  }
  return upstreamsOf(database, watch, opening.move())
}

/** A private MariaDB with a million orders; it takes a minute. */
export async function startMariaShop(): Promise<Upstreams> {
  await using opening = new AsyncDisposableStack()
  const database = opening.use(await createDatabase('shop', SHOP_ON_MARIADB, MARIADB_FLAGS))
  const connection = await createConnection(database.url)
  opening.defer(() => connection.end())
  const [versions] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version')
  const watch = {
    version: `MariaDB ${versions[0]?.version}`,
    async statements() {
      const [status] = await connection.query<RowDataPacket[]>("SHOW GLOBAL STATUS LIKE 'Com_select'")
      return Number(status[0]?.Value)
    },
  }
  return upstreamsOf(database, watch, opening.move())
}

function upstreamsOf({ url, pid }: BenchDatabase, { version, statements }: Watch, open: AsyncDisposable): Upstreams {
  const [name = '', number = ''] = version.split(' ')
  return {
    urls: { DATABASE_URL: url },
    versions: { [name]: number },
    setDelay: async () => undefined,
    calls: statements,
    anonymousCalls: async () => 0,
    databaseCpu: async () => (await readProcessUse(pid)).cpu,
    [Symbol.asyncDispose]: () => open[Symbol.asyncDispose](),
  }
}
