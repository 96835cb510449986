import { evaluateValue } from '../../../plan/evaluate.ts'
import type { SqlPage } from '../../../plan/sql/sql-binding.ts'
import type { SqlRelation } from '../../../plan/sql/sql-filter.ts'
import type { SqlOrder } from '../../../plan/sql/sql-order.ts'
import type { ValueTemplate } from '../../../plan/template.ts'
import { isConstant } from '../../../plan/value-expressions.ts'
import type { Column } from '../../catalog.ts'
import { decodeCursor, fingerprintOf } from '../../cursor-text.ts'
import { printJson } from '../../json.ts'
import { badUserInput } from '../error.ts'
import { naturalNumber } from '../filter/natural-number.ts'
import type { SearchTerm } from '../search/search-terms.ts'
import type { SqlValue } from '../sql-value.ts'
import type { SelectOrder } from '../statement/keyset.ts'
import type { ResolveInput } from '../statement/resolve.ts'
import { searchedOrder } from '../statement/searched-order.ts'
import { selectOrders } from '../statement/select-orders.ts'
import { readCursorValue } from './cursor-value.ts'

/** Which page of the rows is asked for. */
export interface Page {
  /** Ends with a unique key. */
  readonly order: readonly SelectOrder[]
  /** Tells cursors of this order from others. */
  readonly fingerprint: string
  /** Most rows of the page; undefined for all that there are. */
  readonly size: number | undefined
  /** Whether the schema says the size, not the request. */
  readonly isSizeFixed: boolean
  /** Whether the page is the last of the rows, not the first. */
  readonly backward: boolean
  /** The positions that the page is behind and before. */
  readonly after: readonly SqlValue[] | undefined
  readonly before: readonly SqlValue[] | undefined
}

/** Reads the arguments of a connection. Throws SourceError for a number or a cursor that can't be. */
export function resolvePage(input: ResolveInput, page: SqlPage, limit: ValueTemplate | undefined): Page {
  const { plan, scope } = input
  const { source, maxRows, maxFilterRelations, from } = plan.binding
  const amount = (name: 'first' | 'last' | 'limit', template: ValueTemplate | undefined) => {
    const number = naturalNumber(name, template, scope, source)
    if (number === undefined || number <= maxRows) return number
    throw badUserInput(`"${name}" must be at most ${maxRows}.`, source)
  }
  const first = amount('first', page.first)
  const last = amount('last', page.last)
  if (first !== undefined && last !== undefined)
    throw badUserInput('"first" and "last" do not go together: a page begins at one end.', source)
  const { search, order: said } = searchedOrder(input)
  const items = withKey(said, page.key)
  const order = selectOrders(items, { ...input, source, maxFilterRelations })
  if (order.some(({ known }) => hasNoOrder(known)))
    throw badUserInput('A page can not be in the order of JSON or of a list.', source)
  // A rank is a place in what one search has found.
  const found = items.some(({ by }) => by?.kind === 'rank') ? search?.terms : undefined
  const fingerprint = orderFingerprint(from.kind === 'table' ? from.table : '', items, found)
  const position = (name: 'after' | 'before') => {
    const cursor = page[name] && evaluateValue(page[name], scope)
    return cursor === undefined || cursor === null ? undefined : readCursor(name, cursor, fingerprint, order, input)
  }
  return {
    order,
    fingerprint,
    size: first ?? last ?? amount('limit', limit),
    isSizeFixed: first === undefined && last === undefined && isConstant(limit),
    backward: last !== undefined,
    after: position('after'),
    before: position('before'),
  }
}

/** Whether nothing tells where a value of the column stands in an order. */
function hasNoOrder(column: Column | undefined): boolean {
  return column?.kind === 'json' || column?.kind === 'list'
}

/** The order up to where it is that of a unique key; what is missing of the key goes the way of the last column. */
function withKey(order: readonly SqlOrder[], key: readonly string[]): readonly SqlOrder[] {
  const direction = order.at(-1)?.direction ?? 'ASC'
  const whole = [...order]
  const isKey = (item: SqlOrder, column: string) => item.column === column && !item.inside
  for (const column of key) if (!whole.some(item => isKey(item, column))) whole.push({ column, direction })
  const unseen = new Set(key)
  const end = whole.findIndex(({ column, inside }) => column && !inside && unseen.delete(column) && unseen.size === 0)
  return whole.slice(0, end + 1)
}

function readCursor(
  name: string,
  cursor: unknown,
  fingerprint: string,
  order: readonly SelectOrder[],
  { plan, converters }: ResolveInput,
): readonly SqlValue[] {
  const { source } = plan.binding
  const refused = () => badUserInput(`"${name}" is no cursor of this list in this order.`, source)
  const values = decodeCursor(fingerprint, String(cursor))
  if (values?.length !== order.length) throw refused()
  return order.map(({ known, nullable }, index) => {
    const value = values[index]
    if (value === null && nullable) return null
    const converted = readCursorValue(value, known, converters)
    if (converted === undefined) throw refused()
    return converted
  })
}

/** Tells cursors of different tables and orders apart, without their names. */
function orderFingerprint(table: string, order: readonly SqlOrder[], found: readonly SearchTerm[] = []): string {
  return fingerprintOf([
    table,
    ...found,
    ...order.map(({ direction, nullsLargest, ...term }) => [
      termId(term),
      direction,
      ...(nullsLargest ? ['last'] : []),
    ]),
  ])
}

function termId({ column, inside, by }: Pick<SqlOrder, 'column' | 'inside' | 'by'>): unknown {
  if (by?.kind === 'related' || by?.kind === 'aggregate') {
    const end = by.kind === 'related' ? termId({ ...by, by: undefined }) : [by.term.name, by.term.column ?? null]
    return [...by.relations.map(relationId), end]
  }
  if (by) return [by.kind]
  return inside ? [column, inside] : column
}

/** Fields may lead to rows of one table by the same columns, and differ in which of them there are. */
function relationId({ table, on, where, via }: SqlRelation): unknown {
  return [table, on, printJson(where), ...(via ? [relationId(via)] : [])]
}
