import { convertDate, convertDateTime } from '../convert/date-time.ts'
import type { Decimal } from '../sql-value.ts'

const DAY = String.raw`(\d{4})-(0\d|1[0-2])-([0-2]\d|3[01])`
const ODD_DATE = new RegExp(`^${DAY}$`)
const ODD_TIME = new RegExp(String.raw`^${DAY}(?:[T ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,6}))?)?$`)

/**
 * A day that the calendar does not have, which MySQL may hold all the same: `0000-00-00`, `2026-05-00`, under
 * ALLOW_INVALID_DATES `2026-02-31`. Some servers fail at its text; as the number that it is there all compare it.
 */
export function convertMysqlDate(value: unknown): string | bigint | undefined {
  const date = convertDate(value)
  if (date !== undefined) return date
  const match = typeof value === 'string' ? ODD_DATE.exec(value) : null
  return match ? BigInt(match.slice(1).join('')) : undefined
}

export function convertMysqlDateTime(value: unknown): string | bigint | Decimal | undefined {
  const time = convertDateTime(value)
  if (time !== undefined) return time
  const match = typeof value === 'string' ? ODD_TIME.exec(value) : null
  if (!match) return undefined
  const [, year, month, day, hour = '00', minute = '00', second = '00', digits = ''] = match
  const whole = BigInt(`${year}${month}${day}${hour}${minute}${second}`)
  const fraction = digits.replace(/0+$/, '')
  return fraction === '' ? whole : { decimal: `${whole}.${fraction}` }
}
