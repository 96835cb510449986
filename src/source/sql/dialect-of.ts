import { DATABASE_SCHEMES, type DatabaseKind, databaseKind } from '../../plan/sql/database-kind.ts'
import type { SqlDialect } from './dialect.ts'
import { MYSQL_DIALECT } from './mysql/dialect.ts'
import { POSTGRES_DIALECT } from './postgres/dialect.ts'
import { SQLITE_DIALECT } from './sqlite/dialect.ts'

const DIALECTS: Readonly<Record<DatabaseKind, SqlDialect>> = {
  MySQL: MYSQL_DIALECT,
  PostgreSQL: POSTGRES_DIALECT,
  SQLite: SQLITE_DIALECT,
}

/** The dialect of a URL, told by its scheme. Throws Error for one that is not known. */
export function dialectOf(url: string): SqlDialect {
  const kind = databaseKind(url)
  if (kind) return DIALECTS[kind]
  // The URL may carry a password: only its scheme is named.
  const scheme = /^[a-z][a-z\d+.-]*:/i.exec(url)?.[0] ?? ''
  throw new Error(
    `a SQL source's url must start with one of ${DATABASE_SCHEMES.join(', ')}; this one starts with "${scheme}"`,
  )
}
