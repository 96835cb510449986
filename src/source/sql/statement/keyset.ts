import type { Column } from '../../catalog.ts'
import type { SqlDialect } from '../dialect.ts'
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

/** The other way round. */
export function reverse(item: SelectOrder): SelectOrder {
  return { ...item, direction: item.direction === 'ASC' ? 'DESC' : 'ASC' }
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

/** A column and its value at the position. */
interface Place {
  readonly item: SelectOrder
  readonly value: SqlValue
}

/** Columns that are compared at once: more than one only where all have one direction, and no null is on that side. */
type Step = readonly [Place, ...Place[]]

/**
 * Whether a row is on that side: `(a, b) > (?, ?)` for two ascending columns. It is written for an index on them to be read
 * from the position on, whatever is equal to it: a database that reads no range for rows does so for alternatives,
 * `a > ? or (a = ? and b > ?)`. Of columns with two directions, or nulls on that side, the other ones read the range of the
 * first: `a >= ? and (a > ? or b > ?)`.
 */
export function keysetTest(
  { order, side, inclusive, values }: KeysetBound,
  { comparesRows }: Pick<SqlDialect, 'comparesRows'>,
): SqlText {
  const places = order.map((item, index): Place => ({ item, value: values[index] ?? null }))
  const steps = comparesRows ? stepsOf(places, side) : places.map((place): Step => [place])
  const test = steps.reduceRight<Test>((rest, step, index) => {
    const isLarger = isLargerOn(side, step[0])
    const strict = isLarger ? isAbove(step, '>') : isBelow(step, '<')
    const orAt = () => (isLarger ? isAbove(step, '>=') : isBelow(step, '<='))
    if (index === steps.length - 1) return inclusive ? orAt() : strict
    return comparesRows ? and(orAt(), or(strict, rest)) : or(strict, and(isAt(step), rest))
  }, inclusive)
  return typeof test === 'boolean' ? sql.raw(test ? '1 = 1' : '1 = 0') : test
}

function isLargerOn(side: KeysetBound['side'], { item }: Place): boolean {
  return (item.direction === 'ASC') === (side === 'behind')
}

function stepsOf(places: readonly Place[], side: KeysetBound['side']): readonly Step[] {
  const steps: [Place, ...Place[]][] = []
  for (const place of places) {
    const last = steps.at(-1)
    if (last && isOneStep(last[0], place, side)) last.push(place)
    else steps.push([place])
  }
  return steps
}

function isOneStep(first: Place, next: Place, side: KeysetBound['side']): boolean {
  const isPlain = (place: Place) => {
    const { nullable, nullsLargest } = place.item
    return place.value !== null && !(nullable && nullsLargest === isLargerOn(side, place))
  }
  return first.item.direction === next.item.direction && isPlain(first) && isPlain(next)
}

function isAbove(step: Step, operator: '>' | '>='): Test {
  return isBeyond(step, operator, operator === '>=', step[0].item.nullsLargest)
}

function isBelow(step: Step, operator: '<' | '<='): Test {
  return isBeyond(step, operator, operator === '<=', !step[0].item.nullsLargest)
}

/** Whether a row is on the side of a position that the comparison says; null is at the end of that side, or of the other one. */
function isBeyond(step: Step, operator: string, inclusive: boolean, nullsAtEnd: boolean): Test {
  const [{ item, value }] = step
  const { column, nullable } = item
  if (value !== null) {
    const test = compare(step, operator)
    return nullable && nullsAtEnd ? sql`(${test} or ${sql.id(column)} is null)` : test
  }
  if (nullsAtEnd) return inclusive && nullable ? sql`${sql.id(column)} is null` : false
  return inclusive || !nullable ? true : sql`${sql.id(column)} is not null`
}

/** Whether a row has the value; null is one. */
function isAt(step: Step): Test {
  const [{ item, value }] = step
  if (value !== null) return compare(step, '=')
  return item.nullable && sql`${sql.id(item.column)} is null`
}

function compare(step: Step, operator: string): SqlText {
  const terms = sql.join(step.map(({ item }) => orderTerm(item)))
  const values = sql.join(step.map(({ value }) => sql.val(value)))
  const way = sql.raw(operator)
  return step.length > 1 ? sql`(${terms}) ${way} (${values})` : sql`${terms} ${way} ${values}`
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
