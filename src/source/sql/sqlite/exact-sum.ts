import type { SQLOutputValue } from 'node:sqlite'
import { convertDecimal } from '../convert/decimal.ts'

/** A sum of decimals: a whole number of units, each of which is a 1 with so many digits behind the point. */
export interface ExactSum {
  units: bigint
  scale: number
  /** Of the doubles with more digits than any decimal column holds. */
  rest: number
  isEmpty: boolean
}

export function noSum(): ExactSum {
  return { units: 0n, scale: 0, rest: 0, isEmpty: true }
}

/** Adds a value by the digits that it is shown with. A text that is no number counts as 0, as in SQLite's own sum; null says nothing. */
export function addExactly(sum: ExactSum, value: SQLOutputValue): ExactSum {
  if (value === null) return sum
  sum.isEmpty = false
  if (typeof value === 'bigint') {
    sum.units += sum.scale === 0 ? value : value * 10n ** BigInt(sum.scale)
    return sum
  }
  const { decimal } = convertDecimal(value) ?? {}
  if (decimal === undefined) {
    if (typeof value === 'number') sum.rest += value
    return sum
  }
  const point = decimal.indexOf('.')
  const scale = point < 0 ? 0 : decimal.length - point - 1
  if (scale > sum.scale) {
    sum.units *= 10n ** BigInt(scale - sum.scale)
    sum.scale = scale
  }
  sum.units += BigInt(decimal.replace('.', '')) * 10n ** BigInt(sum.scale - scale)
  return sum
}

/** All its digits; null where there was no value. */
export function exactText({ units, scale, rest, isEmpty }: ExactSum): string | null {
  if (isEmpty) return null
  if (rest !== 0) return String(rest + Number(units) / 10 ** scale)
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const text = convertDecimal(scale === 0 ? whole : `${whole}.${digits.slice(-scale)}`, [400, 400])?.decimal ?? whole
  return units < 0n ? `-${text}` : text
}
