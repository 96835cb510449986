import type { TableId } from '../catalog/table-id.ts'
import { searchTexts } from '../search/search-texts.ts'
import type { SqlValue } from '../sql-value.ts'
import { collated } from './collated.ts'
import { computedTerm } from './computed-term.ts'
import { keysetTest } from './keyset.ts'
import { padded } from './padding.ts'
import type { SelectPlan, SelectSource, SelectThrough, Syntax } from './select-plan.ts'
import { type SqlText, sql } from './sql-text.ts'
import { valueList } from './value-list.ts'
import { whereOf } from './where.ts'

/** How the rows of a query are called. */
const DERIVED = ['t']

interface Rows
  extends Pick<SelectPlan, 'from' | 'conditions' | 'keys' | 'range'>,
    Partial<Pick<SelectPlan, 'columns' | 'orderBy'>> {
  /** Columns, and what stands beside the rows that each must equal. */
  readonly equal?: readonly (readonly [column: string, beside: string])[]
}

/**
 * What stands behind FROM: the table or query, and WHERE. What is computed of each row, to be ordered by it, is there as a
 * column, beside those of the rows that are named.
 */
export function rowsOf(plan: Rows, syntax: Syntax): SqlText {
  const { from, conditions, keys, range, equal = [] } = plan
  const { through, search } = from.kind === 'table' ? from : {}
  const found = from.kind === 'table' && search ? searchTexts(search, from.table, syntax.search) : undefined
  const tests = conditionTests(conditions, from.kind === 'table' ? from.table : DERIVED, syntax)
  if (keys && !through) tests.push(keyTest(keys.columns, keys.values))
  for (const [column, beside] of equal) tests.push(sql`${sql.id(column)} = ${sql.id(beside)}`)
  if (found?.test) tests.push(found.test)
  const bounds = range.map(bound => keysetTest(bound, syntax))
  const joined = through ? sql`${sourceText(from)}${join(through, keys, syntax)}` : sourceText(from)
  const rows = found?.join ? sql`${joined}${found.join}` : joined
  const list = computedList(plan, syntax, found?.rank)
  if (!list) return sql`${rows}${whereAll([...tests, ...bounds])}`
  return sql`(select ${list} from ${rows}${whereAll(tests)}) as ${sql.id('sluice_rows')}${whereAll(bounds)}`
}

/** All columns that a statement needs of its rows, where it computes any of them. */
function computedList(
  { from, columns = [], keys, orderBy = [], range }: Rows,
  syntax: Syntax,
  rank: SqlText | undefined,
): SqlText | undefined {
  const order = [...orderBy, ...range.flatMap(bound => bound.order)]
  const computed = new Map(
    order.flatMap(({ column, computed, known }) => (computed ? [[column, { term: computed, known }] as const] : [])),
  )
  if (computed.size === 0 || from.kind !== 'table') return undefined
  const all = new Set([...columns, ...(keys?.columns ?? []), ...order.map(({ column }) => column)])
  const own = [...all].filter(column => !computed.has(column)).map(column => sql.id(column))
  const scope = { syntax, rows: from.table }
  const others = { random: syntax.randomFunction, rank }
  const made = [...computed].map(
    ([name, { term, known }]) => sql`${collated(computedTerm(term, scope, others), known, syntax)} as ${sql.id(name)}`,
  )
  return sql.join([...own, ...made])
}

function sourceText(from: SelectSource): SqlText {
  if (from.kind === 'table') return sql.id(...from.table)
  // The line break ends a comment on the last line of the author's text.
  return sql`(${queryText(from.parts)}\n) as ${sql.id(...DERIVED)}`
}

/** All columns of the join table have names of their own, so that those of the rows' table need no prefix. */
function join(through: SelectThrough, keys: SelectPlan['keys'], syntax: Syntax): SqlText {
  const { table, keyColumns, conditions, on } = through
  const tests = conditionTests(conditions, table, syntax)
  if (keys) tests.push(keyTest(keyColumns, keys.values))
  const onName = (index: number) => sql.id(`sluice_on${index}`)
  const columns = [
    ...keyColumns.map((column, index) => sql`${sql.id(column)} as ${sql.id(keys?.columns[index] ?? column)}`),
    ...on.map(({ column }, index) => sql`${sql.id(column)} as ${onName(index)}`),
  ]
  const pairs = on.map(({ target }, index) => sql`${onName(index)} = ${sql.id(target)}`)
  const rows = sql`select distinct ${sql.join(columns)} from ${sql.id(...table)}${whereAll(tests)}`
  return sql` inner join (${rows}) as ${sql.id('sluice_through')} on ${sql.join(pairs, sql` and `)}`
}

function conditionTests(conditions: SelectPlan['conditions'], rows: TableId, syntax: Syntax): SqlText[] {
  return conditions.map(condition => whereOf(condition, { syntax, rows }))
}

function keyTest(columns: readonly string[], values: readonly (readonly SqlValue[])[]): SqlText {
  return sql`${tuple(columns.map(column => sql.id(column)))} in ${keyList(values)}`
}

/** ` where …` of a statement on one table, with more tests behind; empty where all its rows are meant. */
export function whereClause(
  table: TableId,
  { conditions, keys }: Pick<SelectPlan, 'conditions' | 'keys'>,
  syntax: Syntax,
  more: readonly SqlText[] = [],
): SqlText {
  const tests = conditionTests(conditions, table, syntax)
  if (keys) tests.push(keyTest(keys.columns, keys.values))
  return whereAll([...tests, ...more])
}

function whereAll(tests: readonly SqlText[]): SqlText {
  return tests.length > 0 ? sql` where ${sql.join(tests, sql` and `)}` : sql``
}

/** The author's own text, its values bound. */
export function queryText(parts: readonly (string | readonly SqlValue[])[]): SqlText {
  const text = parts.map(part => (typeof part === 'string' ? sql.raw(part) : placeholders(part)))
  return sql.join(text, sql.raw(''))
}

export function columnList(columns: readonly string[]): SqlText {
  return columns.length === 0 ? sql`1` : sql.join(columns.map(column => sql.id(column)))
}

function keyList(keys: readonly (readonly SqlValue[])[]): SqlText {
  const [first] = keys
  if (first?.length === 1) return valueList(keys.map(([value = null]) => value))
  return sql`(${sql.join(padded(keys).map(key => tuple(key.map(value => sql.val(value)))))})`
}

function tuple(items: readonly SqlText[]): SqlText {
  const [only] = items
  return items.length === 1 && only ? only : sql`(${sql.join(items)})`
}

function placeholders(values: readonly SqlValue[]): SqlText {
  return sql.join(values.map(value => sql.val(value)))
}
