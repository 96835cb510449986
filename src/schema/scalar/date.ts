import { refuseValue, textCoercion } from './scalar-coercion.ts'

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/

/** Every day but those of which the year says whether there are any. */
export const PLAIN_DAY =
  /\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)/.source
const PLAIN = new RegExp(`^${PLAIN_DAY}$`)

/** `Date`, a day of the calendar without a time zone (RFC 3339, full-date): `2026-01-31`. */
export const DATE_SCALAR = textCoercion(readDate, readDate, { numbers: false })

function readDate(value: unknown): string {
  if (typeof value === 'string' && PLAIN.test(value)) return value
  if (isInfinite(value)) return value
  const match = typeof value === 'string' ? DATE.exec(value) : null
  if (match && isDay(Number(match[1]), Number(match[2]), Number(match[3]))) return match[0]
  return refuseValue('a day, such as "2026-01-31"')
}

/** PostgreSQL's first and last day, before and behind all others; its `timestamp` has them too. */
export function isInfinite(value: unknown): value is 'infinity' | '-infinity' {
  return value === 'infinity' || value === '-infinity'
}

const LONG_MONTHS: ReadonlySet<number> = new Set([1, 3, 5, 7, 8, 10, 12])

/** Whether the calendar has the day. A Date would tell too, but takes most of the time that a value does. */
export function isDay(year: number, month: number, day: number): boolean {
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const inFebruary = isLeapYear ? 29 : 28
  const inOther = LONG_MONTHS.has(month) ? 31 : 30
  return month >= 1 && month <= 12 && day >= 1 && day <= (month === 2 ? inFebruary : inOther)
}
