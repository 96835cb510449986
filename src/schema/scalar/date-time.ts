import { isDay, isInfinite, PLAIN_DAY } from './date.ts'
import { refuseValue, textCoercion } from './scalar-coercion.ts'

const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,9}))?([Zz]|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?$/

/** What is written so already, of plain days: it stays as it is, which takes a fifth of the time. */
const PLAIN = new RegExp(`^${PLAIN_DAY}T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{0,8}[1-9])?Z$`)

/**
 * `DateTime`, a point in time (RFC 3339), always in UTC: `2026-01-31T08:00:00.5Z`. Any offset is taken and none is needed of
 * an upstream, for which UTC is meant then. No digit of a second is lost, and zeros at its end are cut.
 */
export const DATE_TIME_SCALAR = textCoercion(
  value => readInstant(value, undefined) ?? refuseValue('a date and time with its offset: "2026-01-31T08:00:00Z"'),
  value => readInstant(value, 'Z') ?? refuseValue('a date and time'),
  { numbers: false },
)

function readInstant(value: unknown, defaultOffset: string | undefined): string | undefined {
  if (typeof value === 'string' && PLAIN.test(value)) return value
  if (isInfinite(value)) return value
  const match = typeof value === 'string' ? DATE_TIME.exec(value) : null
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, fraction, offset = defaultOffset] = match
  if (offset === undefined || !isDay(Number(year), Number(month), Number(day))) return undefined
  const clock = `${year}-${month}-${day}T${hour}:${minute}:${second}`
  const utc = offset.toUpperCase() === 'Z' ? clock : toUTC(clock, offset)
  const digits = fraction?.replace(/0+$/, '')
  return utc && `${utc}${digits ? `.${digits}` : ''}Z`
}

/** Undefined where UTC has another number of digits for the year. */
function toUTC(clock: string, offset: string): string | undefined {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3).replace(':', ''))
  const time = Date.parse(`${clock}Z`) - (offset.startsWith('-') ? -minutes : minutes) * 60_000
  const text = new Date(time).toISOString()
  return text.length === '2026-01-31T08:00:00.000Z'.length ? text.slice(0, clock.length) : undefined
}
