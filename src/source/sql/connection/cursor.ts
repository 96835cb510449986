import { createHash } from 'node:crypto'
import type { SqlOrder } from '../../../plan/sql/sql-binding.ts'
import { parseJson } from '../../json.ts'

/**
 * Where a row stands in an order, as opaque text: Base64 for URLs (RFC 4648, section 5) of a JSON list of the order's
 * fingerprint and the row's value for each of its columns. `values` are as fields read them: scalars, or null.
 */
export function encodeCursor(fingerprint: string, values: readonly unknown[]): string {
  const scalars = values.map(value => (typeof value === 'bigint' ? String(value) : value))
  return Buffer.from(JSON.stringify([fingerprint, ...scalars])).toString('base64url')
}

/** The row's values; undefined for a text that is no cursor of this order. They may be anything: a client can make one up. */
export function decodeCursor(fingerprint: string, cursor: string): readonly unknown[] | undefined {
  const bytes = Buffer.from(cursor, 'base64url')
  if (bytes.toString('base64url') !== cursor) return undefined
  const [made, ...values] = readList(bytes.toString())
  return made === fingerprint ? values : undefined
}

/** Tells cursors of different tables and orders apart, without their names. */
export function orderFingerprint(table: string, order: readonly SqlOrder[]): string {
  const text = JSON.stringify([table, ...order.map(({ column, direction }) => [column, direction])])
  return createHash('sha256').update(text).digest('base64url').slice(0, 8)
}

function readList(text: string): readonly unknown[] {
  try {
    const value = parseJson(text)
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
