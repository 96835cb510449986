import { type OperationNodeSource, type RawBuilder, sql } from 'kysely'
import { padded } from '../padding.ts'
import type { SqlValue } from '../sql-value.ts'
import { keysetTest } from './keyset.ts'
import type { SelectPlan, SelectSource, Syntax } from './select-plan.ts'
import { valueList } from './value-list.ts'
import { whereOf } from './where.ts'

/** What stands behind FROM: the table or query, and WHERE. */
export function rowsOf(
  { from, conditions, keys, range }: Pick<SelectPlan, 'from' | 'conditions' | 'keys' | 'range'>,
  { textType }: Syntax,
): RawBuilder<unknown> {
  const tests = conditions.map(condition => whereOf(condition, textType))
  if (keys) tests.push(sql`${tuple(keys.columns.map(column => sql.id(column)))} in ${keyList(keys.values)}`)
  tests.push(...range.map(keysetTest))
  const where = tests.length > 0 ? sql` where ${sql.join(tests, sql` and `)}` : sql``
  return sql`${sourceText(from)}${where}`
}

function sourceText(from: SelectSource): RawBuilder<unknown> {
  if (from.kind === 'table') return sql.id(from.table)
  // The line break ends a comment on the last line of the author's text.
  return sql`(${queryText(from.parts)}\n) as ${sql.id('t')}`
}

/** The author's own text, its values bound. */
export function queryText(parts: readonly (string | readonly SqlValue[])[]): RawBuilder<unknown> {
  const text = parts.map(part => (typeof part === 'string' ? sql.raw(part) : placeholders(part)))
  return sql.join(text, sql.raw(''))
}

export function columnList(columns: readonly string[]): RawBuilder<unknown> {
  return columns.length === 0 ? sql`1` : sql.join(columns.map(column => sql.id(column)))
}

function keyList(keys: readonly (readonly SqlValue[])[]): OperationNodeSource {
  const [first] = keys
  if (first?.length === 1) return valueList(keys.flat())
  return sql`(${sql.join(padded(keys).map(key => tuple(key.map(value => sql.val(value)))))})`
}

function tuple(items: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  const [only] = items
  return items.length === 1 && only ? only : sql`(${sql.join(items)})`
}

function placeholders(values: readonly SqlValue[]): RawBuilder<unknown> {
  return sql.join(values.map(value => sql.val(value)))
}
