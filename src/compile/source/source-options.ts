import { parseDuration } from '../../plan/duration.ts'
import type { Naming } from '../../plan/naming.ts'
import type { TemplateContext } from '../template/template-context.ts'

/** What stands in `http: { … }` or `sql: { … }` of a `@source`, and where mistakes in it are told. */
export interface SourceOptions {
  readonly kind: 'http' | 'sql'
  readonly values: Readonly<Record<string, unknown>>
  readonly context: TemplateContext
  readonly files: SourceFiles
}

/** The files that a schema names. */
export interface SourceFiles {
  /** Where relative paths start: the schema file's directory. */
  readonly directory: string
  /** Reads a file of text; throws where it can't. */
  read(path: string): string
}

/** The longest that one call may take unless said, in milliseconds. */
const DEFAULT_TIMEOUT = 5_000

interface CountBounds {
  readonly fallback: number
  readonly least: number
  readonly most: number
}

/** A time in milliseconds. */
export function durationOption({ kind, values, context }: SourceOptions, name: string, fallback: number): number {
  const text = values[name]
  // An object has been reported; it has no text.
  if (text === undefined || text === null || typeof text === 'object') return fallback
  const milliseconds = parseDuration(String(text))
  if (!milliseconds)
    context.report(`${kind}.${name}`, `"${text}" is no time between 1ms and 24h.`, 'Write "2s", "500ms" or "1m".')
  return milliseconds ?? fallback
}

export function timeoutOption(options: SourceOptions): number {
  return durationOption(options, 'timeout', DEFAULT_TIMEOUT)
}

/** A whole number within bounds. */
export function countOption({ kind, values, context }: SourceOptions, name: string, bounds: CountBounds): number {
  const { fallback, least, most } = bounds
  const count = values[name]
  if (count === undefined || count === null || typeof count === 'object') return fallback
  if (Number(count) >= least && Number(count) <= most) return Number(count)
  const range = most === Number.POSITIVE_INFINITY ? `at least ${least}` : `from ${least} to ${most}`
  context.report(`${kind}.${name}`, `${name} must be ${range}.`, `Leave it out for ${fallback}.`)
  return fallback
}

export function namingOption({ values }: SourceOptions): Naming {
  return values.naming === 'SNAKE_CASE' ? 'SNAKE_CASE' : 'SAME'
}
