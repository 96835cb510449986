import type { DirectiveUse, SchemaDefinition } from '../schema/definition.ts'
import { parseDuration } from './duration.ts'
import { compileHeaders } from './http/compile-headers.ts'
import { type Problems, type Report, reporter } from './problems.ts'
import type { HttpSourceSettings, Naming, SourceSettings, SqlSourceSettings } from './source-settings.ts'
import { checkHttpURL, readSourceURL, resolveSqlURL } from './source-url.ts'
import type { TemplateContext } from './template-context.ts'

const DEFAULT_TIMEOUT = 5_000
const DEFAULT_MAX_ROWS = 10_000
const DEFAULT_POOL_SIZE = 10

/** What sources' templates may read: only the environment and, in headers, the client's request. */
export type SourceTemplateContext = Omit<TemplateContext, 'report' | 'source'>

type Options = Readonly<Record<string, unknown>>

/**
 * Compiles the `@source` directives; a relative `sqlite:` path starts at the schema file's directory. A source with
 * mistakes is among them, so that those of its bindings are found as well.
 */
export function compileSources(
  definition: SchemaDefinition,
  context: SourceTemplateContext,
  directory: string,
  problems: Problems,
): Map<string, SourceSettings> {
  const sources = new Map<string, SourceSettings>()
  for (const use of definition.sources) {
    const report = reporter(problems, use)
    const { name } = use.args
    // Another type has been reported.
    if (typeof name !== 'string') continue
    if (name === '') report('name', 'a source needs a name.', 'Write name: "api".')
    if (sources.has(name)) report('name', `there are two sources with the name "${name}".`, 'Rename one of them.')
    const settings = compileSource(name, use, { ...context, report, source: name }, directory)
    if (settings) sources.set(name, settings)
  }
  return sources
}

function compileSource(
  name: string,
  use: DirectiveUse,
  context: TemplateContext,
  directory: string,
): SourceSettings | undefined {
  const { http, sql } = use.args
  if (isOptions(http) && !isOptions(sql)) return compileHttp(name, http, context)
  if (isOptions(sql) && !isOptions(http)) return compileSql(name, sql, context, directory)
  const both = isOptions(http) && isOptions(sql)
  context.report(
    undefined,
    both
      ? 'a source is either http or sql, and this one says both.'
      : 'a source is either http or sql, and this one says neither.',
    both ? 'Make two sources of it.' : 'Write http: { baseURL: "…" } or sql: { url: "…" }.',
  )
  return undefined
}

function isOptions(value: unknown): value is Options {
  return typeof value === 'object' && value !== null
}

function compileHttp(name: string, options: Options, context: TemplateContext): HttpSourceSettings {
  const baseURL = readSourceURL(options.baseURL, 'http.baseURL', context)
  if (baseURL !== undefined) checkHttpURL(baseURL, 'http.baseURL', context.report)
  return Object.freeze({
    kind: 'http',
    name,
    baseURL: baseURL ?? '',
    headers: compileHeaders(options.headers, 'http.headers', context),
    timeout: timeoutOf(options, 'http.timeout', context.report),
    naming: namingOf(options),
  })
}

function compileSql(name: string, options: Options, context: TemplateContext, directory: string): SqlSourceSettings {
  const url = readSourceURL(options.url, 'sql.url', context)
  return Object.freeze({
    kind: 'sql',
    name,
    url: url === undefined ? '' : resolveSqlURL(url, directory, 'sql.url', context.report),
    timeout: timeoutOf(options, 'sql.timeout', context.report),
    naming: namingOf(options),
    maxRows: countOf(options, 'maxRows', DEFAULT_MAX_ROWS, context.report),
    poolSize: countOf(options, 'poolSize', DEFAULT_POOL_SIZE, context.report),
  })
}

function timeoutOf({ timeout }: Options, argument: string, report: Report): number {
  if (timeout === undefined || timeout === null) return DEFAULT_TIMEOUT
  const milliseconds = parseDuration(String(timeout))
  if (!milliseconds) report(argument, `"${timeout}" is no time between 1ms and 24h.`, 'Write "2s", "500ms" or "1m".')
  return milliseconds ?? DEFAULT_TIMEOUT
}

function countOf(options: Options, name: 'maxRows' | 'poolSize', fallback: number, report: Report): number {
  const count = options[name]
  if (count === undefined || count === null) return fallback
  if (!(Number(count) > 0)) report(`sql.${name}`, `${name} must be at least 1.`, `Leave it out for ${fallback}.`)
  return Number(count)
}

function namingOf({ naming }: Options): Naming {
  return naming === 'SNAKE_CASE' ? 'SNAKE_CASE' : 'SAME'
}
