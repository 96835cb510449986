import { uniqueKeys } from '../../../plan/sql/unique-keys.ts'
import type { Column, Table } from '../../catalog.ts'
import { foldText } from '../key/fold-text.ts'
import { canonicalText, type SqlValue } from '../sql-value.ts'
import type { WriteRow } from './write-row.ts'
import type { WriteSession } from './write-session.ts'

/**
 * The places of rows in the one order in which all requests write them, by a key: two that lock the same rows in two orders
 * would wait for each other. Rows without a value for the key, which no other request can name, come last; those of the same
 * key stay in their order.
 */
export function placesInKeyOrder(rows: readonly WriteRow[], key: readonly string[], table: Table): readonly number[] {
  const columns = key.map(name => table.columns.get(name))
  const keys = rows.map(row => key.map((name, at) => orderValue(row.get(name), columns[at])))
  return rows.map((_, at) => at).sort((a, b) => compareKeys(keys[a] ?? [], keys[b] ?? []) || a - b)
}

/** Rows to insert, in the order of their primary key; as they are where the database numbers them. */
export function inKeyOrder({ table, write }: WriteSession, rows: readonly WriteRow[]): readonly WriteRow[] {
  const [key = []] = uniqueKeys(table, write.homeKey)
  const isGiven = rows.every(row => key.every(column => row.get(column) !== undefined && row.get(column) !== null))
  return isGiven ? placesInKeyOrder(rows, key, table).map(at => rows[at] as WriteRow) : rows
}

type OrderValue = number | bigint | string | undefined

/** Texts that a collation may take as equal have one place, as far as anybody but the database knows. */
function orderValue(value: SqlValue | undefined, column: Column | undefined): OrderValue {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number' || typeof value === 'bigint') return value
  const text = canonicalText(value)
  return column?.collation ? (foldText(text, column.collation) ?? text.normalize('NFKD').toLowerCase()) : text
}

function compareKeys(a: readonly OrderValue[], b: readonly OrderValue[]): number {
  for (const [at, x] of a.entries()) {
    const y = b[at]
    if (x === y) continue
    if (x === undefined || y === undefined) return x === undefined ? 1 : -1
    if (typeof x === 'string' || typeof y === 'string') return String(x) < String(y) ? -1 : 1
    if (x !== y) return x < y ? -1 : 1
  }
  return 0
}
