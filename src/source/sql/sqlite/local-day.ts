import type { SQLInputValue, SQLOutputValue } from 'node:sqlite'

/** What SQLite takes for a point in time; without a zone it is one in UTC. */
const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(\.\d+)?)?\s*(Z|[+-]\d\d:\d\d)?)?$/

/** Zones change their distance from UTC at whole quarters of an hour only. */
const QUARTER_HOUR = 900_000
const DAY = 86_400_000

/** Between these all zones are in years of four digits; before and behind a zone is as far from UTC as there. */
const [FIRST, LAST] = [Date.parse('0001-01-03'), Date.parse('9999-12-29')]

/** Most beginnings of days and quarters of an hour that are kept of a zone. */
const MOST_KNOWN = 200_000

type Offsets = Map<number, number>

const known = new Map<string, { readonly format: Intl.DateTimeFormat; readonly offsets: Offsets }>()

/** The day that a point in time is on, in a time zone; null for what is none, and for a day that has no year of four digits. */
export function localDay(value: SQLOutputValue, zone: SQLOutputValue): SQLInputValue {
  const match = typeof value === 'string' ? TIME.exec(value) : null
  if (!match) return null
  const [, day = '', clock = '00:00', second = '00', , offset = 'Z'] = match
  const time = Date.parse(`${day}T${clock}:${second}${offset}`)
  if (Number.isNaN(time)) return null
  const local = new Date(time + offsetAt(time, String(zone))).toISOString()
  return /^\d/.test(local) ? local.slice(0, 10) : null
}

/** By how many milliseconds the zone is before UTC at that time. Most days have one distance from their beginning to their end. */
function offsetAt(time: number, zone: string): number {
  const day = Math.floor(time / DAY) * DAY
  const first = offsetFrom(day, zone)
  return first === offsetFrom(day + DAY, zone)
    ? first
    : offsetFrom(Math.floor(time / QUARTER_HOUR) * QUARTER_HOUR, zone)
}

/** That of the quarter of an hour that begins there. */
function offsetFrom(start: number, zone: string): number {
  let { format, offsets } = known.get(zone) ?? {}
  if (!format || !offsets) {
    format = formatOf(zone)
    offsets = new Map()
    known.set(zone, { format, offsets })
  }
  const found = offsets.get(start)
  if (found !== undefined) return found
  if (offsets.size >= MOST_KNOWN) offsets.clear()
  const time = Math.min(Math.max(start, FIRST), LAST)
  const offset = Date.parse(`${format.format(time).replace(' ', 'T').padStart(TIME_LENGTH, '0')}Z`) - time
  offsets.set(start, offset)
  return offset
}

const TIME_LENGTH = '2026-01-31 08:00:00'.length

/** As `2026-01-31 08:00:00`, a year before 1000 without its zeros. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const two = '2-digit'
  return new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone, year: 'numeric', month: two, day: two, hour: two, minute: two, second: two, hourCycle: 'h23' },
  })
}
