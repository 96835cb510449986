import { createMariaDatabase } from './mariadb.ts'
import { createSqliteDatabase } from './sqlite.ts'
import type { TestDatabase } from './test-database.ts'

/** The databases on which everything about SQL is tested. */
export const DIALECTS = ['sqlite', 'mariadb'] as const
export type Dialect = (typeof DIALECTS)[number]

/** A fresh database of the dialect, filled by the statements in `sql`. */
export function createDatabase(dialect: Dialect, sql = ''): Promise<TestDatabase> {
  return dialect === 'sqlite' ? createSqliteDatabase(sql) : createMariaDatabase(sql)
}
