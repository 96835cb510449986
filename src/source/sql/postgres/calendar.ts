import { convertDate, convertDateTime, isDayOf } from '../convert/date-time.ts'

/**
 * Days and points in time as PostgreSQL prints them (section 8.5): beyond those of four digits a year may have up to seven,
 * or be one before Christ, and a day may be `infinity`. Its calendar has no year zero.
 */
const DAY = String.raw`(\d{4}|[1-9]\d{4,6})-(\d\d)-(\d\d)`
const LONG_DATE = new RegExp(`^${DAY}( BC)?$`)
const LONG_TIME = new RegExp(String.raw`^${DAY}[T ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d{1,6})?(?:Z|\+00)?( BC)?$`)

/** What both types hold: years of the astronomical calendar, in which 1 BC is 0; the first day is 24 November 4714 BC. */
const FIRST = [-4713, 1124] as const
const LAST_YEAR = { date: 5_874_897, time: 294_276 }
export const LAST_DAY = `${LAST_YEAR.date}-12-31`

export function convertPostgresDate(value: unknown): string | undefined {
  if (isInfinite(value)) return value
  const date = convertDate(value)
  if (date !== undefined) return date.startsWith('0000') ? undefined : date
  const [text, year = '', month = '', day = '', bc] = (typeof value === 'string' && LONG_DATE.exec(value)) || []
  return text !== undefined && isHeld(year, month, day, bc, LAST_YEAR.date) ? text : undefined
}

export function convertPostgresDateTime(value: unknown): string | undefined {
  if (isInfinite(value)) return value
  const time = convertDateTime(value)
  if (time !== undefined) return time.startsWith('0000') ? undefined : time
  const match = typeof value === 'string' ? LONG_TIME.exec(value) : null
  if (!match) return undefined
  const [, year = '', month = '', day = '', hour, minute, second, fraction = '', bc = ''] = match
  if (!isHeld(year, month, day, bc, LAST_YEAR.time)) return undefined
  return `${year}-${month}-${day} ${hour}:${minute}:${second}${fraction.replace(/\.?0+$/, '')}${bc}`
}

/** Whether one day, or point in time, is no later than another; both as converted. */
export function isNoLater(a: string, b: string): boolean {
  const [x, y] = [placeOf(a), placeOf(b)]
  return x.year === y.year ? x.rest <= y.rest : x.year < y.year
}

function placeOf(text: string): { readonly year: number; readonly rest: string } {
  if (text.endsWith('infinity'))
    return { year: text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY, rest: '' }
  const [year = '', rest = ''] = [text.slice(0, text.indexOf('-')), text.slice(text.indexOf('-'))]
  return { year: astronomical(year, text.endsWith('BC')), rest: rest.replace(' BC', '') }
}

function isInfinite(value: unknown): value is 'infinity' | '-infinity' {
  return value === 'infinity' || value === '-infinity'
}

function isHeld(year: string, month: string, day: string, bc: string | undefined, last: number): boolean {
  const number = astronomical(year, Boolean(bc))
  if (Number(year) === 0 || number > last || !isDayOf(number, Number(month), Number(day))) return false
  return number > FIRST[0] || (number === FIRST[0] && Number(month + day) >= FIRST[1])
}

function astronomical(year: string, isBC: boolean): number {
  return isBC ? 1 - Number(year) : Number(year)
}
