import type { TestDatabase } from './test-database.ts'

/** How often a server is asked before a test gives up: many times longer than anything takes. */
const MAX_ATTEMPTS = 100_000

const COUNT = {
  mariadb: (start: string) => `SELECT count(*) AS n FROM information_schema.processlist
    WHERE db = DATABASE() AND command IN ('Query', 'Execute') AND info LIKE '${start}%'`,
  postgres: (start: string) => `SELECT count(*) AS n FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'active' AND query LIKE '${start}%'`,
}

/** Asks the server until so many statements that start like this run in the database. Throws where that never comes. */
export async function untilRunning(
  dialect: keyof typeof COUNT,
  database: TestDatabase,
  start: string,
  count: number,
): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const [row] = (await database.run(COUNT[dialect](start))) as { n: number }[]
    if (row?.n === count) return
  }
  throw new Error(`there were never ${count} statements like ${start}`)
}
