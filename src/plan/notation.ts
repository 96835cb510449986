import type { Notation } from '../schema/notations.ts'
import type { WrongKind } from './path.ts'
import { TemplateValueError } from './template-value-error.ts'

interface NotationRules {
  /** The types that it is of; all of lists, or all that are none. */
  readonly types: readonly string[] | 'list' | 'one'
  /** What an answer has there, for an error. */
  readonly expected: string
  /** The value that an upstream's stands for; undefined where it stands for none. */
  read(value: unknown): unknown
  /** The upstream's for a value; undefined where it has none. */
  write(value: unknown): unknown
}

const INSTANT = ['DateTime']

/** Most values of one text: they are read at once. */
const MOST_ITEMS = 100_000

/** How each notation is read and written. Null and what is absent stay so; a list is one of such values, where `types` does not speak of lists. */
export const NOTATION_RULES: Readonly<Record<Notation, NotationRules>> = {
  unix: {
    types: INSTANT,
    expected: 'a time in seconds',
    read: value => instantAt(numberOf(value) * 1000),
    write: value => finite(timeOf(value) / 1000),
  },
  unixMillis: {
    types: INSTANT,
    expected: 'a time in milliseconds',
    read: value => instantAt(numberOf(value)),
    write: value => finite(timeOf(value)),
  },
  rfc2822: {
    types: INSTANT,
    expected: 'a date and time as in a mail',
    read: value => (typeof value === 'string' && MAIL_DATE.test(value) ? instantAt(Date.parse(value)) : undefined),
    write: value => dateOf(value)?.toUTCString(),
  },
  utc: {
    types: INSTANT,
    expected: 'a date and time without a zone',
    read: value => (typeof value === 'string' ? withZone(value) : undefined),
    write: value => (typeof value === 'string' ? value.replace(/Z$/, '') : undefined),
  },
  text: {
    types: ['Boolean', 'Int', 'Float', 'BigInt', 'Decimal'],
    expected: 'a number, true or false',
    read: value => (typeof value === 'object' ? undefined : (TRUTHS.get(String(value).toLowerCase()) ?? value)),
    write: value => (typeof value === 'object' ? undefined : String(value)),
  },
  yesNo: {
    types: ['Boolean'],
    expected: 'yes or no',
    read: value => (typeof value === 'object' ? undefined : ANSWERS.get(String(value).toLowerCase())),
    write: value => (value === true ? 'Y' : value === false ? 'N' : undefined),
  },
  commas: {
    types: 'list',
    expected: `a text with commas, of ${MOST_ITEMS} values at most`,
    read: value => (Array.isArray(value) ? value : typeof value === 'object' ? undefined : itemsOf(String(value))),
    write: value => (Array.isArray(value) && value.every(isItem) ? value.join(',') : undefined),
  },
  single: {
    types: 'list',
    expected: 'a value or a list',
    read: value => (Array.isArray(value) ? value : [value]),
    write: value => (Array.isArray(value) && value.length < 2 ? (value[0] ?? null) : undefined),
  },
  list: {
    types: 'one',
    expected: 'a list of one value at most',
    read: value => (!Array.isArray(value) ? value : value.length < 2 ? (value[0] ?? null) : undefined),
    write: value => [value],
  },
}

/** An upstream's value as GraphQL has it; what `wrong` says where it is of another notation. */
export function readAs(notation: Notation, value: unknown, wrong: WrongKind): unknown {
  if (value === null || value === undefined || value instanceof Error) return value
  const { types, expected, read } = NOTATION_RULES[notation]
  if (typeof types !== 'string' && Array.isArray(value)) return value.map(item => readAs(notation, item, wrong))
  const found = read(value)
  return found === undefined ? wrong(expected) : found
}

/** A client's value as the upstream writes it. Throws TemplateValueError where it can't be. */
export function writeAs(notation: Notation, value: unknown): unknown {
  if (value === null || value === undefined) return value
  const { types, write } = NOTATION_RULES[notation]
  if (typeof types !== 'string' && Array.isArray(value)) return value.map(item => writeAs(notation, item))
  const found = write(value)
  if (found === undefined) throw new TemplateValueError('args', `a value can't be written as \`${notation}\``)
  return found
}

/** RFC 5322, 3.3, with the zones of 4.3; so is that of HTTP. */
const MAIL_DATE =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), *)?\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|UTC?|GMT|Z|[ECMP][SD]T)$/

const NO_ZONE = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?$/

const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
])

const ANSWERS: ReadonlyMap<string, boolean> = new Map([
  ['y', true],
  ['yes', true],
  ['n', false],
  ['no', false],
])

function numberOf(value: unknown): number {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value)
  return typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : Number.NaN
}

function instantAt(milliseconds: number): string | undefined {
  const date = new Date(Math.round(milliseconds))
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace('.000Z', 'Z')
}

function dateOf(value: unknown): Date | undefined {
  const time = timeOf(value)
  return Number.isNaN(time) ? undefined : new Date(time)
}

function timeOf(value: unknown): number {
  return typeof value === 'string' ? Date.parse(value) : Number.NaN
}

function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number : undefined
}

/** One that has a zone is taken as it is. */
function withZone(text: string): string {
  return text.replace(NO_ZONE, (_, day, minutes, seconds = ':00') => `${day}T${minutes}${seconds}Z`)
}

function itemsOf(text: string): readonly string[] | undefined {
  const items = text.split(',', MOST_ITEMS + 1)
  if (items.length > MOST_ITEMS) return undefined
  return items.map(item => item.trim()).filter(item => item !== '')
}

function isItem(item: unknown): boolean {
  return item !== null && typeof item !== 'object' && !String(item).includes(',')
}
