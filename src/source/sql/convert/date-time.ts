/**
 * Columns without a time zone hold what is written on the clock, so a value with an offset is unknown to them: which
 * zone the rows mean, the database does not say. `T` and a space are one separator; trailing zeros of a second are cut.
 */
const DATE = String.raw`(\d{4})-(\d\d)-(\d\d)`
const CLOCK = String.raw`(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?`
const DATE_ONLY = new RegExp(`^${DATE}$`)
const DATE_TIME = new RegExp(`^${DATE}(?:[T ]${CLOCK})?$`)
/** A SQL TIME is also a duration: up to 838 hours, and negative. */
const DURATION = /^(-?)(\d{2,3}):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?$/

export function convertDate(value: unknown): string | undefined {
  const match = typeof value === 'string' ? DATE_ONLY.exec(value) : null
  return match && isDay(match) ? match[0] : undefined
}

export function convertDateTime(value: unknown): string | undefined {
  const match = typeof value === 'string' ? DATE_TIME.exec(value) : null
  if (!match || !isDay(match)) return undefined
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction] = match
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  return `${year}-${month}-${day} ${hour}:${minute}:${second}${fractionText(fraction)}`
}

export function convertTime(value: unknown): string | undefined {
  const match = typeof value === 'string' ? DURATION.exec(value) : null
  if (!match) return undefined
  const [, sign = '', hour = '', minute = '', second = '00', fraction] = match
  if (Number(hour) > 838 || Number(minute) > 59 || Number(second) > 59) return undefined
  return `${sign}${hour.replace(/^0(?=\d\d$)/, '')}:${minute}:${second}${fractionText(fraction)}`
}

function isDay([, year, month, day]: RegExpExecArray): boolean {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
}

function fractionText(fraction: string | undefined): string {
  const digits = fraction?.replace(/0+$/, '') ?? ''
  return digits === '' ? '' : `.${digits}`
}
