import { type RawBuilder, sql } from 'kysely'
import { orderItems } from './order.ts'
import { columnList, rowsOf } from './rows-of.ts'
import type { SelectPlan, Syntax } from './select-plan.ts'

/** The number of a row among those of its key. */
export const ROW = 'sluice_row'

/** The rows of each key up to its own limit, numbered in their order; `list` is what is selected of them. */
export function numberedRows(
  plan: Pick<SelectPlan, 'from' | 'columns' | 'conditions' | 'keys' | 'range' | 'orderBy'>,
  list: RawBuilder<unknown>,
  { limit, offset = 0 }: { readonly limit: number | undefined; readonly offset: number | undefined },
  syntax: Syntax,
): RawBuilder<unknown> {
  const partition = columnList(plan.keys?.columns ?? [])
  // MariaDB numbers no rows without an order.
  const order = plan.orderBy.length > 0 ? orderItems(plan.orderBy, syntax) : partition
  const number = sql`row_number() over (partition by ${partition} order by ${order}) as ${sql.id(ROW)}`
  const tests: RawBuilder<unknown>[] = []
  if (offset > 0) tests.push(sql`${sql.id(ROW)} > ${BigInt(offset)}`)
  if (limit !== undefined) tests.push(sql`${sql.id(ROW)} <= ${BigInt(offset + limit)}`)
  const where = tests.length > 0 ? sql` where ${sql.join(tests, sql` and `)}` : sql``
  return sql`select ${list} from (select ${columnList(plan.columns)}, ${number} from ${rowsOf(plan, syntax)}) as ${sql.id('r')}${where}`
}
