import type { Decimal, SqlValue } from '../sql-value.ts'

export type SqliteParameter = null | string | number | bigint | Uint8Array

/** A value as node:sqlite binds it: it has no booleans and no decimals. */
export function toSqliteParameter(value: SqlValue): SqliteParameter {
  if (typeof value === 'boolean') return value ? 1n : 0n
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array) ? number(value) : value
}

/** A double where it is exactly that; else text, to which SQLite applies the affinity of the column. */
function number({ decimal }: Decimal): number | string {
  return String(Number(decimal)) === decimal ? Number(decimal) : decimal
}
