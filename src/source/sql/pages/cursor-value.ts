import type { Column, ColumnKind } from '../../catalog.ts'
import { type Converters, convertValue } from '../convert/convert.ts'
import { readValue } from '../convert/read-value.ts'
import type { SqlScalar } from '../sql-value.ts'

const NUMBERS: ReadonlySet<ColumnKind> = new Set<ColumnKind>(['integer', 'decimal', 'float', 'boolean'])

/**
 * A value as a database's driver gives it, in JSON that tells what it is: JSON has neither bytes nor infinite numbers, and a text
 * among numbers says that it is one.
 */
export function writeCursorValue(value: unknown, column: Column | undefined): unknown {
  if (typeof value === 'string' && column?.loose && NUMBERS.has(column.kind)) return { text: value }
  if (value instanceof Uint8Array)
    return { bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') }
  return typeof value === 'number' && !Number.isFinite(value) ? { float: String(value) } : value
}

/** What a cursor's value is compared as; undefined where the column can't have shown it. */
export function readCursorValue(
  written: unknown,
  column: Column | undefined,
  converters: Converters,
): SqlScalar | undefined {
  const value =
    typeof written === 'object' && written !== null ? wrapped(written as Readonly<Record<string, unknown>>) : written
  // A plain text in a column of numbers is one that somebody has written: it may say a number.
  const isPlainText = typeof written === 'string' && column !== undefined && NUMBERS.has(column.kind)
  if (column?.loose && !isPlainText) return storedValue(value)
  return convertValue(readValue(value, column, false), column, converters)
}

function wrapped({ bytes, float, text }: Readonly<Record<string, unknown>>): unknown {
  if (typeof text === 'string') return text
  if (typeof bytes === 'string') return Buffer.from(bytes, 'base64')
  return float === 'Infinity' || float === '-Infinity' || float === 'NaN' ? Number(float) : undefined
}

/** What SQLite may have stored. A whole number beyond its integers is a double, which JSON writes without an exponent. */
function storedValue(value: unknown): SqlScalar | undefined {
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value ? value : Number(value)
  if (typeof value === 'number') return Number.isNaN(value) ? undefined : value
  if (typeof value === 'string') return value.isWellFormed() ? value : undefined
  return value instanceof Uint8Array ? value : undefined
}
