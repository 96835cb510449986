import type { Column } from '../../catalog.ts'
import { parseJson } from '../../json.ts'
import { narrowInteger } from '../narrow-integer.ts'
import { readRange } from './range.ts'

/**
 * A column's value as fields read it: JSON parsed, a range in its parts where fields read inside of it, booleans true or false, bytes as Base64 text (RFC 4648, section 4),
 * everything else as it is stored. Throws SyntaxError for text that should be JSON and is not.
 */
export function readValue(value: unknown, column: Column | undefined, asJson: boolean): unknown {
  const bounds = (column?.items ?? column)?.bounds
  if (asJson && bounds) return readRange(value, bounds)
  if (asJson && typeof value === 'string') return parseJson(value)
  if (value instanceof Uint8Array) return readBytes(value, column)
  // A TINYINT(1) may hold other numbers; they stay what they are.
  return column?.kind === 'boolean' && (value === 0 || value === 1) ? value === 1 : value
}

/** MySQL answers BIT columns in bytes. */
function readBytes(bytes: Uint8Array, column: Column | undefined): unknown {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isBits = (column?.kind === 'boolean' || column?.kind === 'integer') && !column.loose
  if (!isBits) return buffer.toString('base64')
  const bits = buffer.length === 0 ? 0n : BigInt(`0x${buffer.toString('hex')}`)
  return column?.kind === 'boolean' ? bits !== 0n : narrowInteger(bits)
}
