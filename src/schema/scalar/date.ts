import { refuseValue, textCoercion } from './scalar-coercion.ts'

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/

/** `Date`, a day of the calendar without a time zone (RFC 3339, full-date): `2026-01-31`. */
export const DATE_SCALAR = textCoercion(readDate, readDate, { numbers: false })

function readDate(value: unknown): string {
  if (isInfinite(value)) return value
  const match = typeof value === 'string' ? DATE.exec(value) : null
  if (match && isDay(Number(match[1]), Number(match[2]), Number(match[3]))) return match[0]
  return refuseValue('a day, such as "2026-01-31"')
}

/** PostgreSQL's first and last day, before and behind all others; its `timestamp` has them too. */
export function isInfinite(value: unknown): value is 'infinity' | '-infinity' {
  return value === 'infinity' || value === '-infinity'
}

/** Whether the calendar has the day. */
export function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
