import { type RawBuilder, sql } from 'kysely'
import type { Statement } from '../dialect.ts'
import type { SqlValue } from '../sql-value.ts'
import { orderBy, orderItems, rowLimit } from './order.ts'
import { columnList, queryText, rowsOf } from './rows-of.ts'
import type { SelectPlan, Syntax } from './select-plan.ts'

/** The number of a row among those of its key. */
const ROW = 'sluice_row'

/** What a row is there for. */
const PART = 'sluice_part'
const ONE = { limit: 1, offset: undefined }

/** Builds the statement; every value is a placeholder, every name is quoted. */
export function buildSelect(plan: SelectPlan, syntax: Syntax): Statement {
  return compile(plan.peeks.length > 0 ? peekingSelect(plan, syntax) : selectOf(plan, syntax), syntax)
}

/** How many rows there are in all: the number, behind the columns of the key where there are keys. */
export function buildCount({ from, conditions, keys }: SelectPlan, syntax: Syntax): Statement {
  const rows = rowsOf({ from, conditions, keys, range: [] }, syntax)
  if (!keys) return compile(sql`select count(*) from ${rows}`, syntax)
  const columns = columnList(keys.columns)
  return compile(sql`select ${columns}, count(*) from ${rows} group by ${columns}`, syntax)
}

function compile(text: RawBuilder<unknown>, { builder }: Syntax): Statement {
  const { sql: compiled, parameters } = text.compile(builder)
  return { sql: compiled, parameters: parameters as readonly SqlValue[] }
}

export function selectOf(plan: SelectPlan, syntax: Syntax): RawBuilder<unknown> {
  const { from, columns, perKey, limit, offset } = plan
  if (from.kind === 'query' && limit === undefined) return queryText(from.parts)
  if (perKey) {
    const rows = numberedRows(plan, columnList(columns), perKey, syntax)
    return sql`${rows} order by ${sql.id(ROW)} asc${rowLimit(limit, undefined)}`
  }
  const list = from.kind === 'query' ? sql`*` : columnList(columns)
  return sql`select ${list} from ${rowsOf(plan, syntax)}${orderBy(plan.orderBy, syntax)}${rowLimit(limit, offset)}`
}

/** The rows, and behind them those that are only peeked at. Each part is a range of an index by itself. */
function peekingSelect(plan: SelectPlan, syntax: Syntax): RawBuilder<unknown> {
  const order = plan.perKey
    ? [{ column: ROW, direction: 'ASC' as const, nullable: false, asText: false }]
    : plan.orderBy
  const columns = [...new Set([...plan.columns, ...order.map(({ column }) => column)])]
  const listOf = (part: number) => sql`${columnList(columns)}, ${sql.raw(String(part))} as ${sql.id(PART)}`
  const page = plan.perKey
    ? numberedRows(plan, listOf(0), plan.perKey, syntax)
    : wrapped(
        sql`${listOf(0)} from ${rowsOf(plan, syntax)}${orderBy(plan.orderBy, syntax)}${rowLimit(plan.limit, undefined)}`,
      )
  const peeks = plan.peeks.map((bound, index) => {
    const part = { ...plan, range: [bound] }
    return plan.perKey
      ? numberedRows({ ...part, orderBy: [] }, listOf(index + 1), ONE, syntax)
      : wrapped(sql`${listOf(index + 1)} from ${rowsOf(part, syntax)}${rowLimit(1, undefined)}`)
  })
  const all = sql.join([page, ...peeks], sql.raw(' union all '))
  const list = sql`${columnList(plan.columns)}, ${sql.id(PART)}`
  return sql`select ${list} from (${all}) as ${sql.id('t')} order by ${sql.id(PART)} asc, ${orderItems(order, syntax)}`
}

/** A limit within a UNION stands in a derived table: SQLite takes no parentheses there. */
function wrapped(select: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select * from (select ${select}) as ${sql.id('p')}`
}

/** The rows of each key up to its own limit, numbered in their order; `list` is what is selected of them. */
function numberedRows(
  plan: Pick<SelectPlan, 'from' | 'columns' | 'conditions' | 'keys' | 'range' | 'orderBy'>,
  list: RawBuilder<unknown>,
  { limit, offset = 0 }: { readonly limit: number | undefined; readonly offset: number | undefined },
  syntax: Syntax,
): RawBuilder<unknown> {
  const partition = columnList(plan.keys?.columns ?? [])
  // MariaDB numbers no rows without an order.
  const order = plan.orderBy.length > 0 ? orderItems(plan.orderBy, syntax) : partition
  const number = sql`row_number() over (partition by ${partition} order by ${order}) as ${sql.id(ROW)}`
  const tests: RawBuilder<unknown>[] = []
  if (offset > 0) tests.push(sql`${sql.id(ROW)} > ${BigInt(offset)}`)
  if (limit !== undefined) tests.push(sql`${sql.id(ROW)} <= ${BigInt(offset + limit)}`)
  const where = tests.length > 0 ? sql` where ${sql.join(tests, sql` and `)}` : sql``
  return sql`select ${list} from (select ${columnList(plan.columns)}, ${number} from ${rowsOf(plan, syntax)}) as ${sql.id('r')}${where}`
}
