import { type RawBuilder, sql } from 'kysely'
import type { SqlOrder } from '../../plan/sql/sql-binding.ts'
import type { Condition } from './condition.ts'
import type { SqlDialect, Statement } from './dialect.ts'
import { padded } from './padding.ts'
import type { SqlValue } from './sql-value.ts'
import { whereOf } from './statement/where.ts'

/** One SELECT with all its values converted. */
export interface SelectPlan {
  readonly from: SelectSource
  /** The columns to answer with, of a table; none selects a constant. */
  readonly columns: readonly string[]
  /** ANDed. */
  readonly conditions: readonly Condition[]
  /** The rows wanted: those whose columns are one of these keys. */
  readonly keys: { readonly columns: readonly string[]; readonly values: readonly (readonly SqlValue[])[] } | undefined
  readonly orderBy: readonly SqlOrder[]
  /** `undefined` only for a query that runs as its author wrote it. */
  readonly limit: number | undefined
  readonly offset: number | undefined
}

export type SelectSource =
  | { readonly kind: 'table'; readonly table: string }
  /** The author's text; between its parts, the values to bind. */
  | { readonly kind: 'query'; readonly parts: readonly (string | readonly SqlValue[])[] }

/** Builds the statement; every value is a placeholder, every name is quoted. */
export function buildSelect(plan: SelectPlan, dialect: Pick<SqlDialect, 'builder' | 'textType'>): Statement {
  const { sql: text, parameters } = selectOf(plan, dialect.textType).compile(dialect.builder)
  return { sql: text, parameters: parameters as readonly SqlValue[] }
}

function selectOf(plan: SelectPlan, textType: string): RawBuilder<unknown> {
  const { from } = plan
  if (from.kind === 'table')
    return sql`select ${columnList(plan.columns)} from ${sql.id(from.table)}${clauses(plan, textType)}`
  const text = sql.join(from.parts.map(queryPart), sql.raw(''))
  if (plan.limit === undefined) return text
  // The line break ends a comment on the last line of the author's text.
  return sql`select * from (${text}\n) as ${sql.id('t')}${clauses(plan, textType)}`
}

function queryPart(part: string | readonly SqlValue[]): RawBuilder<unknown> {
  return typeof part === 'string' ? sql.raw(part) : valueList(part)
}

function columnList(columns: readonly string[]): RawBuilder<unknown> {
  return columns.length === 0 ? sql`1` : sql.join(columns.map(column => sql.id(column)))
}

function clauses({ conditions, keys, orderBy, limit, offset }: SelectPlan, textType: string): RawBuilder<unknown> {
  const tests = conditions.map(condition => whereOf(condition, textType))
  if (keys) tests.push(sql`${tuple(keys.columns.map(column => sql.id(column)))} in (${keyList(keys.values)})`)
  const parts: RawBuilder<unknown>[] = []
  if (tests.length > 0) parts.push(sql` where ${sql.join(tests, sql` and `)}`)
  if (orderBy.length > 0) parts.push(sql` order by ${sql.join(orderBy.map(order))}`)
  if (limit !== undefined) parts.push(sql` limit ${BigInt(limit)}`)
  if (offset !== undefined) parts.push(sql` offset ${BigInt(offset)}`)
  return sql.join(parts, sql.raw(''))
}

function keyList(keys: readonly (readonly SqlValue[])[]): RawBuilder<unknown> {
  return sql.join(padded(keys).map(key => tuple(key.map(value => sql.val(value)))))
}

function tuple(items: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  const [only] = items
  return items.length === 1 && only ? only : sql`(${sql.join(items)})`
}

function valueList(values: readonly SqlValue[]): RawBuilder<unknown> {
  return sql.join(values.map(value => sql.val(value)))
}

function order({ column, direction }: SqlOrder): RawBuilder<unknown> {
  return direction === 'DESC' ? sql`${sql.id(column)} desc` : sql`${sql.id(column)} asc`
}
