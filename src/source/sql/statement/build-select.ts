import type { TableId } from '../catalog/table-id.ts'
import type { Statement } from '../dialect.ts'
import { keyName } from './key-names.ts'
import { type KeysetBound, reverse, type SelectOrder } from './keyset.ts'
import { orderBy, orderItems } from './order.ts'
import { padded } from './padding.ts'
import { type RowLimit, roundedLimit, rowLimit, rowNumber } from './row-limit.ts'
import { columnList, queryText, rowsOf } from './rows-of.ts'
import type { SelectKeys, SelectPlan, Syntax } from './select-plan.ts'
import { type SqlText, sql, statementOf } from './sql-text.ts'

/** The number of a row among those of its key. */
const ROW = 'sluice_row'

/** What a row is there for. */
const PART = 'sluice_part'

/** The rows that a limit is applied to. */
const CUT = sql.id('sluice_cut')
const BY_ROW: SelectOrder = {
  column: ROW,
  direction: 'ASC',
  computed: undefined,
  known: undefined,
  nullable: false,
  nullsLargest: false,
  asText: false,
}
const ONE_ROW: RowLimit = { rows: 1, fixed: true }

/** Builds the statement; every value is a placeholder, every name is quoted. */
export function buildSelect(plan: SelectPlan, syntax: Syntax): Statement {
  return statementOf(plan.peeks.length > 0 ? peekingSelect(plan, syntax) : selectOf(plan, syntax), syntax)
}

export function selectOf(plan: SelectPlan, syntax: Syntax): SqlText {
  const { from, columns, perKey, limit } = plan
  if (from.kind === 'query' && limit === undefined) return queryText(from.parts)
  if (perKey) {
    const rows = numberedRows(plan, columnList(columns), perKey, syntax)
    return sql`${rows} order by ${sql.id(ROW)} asc${rowLimit(limit)}`
  }
  return firstRows(plan, listOf(from, columns), syntax)
}

/**
 * The rows in their order up to the limit. Where a plan is made before the limit is known, and kept, a guess of it can
 * lead through a whole table: there the rows are first cut at a number that stands in the text. They are materialized, since
 * that is planned by itself: into a subquery the guess would be carried.
 */
function firstRows(plan: SelectPlan, list: SqlText, syntax: Syntax): SqlText {
  const { from, limit, offset } = plan
  const order = orderBy(plan.orderBy, syntax)
  const end = sql`${order}${rowLimit(limit, offset)}`
  const rows = rowsOf(plan, syntax)
  const isKnown = limit === undefined || (limit.fixed && offset === undefined)
  if (isKnown || !syntax.guessesLimits) return sql`select ${list} from ${rows}${end}`
  const cut = sql`select ${listOf(from, withOrder(plan))} from ${rows}${order}${rowLimit(roundedLimit(limit, offset))}`
  return sql`with ${CUT} as materialized (${cut}) select ${list} from ${CUT}${end}`
}

/** All columns of a query, which nobody knows. */
function listOf({ kind }: SelectPlan['from'], columns: readonly string[]): SqlText {
  return kind === 'query' ? sql`*` : columnList(columns)
}

/** The columns of the rows and of their order. */
function withOrder({ columns, orderBy }: Pick<SelectPlan, 'columns' | 'orderBy'>): readonly string[] {
  return [...new Set([...columns, ...orderBy.map(({ column }) => column)])]
}

/** The rows, and behind them those that are only peeked at. Each part is a range of an index by itself. */
function peekingSelect(plan: SelectPlan, syntax: Syntax): SqlText {
  const order = plan.perKey ? [BY_ROW] : plan.orderBy
  const columns = withOrder({ ...plan, orderBy: order })
  const partList = (part: number) => sql`${columnList(columns)}, ${sql.raw(String(part))} as ${sql.id(PART)}`
  const page = plan.perKey
    ? numberedRows(plan, partList(0), plan.perKey, syntax)
    : wrapped(firstRows(plan, partList(0), syntax))
  const peeks = plan.peeks.map((bound, index) => {
    const part = { ...plan, range: [bound] }
    const list = partList(index + 1)
    if (plan.perKey) return numberedRows({ ...part, orderBy: [] }, list, { limit: ONE_ROW, offset: undefined }, syntax)
    return wrapped(firstRows({ ...part, orderBy: fromItsEnd(bound), limit: ONE_ROW }, list, syntax))
  })
  const all = sql.join([page, ...peeks], sql.raw(' union all '))
  const list = sql`${columnList(plan.columns)}, ${sql.id(PART)}`
  return sql`select ${list} from (${all}) as ${sql.id('t')} order by ${sql.id(PART)} asc, ${orderItems(order, syntax)}`
}

