import { refuseValue, textCoercion } from './scalar-coercion.ts'

/** Beyond every database's integers; to convert text of any length would take its time. */
const INTEGER = /^-?\d{1,1000}$/

/**
 * `BigInt`, a whole number of any size. It is answered as a JSON number where every JSON reader takes it without loss, else
 * as its digits in text; both are taken.
 */
export const BIG_INT = textCoercion(readInteger, value => withoutLoss(readInteger(value)), { numbers: true })

function readInteger(value: unknown): number | bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  if (typeof value === 'bigint') return narrow(value)
  if (typeof value === 'string' && INTEGER.test(value)) return narrow(BigInt(value))
  return refuseValue('a whole number, as a number or as its digits')
}

/** Plain numbers where they are exact: that is how other integers come. */
function narrow(integer: bigint): number | bigint {
  const number = Number(integer)
  return Number.isSafeInteger(number) ? number : integer
}

function withoutLoss(integer: number | bigint): number | string {
  return typeof integer === 'bigint' ? String(integer) : integer
}
