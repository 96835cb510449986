import { createMariaDatabase } from './mariadb.ts'
import { createPostgresDatabase } from './postgres.ts'
import { createSqliteDatabase } from './sqlite.ts'
import type { TestDatabase } from './test-database.ts'

/** The databases on which everything about SQL is tested. */
export const DIALECTS = ['sqlite', 'mariadb', 'postgres'] as const
export type Dialect = (typeof DIALECTS)[number]

/** A fresh database of the dialect, filled by the statements in `sql`. */
export function createDatabase(dialect: Dialect, sql = ''): Promise<TestDatabase> {
  return CREATE[dialect](sql)
}

const CREATE: Readonly<Record<Dialect, (sql: string) => Promise<TestDatabase>>> = {
  sqlite: createSqliteDatabase,
  mariadb: createMariaDatabase,
  postgres: createPostgresDatabase,
}

/**
 * The statement of SQLite in the dialect's quotes and placeholders: MySQL has backticks, PostgreSQL numbers. It has no
 * question mark or double quote but these.
 */
export function inDialect(dialect: Dialect, text: string): string {
  if (dialect === 'mariadb') return text.replaceAll('"', '`')
  if (dialect === 'sqlite') return text
  let count = 0
  return text.replaceAll('?', () => `$${++count}`)
}
