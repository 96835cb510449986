import { orderTerm, type SelectOrder } from './keyset.ts'
import type { Syntax } from './select-plan.ts'
import { type SqlText, sql } from './sql-text.ts'

export function orderBy(order: readonly SelectOrder[], syntax: Syntax): SqlText {
  return order.length > 0 ? sql` order by ${orderItems(order, syntax)}` : sql``
}

/** What stands behind ORDER BY: NULL comes before every value, in all databases. */
export function orderItems(order: readonly SelectOrder[], { nullsAreLargest }: Syntax): SqlText {
  return sql.join(
    order.map(item => {
      const { direction, nullable } = item
      const nulls = direction === 'DESC' ? ' nulls last' : ' nulls first'
      const told = nullsAreLargest && nullable ? nulls : ''
      return sql`${orderTerm(item)} ${sql.raw(direction.toLowerCase() + told)}`
    }),
  )
}
