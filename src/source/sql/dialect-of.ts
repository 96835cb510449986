import { DATABASE_SCHEMES, type DatabaseKind, databaseKind } from '../../plan/sql/database-kind.ts'
import type { SqlDialect } from './dialect.ts'

/** A dialect is loaded with its first database, and its driver with it. */
const DIALECTS: Readonly<Record<DatabaseKind, () => Promise<SqlDialect>>> = {
  MySQL: () => import('./mysql/dialect.ts').then(({ MYSQL_DIALECT }) => MYSQL_DIALECT),
  PostgreSQL: () => import('./postgres/dialect.ts').then(({ POSTGRES_DIALECT }) => POSTGRES_DIALECT),
  SQLite: () => import('./sqlite/dialect.ts').then(({ SQLITE_DIALECT }) => SQLITE_DIALECT),
}

/** The dialect of a URL, told by its scheme. Throws Error for one that is not known. */
export async function dialectOf(url: string): Promise<SqlDialect> {
  const kind = databaseKind(url)
  if (kind) return await DIALECTS[kind]()
  // The URL may carry a password: only its scheme is named.
  const scheme = /^[a-z][a-z\d+.-]*:/i.exec(url)?.[0] ?? ''
  throw new Error(
    `a SQL source's url must start with one of ${DATABASE_SCHEMES.join(', ')}; this one starts with "${scheme}"`,
  )
}
