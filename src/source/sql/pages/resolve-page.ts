import { evaluateValue } from '../../../plan/evaluate.ts'
import type { SqlOrder, SqlPage } from '../../../plan/sql/sql-binding.ts'
import type { ValueTemplate } from '../../../plan/template.ts'
import { isConstant } from '../../../plan/value-expressions.ts'
import type { Column } from '../../catalog.ts'
import { decodeCursor, fingerprintOf } from '../../cursor-text.ts'
import { columnOf } from '../catalog/table-column.ts'
import { badUserInput } from '../error.ts'
import { naturalNumber } from '../filter/natural-number.ts'
import type { SqlValue } from '../sql-value.ts'
import type { SelectOrder } from '../statement/keyset.ts'
import { type ResolveInput, selectOrder } from '../statement/resolve.ts'
import { orderOf } from '../statement/resolve-order.ts'
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
  const { plan, table, scope } = input
  const { source, maxRows, from } = plan.binding
  const amount = (name: 'first' | 'last' | 'limit', template: ValueTemplate | undefined) => {
    const number = naturalNumber(name, template, scope, source)
    if (number === undefined || number <= maxRows) return number
    throw badUserInput(`"${name}" must be at most ${maxRows}.`, source)
  }
  const first = amount('first', page.first)
  const last = amount('last', page.last)
  if (first !== undefined && last !== undefined)
    throw badUserInput('"first" and "last" do not go together: a page begins at one end.', source)
  const items = withKey(orderOf(plan), page.key)
  if (items.some(({ column }) => hasNoOrder(columnOf(table, column, source))))
    throw badUserInput('A page can not be in the order of JSON or of a list.', source)
  const order = items.map(item => selectOrder(item, table, source))
  const fingerprint = orderFingerprint(from.kind === 'table' ? from.table : '', order)
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
  for (const column of key) if (!whole.some(item => item.column === column)) whole.push({ column, direction })
  const unseen = new Set(key)
  const end = whole.findIndex(({ column }) => unseen.delete(column) && unseen.size === 0)
  return whole.slice(0, end + 1)
}

function readCursor(
  name: string,
  cursor: unknown,
  fingerprint: string,
  order: readonly SelectOrder[],
  { plan, table, converters }: ResolveInput,
): readonly SqlValue[] {
  const { source } = plan.binding
  const refused = () => badUserInput(`"${name}" is no cursor of this list in this order.`, source)
  const values = decodeCursor(fingerprint, String(cursor))
  if (values?.length !== order.length) throw refused()
  return order.map(({ column, nullable }, index) => {
    const value = values[index]
    if (value === null && nullable) return null
    const converted = readCursorValue(value, columnOf(table, column, source), converters)
    if (converted === undefined) throw refused()
    return converted
  })
}

/** Tells cursors of different tables and orders apart, without their names. */
function orderFingerprint(table: string, order: readonly SqlOrder[]): string {
  return fingerprintOf([table, ...order.map(({ column, direction }) => [column, direction])])
}
