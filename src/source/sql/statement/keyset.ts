import type { Column } from '../../catalog.ts'
import type { SqlValue } from '../sql-value.ts'
import type { ComputedTerm } from './computed-term.ts'
import { type SqlText, sql } from './sql-text.ts'

/** A column that rows are ordered by, one of their own or one that the statement computes. */
export interface SelectOrder {
  /** The name that the statement knows it by. */
  readonly column: string
  readonly direction: 'ASC' | 'DESC'
  readonly computed: ComputedTerm | undefined
  /** `undefined` for a column of a query's result, and for no column of a table. */
  readonly known: Column | undefined
  readonly nullable: boolean
  /** Whether null comes behind every value, seen from the smallest to the largest; if not, before every one. */
  readonly nullsLargest: boolean
  /** Whether its text says the order, where the database would order it otherwise than it compares it: MySQL's ENUM and SET. */
  readonly asText: boolean
}

/** What rows are ordered by, and compared with a position by. */
export function orderTerm({ column, asText }: SelectOrder): SqlText {
  return asText ? sql`cast(${sql.id(column)} as char)` : sql.id(column)
}

/** All rows on one side of a position in an order, which ends with a unique key. */
export interface KeysetBound {
  readonly order: readonly SelectOrder[]
  readonly side: 'before' | 'behind'
  /** Whether a row at the position belongs to them. */
  readonly inclusive: boolean
  /** The position: a value for each column of the order. */
  readonly values: readonly SqlValue[]
}

type Test = SqlText | boolean

/**
 * Whether a row is on that side: `a >= ? and (a > ? or b > ?)` for two ascending columns. The first part says nothing new;
 * it is the range that an index on the columns is read by.
 */
export function keysetTest({ order, side, inclusive, values }: KeysetBound): SqlText {
  const test = order.reduceRight<Test>((rest, item, index) => {
    const value = values[index] ?? null
    const isLarger = (item.direction === 'ASC') === (side === 'behind')
    const strict = isLarger ? isAbove(item, value, '>') : isBelow(item, value, '<')
    const orAt = isLarger ? isAbove(item, value, '>=') : isBelow(item, value, '<=')
    if (index === order.length - 1) return inclusive ? orAt : strict
    return and(orAt, or(strict, rest))
  }, inclusive)
  return typeof test === 'boolean' ? sql.raw(test ? '1 = 1' : '1 = 0') : test
}

function isAbove(item: SelectOrder, value: SqlValue, operator: '>' | '>='): Test {
  return isBeyond(item, value, operator, operator === '>=', item.nullsLargest)
}

function isBelow(item: SelectOrder, value: SqlValue, operator: '<' | '<='): Test {
  return isBeyond(item, value, operator, operator === '<=', !item.nullsLargest)
}

/** Whether a row is on the side of a position that the comparison says; null is at the end of that side, or of the other one. */
function isBeyond(item: SelectOrder, value: SqlValue, operator: string, inclusive: boolean, nullsAtEnd: boolean): Test {
  const { column, nullable } = item
  if (value !== null) {
    const test = compare(item, operator, value)
    return nullable && nullsAtEnd ? sql`(${test} or ${sql.id(column)} is null)` : test
  }
  if (nullsAtEnd) return inclusive && nullable ? sql`${sql.id(column)} is null` : false
  return inclusive || !nullable ? true : sql`${sql.id(column)} is not null`
}

function compare(item: SelectOrder, operator: string, value: SqlValue): SqlText {
  return sql`${orderTerm(item)} ${sql.raw(operator)} ${sql.val(value)}`
}

function and(a: Test, b: Test): Test {
  if (typeof a === 'boolean') return a && b
  if (typeof b === 'boolean') return b && a
  return sql`${a} and ${b}`
}

function or(a: Test, b: Test): Test {
  if (typeof a === 'boolean') return a || b
  if (typeof b === 'boolean') return b || a
  return sql`(${a} or ${b})`
}
