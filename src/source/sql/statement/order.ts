import { type RawBuilder, sql } from 'kysely'
import type { SelectOrder } from './keyset.ts'

export function orderBy(order: readonly SelectOrder[]): RawBuilder<unknown> {
  return order.length > 0 ? sql` order by ${orderItems(order)}` : sql``
}

/** What stands behind ORDER BY. */
export function orderItems(order: readonly SelectOrder[]): RawBuilder<unknown> {
  return sql.join(order.map(({ column, direction }) => sql`${sql.id(column)} ${sql.raw(direction.toLowerCase())}`))
}

export function rowLimit(limit: number | undefined, offset: number | undefined): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = []
  if (limit !== undefined) parts.push(sql` limit ${BigInt(limit)}`)
  if (offset !== undefined) parts.push(sql` offset ${BigInt(offset)}`)
  return sql.join(parts, sql.raw(''))
}
