import type { Statement } from '../dialect.ts'
import { type RowLimit, rowLimit } from '../statement/row-limit.ts'
import { columnList, rowsOf } from '../statement/rows-of.ts'
import type { SelectPlan, Syntax } from '../statement/select-plan.ts'
import { type SqlText, sql, statementOf } from '../statement/sql-text.ts'
import { withColumns } from './named-columns.ts'

interface GroupsPlan {
  readonly rows: Pick<SelectPlan, 'from' | 'conditions' | 'keys'>
  /** What is selected behind the columns of the parents' keys; the first `grouped` of it make the groups. */
  readonly list: readonly SqlText[]
  readonly grouped: number
  readonly having: SqlText | boolean
  readonly order: readonly SqlText[]
  readonly most: RowLimit
}

/** The groups of all rows. Those that make them are meant by their places: an expression with a value in it is never the same twice. */
export function buildGroups({ rows, list, grouped, having, order, most }: GroupsPlan, syntax: Syntax): Statement {
  const { from, conditions, keys } = rows
  const own = keys?.columns ?? []
  // Nothing but __typename is asked.
  const texts = own.length + list.length > 0 ? list : [sql.raw('count(*)')]
  const all = [...(own.length > 0 ? [columnList(own)] : []), ...texts]
  const places = Array.from({ length: own.length + grouped }, (_, at) => sql.raw(String(at + 1)))
  const parts = [sql`select ${sql.join(all)} from ${rowsOf({ from, conditions, keys, range: [] }, syntax)}`]
  if (places.length > 0) parts.push(sql` group by ${sql.join(places)}`)
  if (typeof having !== 'boolean') parts.push(sql` having ${having}`)
  if (order.length > 0) parts.push(sql` order by ${sql.join(order)}`)
  parts.push(rowLimit(most))
  return withColumns(statementOf(sql.join(parts, sql.raw('')), syntax), own, texts, syntax)
}
