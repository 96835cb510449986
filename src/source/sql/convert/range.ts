import type { Column } from '../../catalog.ts'
import { narrowInteger } from '../narrow-integer.ts'

/** A range as fields read it; an end that it has not is null. */
interface RangeParts {
  readonly lower: unknown
  readonly upper: unknown
  /** `[` and `]` belong to it, `(` and `)` do not. */
  readonly bounds: string
  readonly empty: boolean
}

/** What is written between the signs of a range; undefined for text that is none. */
interface RangeTexts {
  readonly open: string
  readonly close: string
  /** An end without a value is empty text. */
  readonly lower: string
  readonly upper: string
}

const VALUE = String.raw`("[^"\\]*"|[^"\\,()[\]]*)`
const RANGE = new RegExp(String.raw`^([[(])${VALUE},${VALUE}([\])])$`)
const BOUNDS = /^[[(][\])]$/
const EMPTY = 'empty'

/** `[1,10)` or `["2026-01-01 00:00:00",)`. */
export function splitRange(text: string): RangeTexts | undefined {
  const [, open, lower = '', upper = '', close] = RANGE.exec(text) ?? []
  if (open === undefined || close === undefined) return undefined
  return { open, close, lower: lower.replaceAll('"', ''), upper: upper.replaceAll('"', '') }
}

export function isEmptyRange(text: string): boolean {
  return text === EMPTY
}

/** The parts of a range, or of each in lists of them. `text` is what the database prints, `bounds` what both ends are. */
export function readRange(value: unknown, bounds: Column): unknown {
  if (Array.isArray(value)) return value.map(item => readRange(item, bounds))
  if (typeof value !== 'string') return value
  return partsOf(value, bounds)
}

function partsOf(text: string, bounds: Column): RangeParts {
  const range = splitRange(text)
  if (!range) return { lower: null, upper: null, bounds: '()', empty: true }
  const end = (value: string) => (value === '' ? null : readEnd(value, bounds))
  return { lower: end(range.lower), upper: end(range.upper), bounds: range.open + range.close, empty: false }
}

/** As the same value is read of a column of its own. */
function readEnd(text: string, { kind }: Column): unknown {
  if (kind === 'integer') return narrowInteger(BigInt(text))
  return kind === 'datetime' ? text.replace(/^(\d{4}-\d\d-\d\d) (\S+)\+00$/, '$1T$2Z') : text
}

/** The text of a range from its parts, as a client gives them; undefined where they are none. */
export function rangeText(parts: Readonly<Record<string, unknown>>): string | undefined {
  const { lower, upper, bounds, empty, ...others } = parts
  if (Object.keys(others).length > 0) return undefined
  const ends = [lower ?? null, upper ?? null].map(value => (value === null ? '' : endText(value)))
  if (ends.includes(undefined)) return undefined
  const signs = bounds ?? '[)'
  if (typeof signs !== 'string' || !BOUNDS.test(signs)) return undefined
  if (empty === true) return ends.join('') === '' ? EMPTY : undefined
  return `${signs[0]}${ends.join(',')}${signs[1]}`
}

/** Undefined for what is no single value; an end that is there has a text. */
function endText(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return undefined
  const text = String(value)
  return text === '' || /["\\]/.test(text) ? undefined : `"${text}"`
}
