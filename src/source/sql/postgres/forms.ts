import { convertNumeric } from '../convert/decimal.ts'
import { convertInet } from '../convert/inet.ts'
import { convertInteger } from '../convert/integer.ts'
import { convertPostgresDate, convertPostgresDateTime, isNoLater, LAST_DAY } from './calendar.ts'
import { convertInterval } from './interval.ts'
import { isNetwork } from './network.ts'
import { convertRange, type RangeBound } from './range.ts'

type Form = (text: string) => string | undefined

const CLOCK_WITH_OFFSET =
  /^(?:(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?|24:00:00)(?:Z|[+-](?:0\d|1[0-5])(?::[0-5]\d){0,2})$/

const whole = (bits: bigint): RangeBound => ({
  read: text =>
    convertInteger(text, { name: '', kind: 'integer', nullable: false, range: [-(2n ** bits), 2n ** bits - 2n] }),
  isAtMost: (a, b) => a <= b,
})
const DECIMALS: RangeBound = {
  read: text => convertNumeric(text)?.decimal,
  isAtMost: (a, b) => isAtMost(String(a), String(b)),
}
const noLater = (a: unknown, b: unknown) => isNoLater(String(a), String(b))
// As of whole numbers, PostgreSQL makes the next value of an end that belongs to the range, and the last day has none.
const DAYS: RangeBound = {
  read: text => (text === LAST_DAY ? undefined : convertPostgresDate(text)),
  isAtMost: noLater,
}
const TIMES: RangeBound = { read: convertPostgresDateTime, isAtMost: noLater }

/** Their places around the finite numbers. */
const NOT_FINITE: ReadonlyMap<string, number> = new Map([
  ['-Infinity', -1],
  ['Infinity', 1],
  ['NaN', 2],
])

/** Types that are printed as text, and take no other text than this; the others are left to the server. */
const FORMS: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['interval', convertInterval],
  ['timetz', text => (CLOCK_WITH_OFFSET.test(text) ? text : undefined)],
  ['macaddr', text => hexPairs(text, 12)],
  ['macaddr8', text => hexPairs(text, 16)],
  ['cidr', text => (isNetwork(text) ? convertInet(text) : undefined)],
  ['bit', text => (/^[01]+$/.test(text) ? text : undefined)],
  ['varbit', text => (/^[01]*$/.test(text) ? text : undefined)],
  ['int4range', text => convertRange(text, whole(31n))],
  ['int8range', text => convertRange(text, whole(63n))],
  ['numrange', text => convertRange(text, DECIMALS)],
  ['daterange', text => convertRange(text, DAYS)],
  ['tsrange', text => convertRange(text, TIMES)],
  ['tstzrange', text => convertRange(text, TIMES)],
])

export function isForm(type: unknown): type is string {
  return FORMS.has(type as string)
}

/** The text as a type takes it; undefined for one at which the server would fail. */
export function convertForm(text: string, type: string): string | undefined {
  return FORMS.get(type)?.(text)
}

/** `08-00-2B-01-02-03`, `08002b:010203` and the like, as the server prints them. */
function hexPairs(text: string, digits: number): string | undefined {
  const bare = text.toLowerCase().replaceAll(/[:.-]/g, '')
  const isPlain =
    /^[\da-f]+$/.test(bare) &&
    bare.length === digits &&
    /^[\da-f]{2,}(?:([:.-])[\da-f]{2,})?(?:\1[\da-f]{2,})*$/i.test(text)
  return isPlain ? bare.replaceAll(/..(?!$)/g, '$&:') : undefined
}

/** Decimals, compared as integers of one scale; one that is no number is above all others. */
function isAtMost(a: string, b: string): boolean {
  const infinite = [a, b].map(text => NOT_FINITE.get(text) ?? 0)
  if (infinite[0] !== infinite[1]) return Number(infinite[0]) < Number(infinite[1])
  if (infinite[0] !== 0) return true
  const fraction = Math.max(...[a, b].map(text => text.split('.')[1]?.length ?? 0))
  const scaled = (text: string) => {
    const [integer = '', rest = ''] = text.split('.')
    return BigInt(integer + rest.padEnd(fraction, '0'))
  }
  return scaled(a) <= scaled(b)
}
