import { type RawBuilder, sql } from 'kysely'
import { orderTerm, type SelectOrder } from './keyset.ts'
import type { Syntax } from './select-plan.ts'

export function orderBy(order: readonly SelectOrder[], syntax: Syntax): RawBuilder<unknown> {
  return order.length > 0 ? sql` order by ${orderItems(order, syntax)}` : sql``
}

/** What stands behind ORDER BY: NULL comes before every value, in all databases. */
export function orderItems(order: readonly SelectOrder[], { nullsAreLargest }: Syntax): RawBuilder<unknown> {
  return sql.join(
    order.map(item => {
      const { direction, nullable } = item
      const nulls = direction === 'DESC' ? ' nulls last' : ' nulls first'
      const told = nullsAreLargest && nullable ? nulls : ''
      return sql`${orderTerm(item)} ${sql.raw(direction.toLowerCase() + told)}`
    }),
  )
}
