import type { SQLOutputValue } from 'node:sqlite'
import { convertDecimal } from '../convert/decimal.ts'

/** A sum of decimals: a whole number of units, each of which is a 1 with so many digits behind the point. */
export interface ExactSum {
  units: bigint
  /** More units, as long as a double counts them: that takes a fraction of the time. */
  few: number
  scale: number
  /** Of the doubles with more digits than any decimal column holds. */
  rest: number
  isEmpty: boolean
}

/** Up to here every decimal of a double is the shortest one, and a few of them are counted by a double. */
const SHORT = 1e15
const MOST_FEW = 4e15
const POWERS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]

export function noSum(): ExactSum {
  return { units: 0n, few: 0, scale: 0, rest: 0, isEmpty: true }
}

/** Adds a value by the digits that it is shown with. A text that is no number counts as 0, as in SQLite's own sum; null says nothing. */
export function addExactly(sum: ExactSum, value: SQLOutputValue): ExactSum {
  if (value === null) return sum
  sum.isEmpty = false
  if (typeof value === 'number' || (typeof value === 'bigint' && value > -SHORT && value < SHORT)) {
    const number = Number(value)
    for (let scale = sum.scale; scale < POWERS.length; scale++) {
      const power = POWERS[scale] as number
      const units = Math.round(number * power)
      if (units / power === number && Math.abs(units) < SHORT) return addFew(sum, units, scale)
    }
  }
  return addMany(sum, value)
}

function addFew(sum: ExactSum, units: number, scale: number): ExactSum {
  if (scale > sum.scale) raise(sum, scale)
  sum.few += units
  if (Math.abs(sum.few) > MOST_FEW) flush(sum)
  return sum
}

function addMany(sum: ExactSum, value: SQLOutputValue): ExactSum {
  const { decimal } = convertDecimal(value) ?? {}
  if (decimal === undefined) {
    if (typeof value === 'number') sum.rest += value
    return sum
  }
  const point = decimal.indexOf('.')
  const scale = point < 0 ? 0 : decimal.length - point - 1
  if (scale > sum.scale) raise(sum, scale)
  sum.units += BigInt(decimal.replace('.', '')) * 10n ** BigInt(sum.scale - scale)
  return sum
}

function raise(sum: ExactSum, scale: number): void {
  flush(sum)
  sum.units *= 10n ** BigInt(scale - sum.scale)
  sum.scale = scale
}

function flush(sum: ExactSum): void {
  sum.units += BigInt(sum.few)
  sum.few = 0
}

/** All its digits; null where there was no value. */
export function exactText(sum: ExactSum): string | null {
  flush(sum)
  const { units, scale, rest, isEmpty } = sum
  if (isEmpty) return null
  if (rest !== 0) return String(rest + Number(units) / 10 ** scale)
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const text = convertDecimal(scale === 0 ? whole : `${whole}.${digits.slice(-scale)}`, [400, 400])?.decimal ?? whole
  return units < 0n ? `-${text}` : text
}
