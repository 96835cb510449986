import { resolve } from 'node:path'
import type { DirectiveUse, SchemaDefinition } from '../schema/definition.ts'
import { compileTemplate, readTemplate, type TemplateContext } from './compile-template.ts'
import { parseDuration } from './duration.ts'
import { compileHeaders } from './http/compile-headers.ts'
import { type Problems, type Report, reporter } from './problems.ts'
import type { HttpSourceSettings, Naming, SourceSettings, SqlSourceSettings } from './source-settings.ts'

const DEFAULT_TIMEOUT = 5_000
const DEFAULT_MAX_ROWS = 10_000
const DEFAULT_POOL_SIZE = 10
const SQL_SCHEMES = ['mysql:', 'mariadb:', 'sqlite:']

/** What sources' templates may read: only the environment and, in headers, the client's request. */
export type SourceTemplateContext = Omit<TemplateContext, 'report' | 'source'>

type Options = Readonly<Record<string, unknown>>

/** Compiles the `@source` directives; a relative `sqlite:` path starts at the schema file's directory. */
export function compileSources(
  definition: SchemaDefinition,
  context: SourceTemplateContext,
  directory: string,
  problems: Problems,
): Map<string, SourceSettings> {
  const sources = new Map<string, SourceSettings>()
  for (const use of definition.sources) {
    const report = reporter(problems, '', use)
    const name = String(use.args.name)
    if (sources.has(name)) report('name', `there are two sources with the name "${name}".`, 'Rename one.')
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
  const http = use.args.http as Options | undefined
  const sql = use.args.sql as Options | undefined
  if ((http === undefined) === (sql === undefined)) {
    context.report(undefined, `the source "${name}" needs exactly one of http and sql.`)
    return undefined
  }
  return http ? compileHttp(name, http, context) : compileSql(name, sql as Options, context, directory)
}

function compileHttp(name: string, options: Options, context: TemplateContext): HttpSourceSettings {
  return Object.freeze({
    kind: 'http',
    name,
    baseURL: httpURL(evaluateURL(options.baseURL, 'http.baseURL', context), context.report),
    headers: compileHeaders(options.headers, 'http.headers', context),
    timeout: timeoutOf(options, 'http.timeout', context.report),
    naming: namingOf(options),
  })
}

function compileSql(name: string, options: Options, context: TemplateContext, directory: string): SqlSourceSettings {
  return Object.freeze({
    kind: 'sql',
    name,
    url: sqlURL(evaluateURL(options.url, 'sql.url', context), directory, context.report),
    timeout: timeoutOf(options, 'sql.timeout', context.report),
    naming: namingOf(options),
    maxRows: positive(options.maxRows, DEFAULT_MAX_ROWS, 'sql.maxRows', context.report),
    poolSize: positive(options.poolSize, DEFAULT_POOL_SIZE, 'sql.poolSize', context.report),
  })
}

function evaluateURL(text: unknown, argument: string, context: TemplateContext): string {
  const raw = readTemplate(String(text), argument, context.report) ?? []
  const other = raw.find(part => typeof part !== 'string' && part.root !== 'env')
  if (other !== undefined) {
    context.report(argument, 'the URL of a source is fixed at start-up.', 'Only {$env.NAME} may stand in it.')
    return ''
  }
  return compileTemplate(raw, { argument, required: false }, context).join('')
}

function httpURL(text: string, report: Report): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    report('http.baseURL', 'the base URL is no absolute http: or https: URL.', 'Write "https://host/path".')
  return text
}

function sqlURL(text: string, directory: string, report: Report): string {
  const scheme = SQL_SCHEMES.find(each => text.startsWith(each))
  if (!scheme) {
    report('sql.url', 'the database URL has an unknown scheme.', `Known schemes: ${SQL_SCHEMES.join(' ')}`)
    return text
  }
  if (scheme === 'sqlite:') return `sqlite:${resolve(directory, text.slice(scheme.length).replace(/^\/\/(?=\/)/, ''))}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url?.hostname || url.pathname.length < 2)
    report(
      'sql.url',
      'the database URL names no host or no database.',
      'Write "mysql://user:password@host:3306/database".',
    )
  return text
}

function timeoutOf(options: Options, argument: string, report: Report): number {
  if (options.timeout === undefined || options.timeout === null) return DEFAULT_TIMEOUT
  const timeout = parseDuration(String(options.timeout))
  if (!timeout) report(argument, `"${options.timeout}" is no time above zero.`, 'Write "2s" or "500ms".')
  return timeout ?? DEFAULT_TIMEOUT
}

function positive(value: unknown, fallback: number, argument: string, report: Report): number {
  if (value === undefined || value === null) return fallback
  const count = Number(value)
  if (!(count > 0)) report(argument, 'it must be at least 1.')
  return count
}

function namingOf(options: Options): Naming {
  return options.naming === 'SNAKE_CASE' ? 'SNAKE_CASE' : 'SAME'
}
