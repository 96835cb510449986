import { canonicalText, type SqlScalar } from '../sql-value.ts'
import { convertText } from './text.ts'

/** A number in digits, without zeros in front. */
const NUMERAL = /^-?(?:0|[1-9]\d{0,399})(?:\.(\d{1,400}))?$/

/**
 * What a column that says no type holds: the number that a text is the digits of, else the text; bytes are their Base64. Values
 * that are shown alike convert to the same one.
 */
export function convertAny(value: unknown): SqlScalar | undefined {
  if (typeof value === 'boolean') return BigInt(value)
  const text = textOf(value)
  return text === undefined ? undefined : (numberOf(text) ?? text)
}

function textOf(value: unknown): string | undefined {
  if (value instanceof Uint8Array) return canonicalText(value)
  return typeof value === 'number' && !Number.isNaN(value) ? String(value) : convertText(value)
}

/** The number that a text is, as SQLite holds it: 64 bits of an integer, or a double. */
export function numberOf(text: string): bigint | number | undefined {
  const match = NUMERAL.exec(text)
  const double = Number(text)
  if (!match) return text !== '' && String(double) === text && !Number.isNaN(double) ? double : undefined
  if (!Number.isFinite(double)) return undefined
  const [, fraction = ''] = match
  if (!Number.isInteger(double) || /[1-9]/.test(fraction)) return double
  const integer = BigInt(text.split('.')[0] ?? '')
  return BigInt.asIntN(64, integer) === integer ? integer : double
}
