import type { Column } from '../../catalog.ts'
import type { SqlDialect } from '../dialect.ts'
import { type SqlText, sql } from './sql-text.ts'

/** The value of a column that a subquery selects or computes, compared and ordered as the column is. */
export function collated(
  value: SqlText,
  column: Column | undefined,
  { forgetsCollations }: Pick<SqlDialect, 'forgetsCollations'>,
): SqlText {
  const name = forgetsCollations ? column?.collation?.name : undefined
  return name === undefined ? value : sql`${value} collate ${sql.raw(name)}`
}
