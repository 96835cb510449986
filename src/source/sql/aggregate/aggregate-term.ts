import { type SqlText, sql } from '../statement/sql-text.ts'
import type { Around } from './aggregate-syntax.ts'

/** What is computed over rows: a function of a column, or their number. */
export type AggregateTerm = { readonly column: undefined } | { readonly column: string; readonly around: Around }

/** The term as SQL; `textOf` is how the statement has the column. */
export function termText(term: AggregateTerm, textOf: (column: string) => SqlText): SqlText {
  if (term.column === undefined) return sql`count(*)`
  const [before, behind] = term.around
  return sql`${sql.raw(before)}${textOf(term.column)}${sql.raw(behind)}`
}
