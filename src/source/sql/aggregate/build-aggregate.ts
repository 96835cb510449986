import type { Statement } from '../dialect.ts'
import { columnList, rowsOf } from '../statement/rows-of.ts'
import type { SelectPlan, Syntax } from '../statement/select-plan.ts'
import { type SqlText, sql, statementOf } from '../statement/sql-text.ts'
import { withColumns } from './named-columns.ts'

/** What is computed over all rows, whatever their order and limit: a value for each term, behind the columns of the key where there are keys. */
export function buildAggregate(
  { from, conditions, keys }: Pick<SelectPlan, 'from' | 'conditions' | 'keys'>,
  terms: readonly SqlText[],
  syntax: Syntax,
): Statement {
  const rows = rowsOf({ from, conditions, keys, range: [] }, syntax)
  if (!keys) return withColumns(statementOf(sql`select ${sql.join(terms)} from ${rows}`, syntax), [], terms, syntax)
  const columns = columnList(keys.columns)
  const statement = statementOf(sql`select ${columns}, ${sql.join(terms)} from ${rows} group by ${columns}`, syntax)
  return withColumns(statement, keys.columns, terms, syntax)
}
