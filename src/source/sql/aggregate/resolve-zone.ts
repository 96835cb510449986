import { badUserInput } from '../error.ts'
import type { Zone } from './aggregate-syntax.ts'

const UTC: ReadonlySet<string> = new Set(['UTC', 'Etc/UTC', 'GMT', 'Z', '+00:00', '-00:00'])

/** The most that any place is from UTC (IANA time zone database). */
const OFFSET = /^[+-](?:0\d|1[0-3]):[0-5]\d$|^\+14:00$/

/** The time zone that a client says; undefined for UTC. Throws SourceError for what is none. */
export function resolveZone(text: unknown, source: string): Zone | undefined {
  if (text === undefined || text === null || UTC.has(String(text))) return undefined
  const zone = String(text)
  if (OFFSET.test(zone)) return { kind: 'offset', text: zone, minutes: minutesOf(zone) }
  if (/^[A-Za-z]/.test(zone) && isKnown(zone)) return { kind: 'name', text: zone }
  throw badUserInput('"timeZone" must be a time zone, as "Europe/Berlin" or "+01:00".', source)
}

function minutesOf(offset: string): number {
  const distance = 60 * Number(offset.slice(1, 3)) + Number(offset.slice(4))
  return offset.startsWith('-') ? -distance : distance
}

function isKnown(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
