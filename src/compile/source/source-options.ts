import { parseDuration } from '../../plan/duration.ts'
import type {
  CountOption,
  DurationOption,
  OptionTable,
  OptionValues,
  SourceOption,
} from '../../schema/source-options/source-option.ts'
import type { TemplateContext } from '../template/template-context.ts'

/** What a `@source` says of its kind, as in `http: { … }`, and where mistakes in it are told. */
export interface SourceOptions {
  readonly kind: string
  readonly name: string
  readonly values: Readonly<Record<string, unknown>>
  readonly context: TemplateContext
  readonly files: SourceFiles
}

/** The files that a schema names. */
export interface SourceFiles {
  /** Where relative paths start: the directory of the file in which the source stands. */
  readonly directory: string
  /** Reads a file of text; throws where it can't. */
  read(path: string): string
}

/** The options of a table that have no compiler of their own: what is said, or the default. Reports what can't be. */
export function readOptions<Table extends OptionTable>(table: Table, options: SourceOptions): OptionValues<Table> {
  const read = Object.entries<SourceOption>(table).flatMap(([name, option]) => {
    const value = readOption(option, name, options.values[name], options)
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(read) as OptionValues<Table>
}

function readOption(option: SourceOption, name: string, value: unknown, options: SourceOptions) {
  switch (option.takes) {
    case 'duration':
      return readDuration(option, name, value, options)
    case 'count':
      return readCount(option, name, value, options)
    // Any other value has been reported.
    case 'choice':
      return option.values.find(each => each === value) ?? option.default
    case 'switch':
      return typeof value === 'boolean' ? value : option.default
    default:
      return undefined
  }
}

/** A time in milliseconds. */
function readDuration(option: DurationOption, name: string, value: unknown, { kind, context }: SourceOptions): number {
  const fallback = parseDuration(option.default) as number
  // An object has been reported; it has no text.
  if (value === undefined || value === null || typeof value === 'object') return fallback
  const milliseconds = parseDuration(String(value))
  if (!milliseconds)
    context.report(`${kind}.${name}`, `"${value}" is no time between 1ms and 24h.`, 'Write "2s", "500ms" or "1m".')
  return milliseconds ?? fallback
}

/** A whole number within bounds. */
export function readCount(option: CountOption, name: string, value: unknown, { kind, context }: SourceOptions): number {
  const { default: fallback, least, most } = option
  if (value === undefined || value === null || typeof value === 'object') return fallback
  if (Number(value) >= least && (most === undefined || Number(value) <= most)) return Number(value)
  const range = most === undefined ? `at least ${least}` : `from ${least} to ${most}`
  context.report(`${kind}.${name}`, `${name} must be ${range}.`, `Leave it out for ${fallback}.`)
  return fallback
}
