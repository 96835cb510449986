import type { SqlDialect } from './dialect.ts'
import { MYSQL_DIALECT } from './mysql/dialect.ts'
import { POSTGRES_DIALECT } from './postgres/dialect.ts'
import { SQLITE_DIALECT } from './sqlite/dialect.ts'

const DIALECTS: ReadonlyMap<string, SqlDialect> = new Map([
  ['mysql', MYSQL_DIALECT],
  ['mariadb', MYSQL_DIALECT],
  ['postgres', POSTGRES_DIALECT],
  ['postgresql', POSTGRES_DIALECT],
  ['sqlite', SQLITE_DIALECT],
])

/** The dialect of a URL, told by its scheme. Throws Error for one that is not known. */
export function dialectOf(url: string): SqlDialect {
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(url)?.[1]?.toLowerCase()
  const dialect = scheme === undefined ? undefined : DIALECTS.get(scheme)
  if (dialect) return dialect
  const known = [...DIALECTS.keys()].map(name => `${name}:`).join(', ')
  // The URL may carry a password: only its scheme is named.
  throw new Error(
    `a SQL source's url must start with one of ${known}; this one starts with "${scheme === undefined ? '' : `${scheme}:`}"`,
  )
}
