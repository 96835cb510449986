import type { SqlValue } from '../sql-value.ts'

export type SqliteParameter = null | string | number | bigint | Uint8Array

/** A value as node:sqlite binds it: it has no booleans, and a decimal goes as text, to which SQLite applies the column's affinity. */
export function toSqliteParameter(value: SqlValue): SqliteParameter {
  if (typeof value === 'boolean') return value ? 1n : 0n
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array) ? value.decimal : value
}
