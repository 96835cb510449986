import type { Decimal, SqlScalar } from '../sql-value.ts'
import { convertDecimal } from './decimal.ts'

/** A decimal is rounded, half away from zero; of a second, the digits that are too many are cut. */
export function withinScale(value: SqlScalar | undefined, scale: number): SqlScalar | undefined {
  if (typeof value === 'string') return cutSecond(value, scale)
  return typeof value === 'object' && 'decimal' in value ? roundDecimal(value, scale) : value
}

function cutSecond(text: string, scale: number): string {
  const [clock = '', fraction = ''] = text.split('.')
  const digits = fraction.slice(0, scale).replace(/0+$/, '')
  return digits === '' ? clock : `${clock}.${digits}`
}

/** A scale below zero is that of PostgreSQL's `numeric(4, -2)`, which holds hundreds. */
function roundDecimal(value: Decimal, scale: number): Decimal | undefined {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value.decimal) ?? []
  // What is no number, or infinite, has no digits.
  if (whole === '' || fraction.length <= scale) return value
  const digits = BigInt(whole + fraction)
  const unit = 10n ** BigInt(fraction.length - scale)
  const count = String((digits + unit / 2n) / unit)
  if (scale <= 0) return convertDecimal(count === '0' ? '0' : sign + count + '0'.repeat(-scale))
  const padded = count.padStart(scale + 1, '0')
  return convertDecimal(`${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`)
}
