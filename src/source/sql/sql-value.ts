/** A number with a decimal point that no double has touched; text without redundant zeros. */
export interface Decimal {
  readonly decimal: string
}

/** A converted value, ready to be bound; a dialect knows how its driver wants it. Integers are `bigint`, but for those of keys. */
export type SqlScalar = string | number | bigint | boolean | Uint8Array | Decimal
export type SqlValue = SqlScalar | null

/** The one text under which keys and rows are compared. */
export function canonicalText(value: SqlScalar): string {
  if (typeof value !== 'object') return String(value)
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value.decimal
}

/**
 * A value for which no column is known, by its own type; `undefined` for what is no scalar. Integers beyond 64 bits
 * become decimals, which every database can compare.
 */
export function scalarOf(value: unknown): SqlScalar | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      if (Number.isSafeInteger(value)) return BigInt(value)
      return Number.isFinite(value) ? value : undefined
    case 'bigint':
      return BigInt.asIntN(64, value) === value ? value : { decimal: String(value) }
    default:
      return value instanceof Uint8Array ? value : undefined
  }
}
