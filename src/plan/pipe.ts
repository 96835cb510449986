import { NOTATION_RULES } from './notation.ts'
import { TemplateValueError } from './template-value-error.ts'

/** What an expression does with its value before it stands anywhere; closed and typed, so that `check` knows what comes out. */
export const PIPE_NAMES = [
  'join',
  'json',
  'number',
  'text',
  'boolean',
  'lower',
  'upper',
  'trim',
  'first',
  'last',
  'count',
  'sum',
  'date',
  'base64',
  'path',
  'odata',
  'lucene',
] as const

export type PipeName = (typeof PIPE_NAMES)[number]

export interface Pipe {
  readonly name: PipeName
  /** The text behind the name: the separator of `join`, the notation of `date`. */
  readonly argument?: string
}

/** What one value, or each of a list, is. */
export type ItemKind = 'text' | 'number' | 'boolean' | 'object' | 'any'

interface PipeRules {
  /** A list; one value, or each of a list; or whatever there is. */
  readonly of: 'list' | 'each' | 'whole'
  readonly takes: readonly ItemKind[]
  readonly gives: ItemKind | 'same'
  /** The value for one; undefined where there is none. */
  apply(value: unknown, argument: string | undefined): unknown
}

/** The notations that a date can be sent in. */
export const DATE_NOTATIONS = ['unix', 'unixMillis', 'rfc2822', 'utc'] as const

const SCALARS: readonly ItemKind[] = ['text', 'number', 'boolean']
const ALL: readonly ItemKind[] = [...SCALARS, 'object']

export const PIPE_RULES: Readonly<Record<PipeName, PipeRules>> = {
  join: {
    of: 'list',
    takes: SCALARS,
    gives: 'text',
    apply: (items, separator) => joined(items as unknown[], separator),
  },
  json: { of: 'whole', takes: ALL, gives: 'text', apply: jsonText },
  number: { of: 'each', takes: ['text', 'number'], gives: 'number', apply: numberOf },
  text: { of: 'each', takes: SCALARS, gives: 'text', apply: textOf },
  boolean: {
    of: 'each',
    takes: SCALARS,
    gives: 'boolean',
    apply: value => BOOLEANS.get(String(textOf(value)).toLowerCase()),
  },
  lower: { of: 'each', takes: ['text'], gives: 'text', apply: value => textOf(value)?.toLowerCase() },
  upper: { of: 'each', takes: ['text'], gives: 'text', apply: value => textOf(value)?.toUpperCase() },
  trim: { of: 'each', takes: ['text'], gives: 'text', apply: value => textOf(value)?.trim() },
  first: { of: 'list', takes: ALL, gives: 'same', apply: items => (items as unknown[])[0] ?? null },
  last: { of: 'list', takes: ALL, gives: 'same', apply: items => (items as unknown[]).at(-1) ?? null },
  count: { of: 'list', takes: ALL, gives: 'number', apply: items => (items as unknown[]).length },
  sum: { of: 'list', takes: ['number'], gives: 'number', apply: items => sumOf(items as unknown[]) },
  date: { of: 'each', takes: ['text', 'number'], gives: 'any', apply: dateAs },
  base64: { of: 'each', takes: ['text'], gives: 'text', apply: base64Of },
  path: { of: 'whole', takes: ['text'], gives: 'text', apply: segmentsOf },
  odata: {
    of: 'each',
    takes: SCALARS,
    gives: 'text',
    apply: value => literal(value, text => `'${text.replaceAll("'", "''")}'`),
  },
  lucene: {
    of: 'each',
    takes: SCALARS,
    gives: 'text',
    apply: value => literal(value, text => `"${text.replace(/["\\]/g, '\\$&')}"`),
  },
}

/** The value behind all pipes; null and what is absent stay so. Throws TemplateValueError, which tells whose value it was. */
export function applyPipes(value: unknown, pipes: readonly Pipe[], root: TemplateValueError['root']): unknown {
  let current = value
  for (const { name, argument } of pipes) {
    if (current === undefined || current === null) return current
    const { of, apply } = PIPE_RULES[name]
    const one = (item: unknown) => {
      const found = apply(item, argument)
      if (found === undefined) throw new TemplateValueError(root, `\`${name}\` can't take a value`)
      return found
    }
    if (of === 'each' && Array.isArray(current)) current = current.map(item => (isNothing(item) ? item : one(item)))
    else current = one(of === 'list' && !Array.isArray(current) ? [current] : current)
  }
  return current
}

function isNothing(value: unknown): value is null | undefined {
  return value === null || value === undefined
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'object' ? undefined : String(value)
}

function joined(items: readonly unknown[], separator: string | undefined): string | undefined {
  const texts = items.filter(item => !isNothing(item)).map(textOf)
  return texts.includes(undefined) ? undefined : texts.join(separator)
}

function jsonText(value: unknown): string | undefined {
  return JSON.stringify(value, (_name, inner) => (typeof inner === 'bigint' ? JSON.rawJSON(String(inner)) : inner))
}

/** Whole numbers keep all their digits. */
function numberOf(value: unknown): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value !== 'string' || !/^\s*-?\d+(?:\.\d+)?\s*$/.test(value)) return undefined
  const number = Number(value)
  return Number.isSafeInteger(number) || value.includes('.') ? number : BigInt(value.trim())
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])

function sumOf(items: readonly unknown[]): number | bigint | undefined {
  const numbers = items.filter(item => !isNothing(item)).map(numberOf)
  if (numbers.includes(undefined)) return undefined
  if (numbers.every(number => typeof number === 'bigint' || Number.isSafeInteger(number))) {
    const sum = numbers.reduce<bigint>((all, number) => all + BigInt(number ?? 0), 0n)
    return Number.isSafeInteger(Number(sum)) ? Number(sum) : sum
  }
  return numbers.reduce<number>((all, number) => all + Number(number), 0)
}

/** From here on a number of seconds would be a day in the year 5138: it is one of milliseconds. */
const LEAST_MILLISECONDS = 100_000_000_000

/** Any time as a `DateTime`, or in the notation. */
function dateAs(value: unknown, notation: string | undefined): unknown {
  const instant = instantOf(value)
  const known = DATE_NOTATIONS.find(each => each === notation)
  return instant !== undefined && known ? NOTATION_RULES[known].write(instant) : instant
}

function instantOf(value: unknown): string | undefined {
  const number = numberOf(value)
  if (number !== undefined) {
    const { read } = NOTATION_RULES[Math.abs(Number(number)) < LEAST_MILLISECONDS ? 'unix' : 'unixMillis']
    return read(number) as string | undefined
  }
  const text = NOTATION_RULES.rfc2822.read(value) ?? NOTATION_RULES.utc.read(value)
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN
  return NOTATION_RULES.unixMillis.read(time) as string | undefined
}

function base64Of(value: unknown): string | undefined {
  const text = textOf(value)
  return text === undefined ? undefined : Buffer.from(text).toString('base64')
}

/** A list has a segment in each item. */
function segmentsOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : textOf(value)?.split('/')
}

/** A literal of an expression: only texts have quotes. */
function literal(value: unknown, quote: (text: string) => string): string | undefined {
  return typeof value === 'string' ? quote(value) : textOf(value)
}