/**
 * The order in which the first row on a side of a position is one that an index has at once, even where it is not read by the
 * position. Without an order, a guess of how many rows there are leads through the table up to the first of them.
 */
function fromItsEnd({ side, order }: KeysetBound): readonly SelectOrder[] {
  return side === 'before' ? order : order.map(reverse)
}

/** A limit within a UNION stands in a derived table: SQLite takes no parentheses there. */
function wrapped(select: SqlText): SqlText {
  return sql`select * from (${select}) as ${sql.id('p')}`
}

type NumberedPlan = Pick<SelectPlan, 'from' | 'columns' | 'conditions' | 'keys' | 'range' | 'orderBy'>

/** The rows of each key up to its own limit, numbered in their order; `list` is what is selected of them. */
function numberedRows(
  plan: NumberedPlan,
  list: SqlText,
  { limit, offset = 0 }: NonNullable<SelectPlan['perKey']>,
  syntax: Syntax,
): SqlText {
  const tests: SqlText[] = []
  if (offset > 0) tests.push(sql`${sql.id(ROW)} > ${BigInt(offset)}`)
  const last = limit && { rows: offset + limit.rows, fixed: limit.fixed && offset === 0 }
  if (last) tests.push(sql`${sql.id(ROW)} <= ${rowNumber(last)}`)
  const where = tests.length > 0 ? sql` where ${sql.join(tests, sql` and `)}` : sql``
  const rows = (last && rowsOfEachKey(plan, last, syntax)) ?? sql`(${rowsOfAllKeys(plan, syntax)}) as ${sql.id('r')}`
  return sql`select ${list} from ${rows}${where}`
}

/** Reads all rows that any of the keys has, and numbers those of each. */
function rowsOfAllKeys(plan: NumberedPlan, syntax: Syntax): SqlText {
  const partition = columnList(plan.keys?.columns ?? [])
  // MariaDB numbers no rows without an order.
  const order = plan.orderBy.length > 0 ? orderItems(plan.orderBy, syntax) : partition
  const number = sql`row_number() over (partition by ${partition} order by ${order}) as ${sql.id(ROW)}`
  return sql`select ${columnList(plan.columns)}, ${number} from ${rowsOf(plan, syntax)}`
}

/**
 * Reads the first rows of each key by itself, as many as there may be at most, and no others: by an index that has them in their order, so
 * that it costs what it answers, however many rows the keys have. Undefined where no such index is known: there a database
 * may look through a whole table for the rows of a key that has none.
 */
function rowsOfEachKey(plan: NumberedPlan, last: RowLimit, syntax: Syntax): SqlText | undefined {
  const { from, keys } = plan
  const [first] = plan.orderBy
  const isPlain =
    from.kind === 'table' && !from.through && !from.search && plan.orderBy.every(({ computed }) => !computed)
  if (!syntax.readsEachKey || !isPlain || !keys || !first || !isIndexed(keys, first.column)) return undefined
  if (first.nullable && first.nullsLargest !== syntax.nullsAreLargest) return undefined
  const order = orderBy(plan.orderBy, syntax)
  const number = sql`row_number() over (${order}) as ${sql.id(ROW)}`
  const own = { ...plan, keys: undefined, equal: keys.columns.map((column, at) => [column, keyName(at)] as const) }
  const rows = sql`select ${columnList(plan.columns)}, ${number} from ${rowsOf(own, syntax)}${order}${rowLimit(last.fixed ? last : roundedLimit(last))}`
  return sql`${keysAsRows(from.table, keys)} cross join lateral (${rows}) as ${sql.id('r')}`
}

/** Whether an index begins with the key's columns, in whatever order, and goes on with this one. */
function isIndexed({ columns, indexes = [] }: SelectKeys, next: string): boolean {
  return indexes.some(index => {
    const first = index.slice(0, columns.length)
    return index[columns.length] === next && columns.every(column => first.includes(column))
  })
}

/**
 * Each key once. Of placeholders in VALUES a database does not know the types; the first row, of nulls which no row has, tells them.
 */
function keysAsRows(table: TableId, { columns, values }: SelectKeys): SqlText {
  const types = columns.map(column => sql`(select ${sql.id(column)} from ${sql.id(...table)} where false)`)
  const rows = padded(values).map(key => sql`(${sql.join(key.map(value => sql.val(value)))})`)
  const names = sql.join(columns.map((_, at) => sql.id(keyName(at))))
  const all = sql`values (${sql.join(types)}), ${sql.join(rows)}`
  return sql`(select distinct * from (${all}) as ${sql.id('v')}) as ${sql.id('k')} (${names})`
}
