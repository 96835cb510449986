import { Kysely, MysqlDialect, PostgresDialect } from 'kysely'

/** As many as Sluice's `poolSize`. */
const CONNECTIONS = 20

const { DATABASE_URL } = process.env

export const isPostgres = DATABASE_URL.startsWith('postgres')

/** The shop as one opens a database with Kysely; `log` is told of each statement. */
export async function openShop(log) {
  return new Kysely({ dialect: await openDialect(), log })
}

async function openDialect() {
  if (isPostgres) {
    const { Pool } = await import('pg')
    return new PostgresDialect({ pool: new Pool({ connectionString: DATABASE_URL, max: CONNECTIONS }) })
  }
  const { createPool } = await import('mysql2')
  // Without it, DATETIME is taken for local time.
  return new MysqlDialect({ pool: createPool({ uri: DATABASE_URL, connectionLimit: CONNECTIONS, timezone: 'Z' }) })
}
