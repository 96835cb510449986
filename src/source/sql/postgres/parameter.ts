import type { SqlValue } from '../sql-value.ts'

/**
 * A value as pg sends it: text without a type, which the server reads as the type of what it is compared with, so that
 * neither a decimal nor an integer goes through a double. Bytes go as they are.
 */
export function toPostgresParameter(value: SqlValue): string | Buffer | null {
  if (value === null) return null
  if (typeof value !== 'object') return String(value)
  return value instanceof Uint8Array ? Buffer.from(value) : value.decimal
}
