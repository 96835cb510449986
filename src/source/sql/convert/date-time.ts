import { convertText } from './text.ts'

/**
 * Columns without a time zone hold what is written on the clock, and that clock is taken to be in UTC: a value with an
 * offset is brought to it. `T` and a space are one separator; trailing zeros of a second are cut.
 */
const DATE = String.raw`(\d{4})-(\d\d)-(\d\d)`
const CLOCK = String.raw`(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?`
const DATE_ONLY = new RegExp(`^${DATE}$`)
const OFFSET = String.raw`(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)`
const ENDS_WITH_OFFSET = new RegExp(`${OFFSET}$`)
const DATE_TIME = new RegExp(`^${DATE}(?:[T ]${CLOCK}${OFFSET}?)?$`)
/** A SQL TIME is also a duration: up to 838 hours, and negative. */
const DURATION = /^(-?)(\d{2,3}):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?$/

export function convertDate(value: unknown): string | undefined {
  const match = typeof value === 'string' ? DATE_ONLY.exec(value) : null
  return match && isDay(match) ? match[0] : undefined
}

export function convertDateTime(value: unknown): string | undefined {
  const match = typeof value === 'string' ? DATE_TIME.exec(value) : null
  if (!match || !isDay(match)) return undefined
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction, offset = 'Z'] = match
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const clock = `${hour}:${minute}:${second}`
  const utc =
    offset === 'Z' ? `${year}-${month}-${day} ${clock}` : utcClock(`${year}-${month}-${day}T${clock}${offset}`)
  return utc && utc + fractionText(fraction)
}

/** SQLite has no dates but text; a point in time is bound as its functions write one, and anything else stays as it is. */
export function convertSqliteDateTime(value: unknown): string | undefined {
  const instant = typeof value === 'string' && hasOffset(value) ? convertDateTime(value) : undefined
  return instant ?? convertText(value)
}

export function hasOffset(text: string): boolean {
  return ENDS_WITH_OFFSET.test(text)
}

/** Undefined where the year has another number of digits in UTC. */
function utcClock(text: string): string | undefined {
  const [, day, clock] = /^(\d{4}-\d\d-\d\d)T(.{8})\.000Z$/.exec(new Date(text).toISOString()) ?? []
  return clock && `${day} ${clock}`
}

export function convertTime(value: unknown): string | undefined {
  const match = typeof value === 'string' ? DURATION.exec(value) : null
  if (!match) return undefined
  const [, sign = '', hour = '', minute = '', second = '00', fraction] = match
  if (Number(hour) > 838 || Number(minute) > 59 || Number(second) > 59) return undefined
  return `${sign}${hour.replace(/^0(?=\d\d$)/, '')}:${minute}:${second}${fractionText(fraction)}`
}

function isDay([, year, month, day]: RegExpExecArray): boolean {
  return isDayOf(Number(year), Number(month), Number(day))
}

/** Whether the Gregorian calendar has the day, also in years that no Date reaches: it is the same every 400 years. */
export function isDayOf(year: number, month: number, day: number): boolean {
  const date = new Date(0)
  date.setUTCFullYear(2000 + (year % 400), month - 1, day)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

function fractionText(fraction: string | undefined): string {
  const digits = fraction?.replace(/0+$/, '') ?? ''
  return digits === '' ? '' : `.${digits}`
}
