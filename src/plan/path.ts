import { isObject } from './is-object.ts'
import { entriesOf, rowsOf } from './listed.ts'
import { rewritePath } from './rewrite-path.ts'

/**
 * A path into an answer: `a.b`, `a[0]`, `a[].b` (of every item), `a{}` (of every entry), `a | rows` (of every row of columns),
 * `a['odd name']`, and `.` for the value itself (no segments). A `?` behind a property or an index says that it may be absent.
 */
export type Path = readonly PathSegment[]
type PathSegment =
  | { readonly kind: 'property'; readonly name: string; readonly optional?: true }
  | { readonly kind: 'index'; readonly index: number; readonly optional?: true }
  /** All items of a list, unless it says that they are those of an object. */
  | { readonly kind: 'each'; readonly of?: 'entries' | 'columns' }

type EachSegment = Extract<PathSegment, { kind: 'each' }>

/** Raised for a path that can't be read; `message` says what is wrong and where, `suggestion` what to write. */
export class PathSyntaxError extends Error {
  override readonly name = 'PathSyntaxError'
  readonly suggestion: string

  constructor(message: string, suggestion = EXAMPLES) {
    super(message)
    this.suggestion = suggestion
  }
}

const EXAMPLES =
  "A path is a.b, a[0], a[].b, a{}, a | rows, a['odd name'], a? for what may be absent, or . for the value itself."

const SEGMENT = /(?:\.?([A-Za-z_$@][\w$@-]*)|\[(\d{1,15})\]|\['((?:[^'\\]|\\.)*)'\])(\?)?|(\[\]|\{\})/sy
const ROWS = /\s*\|\s*rows$/

/** Reads a path as it is written in a directive. Throws PathSyntaxError. */
export function parsePath(text: string): Path {
  const columns = text.replace(ROWS, '')
  if (columns !== text) return [...parsePath(columns), { kind: 'each', of: 'columns' }]
  if (text === '') throw new PathSyntaxError("a path can't be empty.")
  const path = readSegments(text)
  if (typeof path !== 'number') return path
  const meant = meantPath(text)
  throw new PathSyntaxError(
    `the path "${text}" can't be read from "${text.slice(path)}" on.`,
    meant === undefined ? undefined : `Write "${meant}".`,
  )
}

/** A path of another language (JSONPath, JSON Pointer, jq) as it is written here; undefined for what is none. */
export function meantPath(text: string): string | undefined {
  const meant = rewritePath(text)
  return meant !== text && typeof readSegments(meant) !== 'number' ? meant : undefined
}

/** The segments, or where they can't be read on from. */
function readSegments(text: string): Path | number {
  if (text === '.') return []
  const segments: PathSegment[] = []
  let at = 0
  while (at < text.length) {
    SEGMENT.lastIndex = at
    const match = SEGMENT.exec(text)
    const startsWithDot = text[at] === '.'
    if (!match || (at === 0 && startsWithDot) || (at > 0 && match[1] !== undefined && !startsWithDot)) return at
    segments.push(segmentOf(match))
    at = SEGMENT.lastIndex
  }
  return segments
}

function segmentOf([, name, index, quoted, mark, each]: RegExpExecArray): PathSegment {
  if (each !== undefined) return each === '{}' ? { kind: 'each', of: 'entries' } : { kind: 'each' }
  const optional = mark === undefined ? {} : { optional: true as const }
  if (index !== undefined) return { kind: 'index', index: Number(index), ...optional }
  return { kind: 'property', name: name ?? (quoted ?? '').replace(/\\(.)/gs, '$1'), ...optional }
}

/** One property of the value, as a path. */
export function propertyPath(name: string): Path {
  return [{ kind: 'property', name }]
}

/** What stands at the end of a path that meets a value of another kind than it goes on in; `expected` as in "a list". */
export type WrongKind = (expected: string) => unknown

/** For a path in what is known to fit it, or of which nothing hangs. */
export const nothingElse: WrongKind = () => undefined

/**
 * The value at the path: `undefined` where it is absent, `orAbsent` where the path says that it may be. Only own properties are
 * read, so that `constructor` and `__proto__` are names like any other. A null on the way is null; an Error on the way is why
 * there is no value. Of a path with several `[]`, the items of all lists are one list.
 */
export function readPath(value: unknown, path: Path, wrong: WrongKind, orAbsent: unknown = null): unknown {
  return readFrom(0, value, path, wrong, orAbsent)
}

/** Whether a path led nowhere to a value. An item of a list without it is absent by itself: only where no item has it is the path wrong. */
export function leadsNowhere(value: unknown, path: Path): boolean {
  if (!Array.isArray(value) || !path.some(({ kind }) => kind === 'each')) return value === undefined
  return value.length > 0 && value.every(item => item === undefined)
}

function readFrom(start: number, value: unknown, path: Path, wrong: WrongKind, orAbsent: unknown): unknown {
  let current = value
  for (let at = start; at < path.length; at++) {
    if (current === null || current === undefined || current instanceof Error) return current
    const segment = path[at] as PathSegment
    if (segment.kind === 'each') return readEach(at + 1, listAt(current, segment, wrong), path, wrong)
    current = readSegment(current, segment, wrong)
    if (current === undefined && segment.optional) return orAbsent
  }
  return current
}

/** What a segment goes through, or what stands instead of it. */
function listAt(value: unknown, { of }: EachSegment, wrong: WrongKind): unknown {
  if (of === undefined) return Array.isArray(value) ? value : wrong('a list')
  if (of === 'entries') return isObject(value) ? entriesOf(value) : wrong('an object')
  return rowsOf(value, wrong)
}

/** What is behind a `[]`. A list that is null in one of its items has none to add to those of the others. */
function readEach(start: number, list: unknown, path: Path, wrong: WrongKind): unknown {
  if (!Array.isArray(list)) return list
  const found = list.map(item => readFrom(start, item, path, wrong, null))
  if (!path.some(({ kind }, at) => at >= start && kind === 'each')) return found
  if (list.length > 0 && found.every(items => items === undefined)) return undefined
  return found.flatMap(items => items ?? [])
}

function readSegment(value: unknown, segment: Exclude<PathSegment, EachSegment>, wrong: WrongKind): unknown {
  if (segment.kind === 'index') return Array.isArray(value) ? value[segment.index] : wrong('a list')
  if (typeof value !== 'object' || Array.isArray(value)) return wrong('an object')
  return Object.hasOwn(value as object, segment.name) ? (value as Record<string, unknown>)[segment.name] : undefined
}

/** The path where what stands at its end may be absent. */
export function asOptional(path: Path): Path {
  const last = path.at(-1)
  return last === undefined || last.kind === 'each' ? path : [...path.slice(0, -1), { ...last, optional: true }]
}

/** The path as it is written in a directive. */
export function printPath(path: Path): string {
  if (path.length === 0) return '.'
  const last = path.at(-1)
  if (last?.kind === 'each' && last.of === 'columns') return `${printPath(path.slice(0, -1))} | rows`
  return path.map(printSegment).join('').replace(/^\./, '')
}

function printSegment(segment: PathSegment): string {
  if (segment.kind === 'each') return segment.of === 'entries' ? '{}' : '[]'
  const mark = segment.optional ? '?' : ''
  if (segment.kind === 'index') return `[${segment.index}]${mark}`
  const isName = /^[A-Za-z_$@][\w$@-]*$/.test(segment.name)
  return (isName ? `.${segment.name}` : `['${segment.name.replace(/['\\]/g, '\\$&')}']`) + mark
}
