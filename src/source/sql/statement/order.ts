import { orderTerm, type SelectOrder } from './keyset.ts'
import type { Syntax } from './select-plan.ts'
import { type SqlText, sql } from './sql-text.ts'

export function orderBy(order: readonly SelectOrder[], syntax: Syntax): SqlText {
  return order.length > 0 ? sql` order by ${orderItems(order, syntax)}` : sql``
}

/** What stands behind ORDER BY: NULL comes where the order has it, in all databases. */
export function orderItems(order: readonly SelectOrder[], { nullsAreLargest }: Syntax): SqlText {
  return sql.join(
    order.map(item => {
      const { column, direction, nullable, nullsLargest } = item
      const way = sql.raw(` ${direction.toLowerCase()}`)
      const term = sql`${orderTerm(item)}${way}`
      if (!nullable || nullsLargest === nullsAreLargest) return term
      if (nullsAreLargest) return sql`${term}${sql.raw(direction === 'DESC' ? ' nulls last' : ' nulls first')}`
      // MySQL has no other words for it.
      return sql`${sql.id(column)} is null${way}, ${term}`
    }),
  )
}
