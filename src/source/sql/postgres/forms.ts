import { convertDate, convertDateTime } from '../convert/date-time.ts'
import { convertDecimal } from '../convert/decimal.ts'
import { convertInet } from '../convert/inet.ts'
import { convertInteger } from '../convert/integer.ts'
import { isNetwork } from './network.ts'
import { convertRange, type RangeBound } from './range.ts'

type Form = (text: string) => string | undefined

const CLOCK_WITH_OFFSET = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-](?:0\d|1[0-4])(?::[0-5]\d)?)$/
/** As the server prints it (ISO 8601), each number small enough for its field. */
const ISO_INTERVAL =
  /^P(?=.)(?:-?\d{1,7}Y)?(?:-?\d{1,8}M)?(?:-?\d{1,8}W)?(?:-?\d{1,9}D)?(?:T(?=.)(?:-?\d{1,8}H)?(?:-?\d{1,9}M)?(?:-?\d{1,9}(?:\.\d{1,6})?S)?)?$/
const UNIT = '(?:years?|months?|mons?|weeks?|days?|hours?|minutes?|mins?|seconds?|secs?)'
const PLAIN_INTERVAL = new RegExp(
  `^(?=.)(?:-?\\d{1,7} ${UNIT}(?: |$))*(?:-?\\d{1,8}:[0-5]\\d(?::[0-5]\\d(?:\\.\\d{1,6})?)?)?$`,
)

const whole = (bits: bigint): RangeBound => ({
  read: text =>
    convertInteger(text, { name: '', kind: 'integer', nullable: false, range: [-(2n ** bits), 2n ** bits - 2n] }),
  isAtMost: (a, b) => a <= b,
})
const DECIMALS: RangeBound = {
  read: text => convertDecimal(text)?.decimal,
  isAtMost: (a, b) => isAtMost(String(a), String(b)),
}
const DAYS: RangeBound = { read: text => afterYearZero(convertDate(text)), isAtMost: (a, b) => a <= b }
const TIMES: RangeBound = {
  // As the server prints it, in UTC: `2026-01-31 08:00:00+00`.
  read: text => afterYearZero(convertDateTime(text.replace(/[+-]\d\d$/, '$&:00'))),
  isAtMost: (a, b) => a <= b,
}

/** Types that are printed as text, and take no other text than this; the others are left to the server. */
const FORMS: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['interval', text => (ISO_INTERVAL.test(text) || PLAIN_INTERVAL.test(text) ? text : undefined)],
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

function afterYearZero(text: string | undefined): string | undefined {
  return text?.startsWith('0000') ? undefined : text
}

/** Decimals, compared as integers of one scale. */
function isAtMost(a: string, b: string): boolean {
  const fraction = Math.max(...[a, b].map(text => text.split('.')[1]?.length ?? 0))
  const scaled = (text: string) => {
    const [integer = '', rest = ''] = text.split('.')
    return BigInt(integer + rest.padEnd(fraction, '0'))
  }
  return scaled(a) <= scaled(b)
}
