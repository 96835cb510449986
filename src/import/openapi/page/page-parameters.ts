import { wordsOfProperty } from '../../name/property-name.ts'
import type { Operation, Parameter } from '../document/operation.ts'
import type { SchemaReader } from '../schema/schema-reader.ts'
import type { Annotations, ScalarView } from '../schema/schema-view.ts'

/** A parameter that says which page is wanted. */
export type PositionParameter = { readonly parameter: Parameter } & (
  | { readonly kind: 'page'; readonly start: number }
  | { readonly kind: 'offset' | 'cursor' }
)

/** A parameter that takes how many items a page has at most. */
export interface SizeParameter {
  readonly parameter: Parameter
  /** The most that a page may have, else what it has unless said; `undefined` where the document tells neither. */
  readonly max: number | undefined
  /** What it has unless said. */
  readonly fallback: number | undefined
}

type Values = ScalarView & Annotations

/** Which page is wanted, by the words of the parameter. */
const NUMBERS = new Set(['page', 'page number', 'pagination page', 'page no', 'page index'])
const OFFSETS = new Set(['offset', 'skip', 'page offset', 'pagination start'])
const CURSORS = new Set([
  ...['cursor', 'after', 'page token', 'starting after', 'after id', 'next token', 'next page token', 'next cursor'],
  ...['continuation token', 'pagination token', 'marker', 'page cursor', 'page after', 'after cursor', 'continue'],
  'max id',
])
/** Which page is wanted, towards the start of the list. */
const BACKWARDS = new Set([
  ...['before', 'ending before', 'before id', 'page before', 'before cursor', 'previous cursor', 'min id', 'since id'],
])
/** They may say which page is wanted, or something else. */
const MAYBE = new Set(['start', 'next', 'since'])

const SIZES = new Set([
  ...['limit', 'per page', 'page size', 'page limit', 'size', 'count', 'first', 'max results', 'top', 'take'],
  ...['results per page', 'items per page', 'pagination page size', 'pagination limit'],
])

/** Whether an operation has parameters that choose a part of its list. */
export function choosesPage({ parameters }: Operation): boolean {
  return parameters.some(({ name }) => {
    const words = wordsOfProperty(name).join(' ')
    return [NUMBERS, OFFSETS, CURSORS, BACKWARDS, MAYBE, SIZES].some(names => names.has(words))
  })
}

/** Whether a cursor is the API's own text for a place in the list, not one of the items that are there. */
export function isToken({ name }: Parameter): boolean {
  return !/\b(?:id|after)$/.test(wordsOfProperty(name).join(' '))
}

/**
 * The parameters that lead from page to page, which mean one: a cursor may stand beside a number or an offset. None where there
 * are several of a kind.
 */
export function positionParameters({ parameters }: Operation, reader: SchemaReader): readonly PositionParameter[] {
  const positions = parameters.flatMap(parameter => readPosition(parameter, reader) ?? [])
  const [cursors, others] = [true, false].map(isWanted =>
    positions.filter(each => (each.kind === 'cursor') === isWanted),
  )
  return (cursors?.length ?? 0) > 1 || (others?.length ?? 0) > 1 ? [] : [...(cursors ?? []), ...(others ?? [])]
}

/** Those that a cursor makes needless: they lead the other way. */
export function backwardParameters({ parameters }: Operation, reader: SchemaReader): Parameter[] {
  return parameters.filter(
    parameter =>
      !parameter.required &&
      BACKWARDS.has(wordsOfProperty(parameter.name).join(' ')) &&
      isCursor(scalarIn(parameter, reader)),
  )
}

export function sizeParameter({ parameters }: Operation, reader: SchemaReader): SizeParameter | undefined {
  const [size, another] = parameters.flatMap(parameter => readSize(parameter, reader) ?? [])
  return another ? undefined : size
}

function readPosition(parameter: Parameter, reader: SchemaReader): PositionParameter | undefined {
  const words = wordsOfProperty(parameter.name).join(' ')
  const view = scalarIn(parameter, reader)
  if (!view) return undefined
  if (NUMBERS.has(words) && isCount(view)) {
    const start = view.fallback ?? view.minimum ?? 1
    return start === 0 || start === 1 ? { parameter, kind: 'page', start } : undefined
  }
  if (OFFSETS.has(words) && isCount(view) && (view.fallback ?? 0) === 0) return { parameter, kind: 'offset' }
  // The first page has no cursor.
  return [CURSORS, NUMBERS, OFFSETS].some(names => names.has(words)) && isCursor(view) && !parameter.required
    ? { parameter, kind: 'cursor' }
    : undefined
}

function readSize(parameter: Parameter, reader: SchemaReader): SizeParameter | undefined {
  const view = scalarIn(parameter, reader)
  if (!SIZES.has(wordsOfProperty(parameter.name).join(' ')) || !view || !isCount(view)) return undefined
  const fallback = count(view.fallback)
  const max = count(view.maximum) ?? toldMaximum(parameter.description ?? view.description, fallback) ?? fallback
  return { parameter, max, fallback }
}

/** Whether a value counts: generators of languages without integers write `number`. */
export function isCount({ type }: ScalarView): boolean {
  return type === 'integer' || type === 'number'
}

/** Many a document says it in words only: `(max 100)`, `between 1 and 100`. */
function toldMaximum(description = '', least = 1): number | undefined {
  const [, max, end] = /\bmax(?:imum)?(?: is| of)?:? (\d+)\b|\bbetween \d+ and (\d+)\b/i.exec(description) ?? []
  const told = count(Number(max ?? end))
  return told !== undefined && told >= least ? told : undefined
}

function count(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && Number(value) >= 1 ? Math.min(Number(value), 2 ** 31 - 1) : undefined
}

function scalarIn({ in: place, schema }: Parameter, reader: SchemaReader): Values | undefined {
  const view = place === 'query' && schema ? reader.read(schema) : undefined
  return view?.kind === 'scalar' ? view : undefined
}

/** A text of the API's own; one with a date is what items are chosen by. */
function isCursor(view: Values | undefined): boolean {
  return view?.type === 'string' && !/date|time/.test(view.format) && view.fallback === undefined
}
