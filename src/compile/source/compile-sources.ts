import type { SourceSettings } from '../../plan/source-settings.ts'
import type { DirectiveUse, SchemaDefinition } from '../../schema/definition.ts'
import { type ProblemList, reporter } from '../problem-list.ts'
import type { TemplateContext } from '../template/template-context.ts'
import { compileHttpSource } from './compile-http-source.ts'
import { compileSqlSource } from './compile-sql-source.ts'
import type { SourceFiles } from './source-options.ts'

/** What sources' templates may read: only the environment and, in headers, the client's request. */
export type SourceTemplateContext = Omit<TemplateContext, 'report' | 'source'>

/**
 * Compiles the `@source` directives. A source with mistakes is among them, so that those of its bindings are found as
 * well.
 */
export function compileSources(
  definition: SchemaDefinition,
  context: SourceTemplateContext,
  files: SourceFiles,
  problems: ProblemList,
): Map<string, SourceSettings> {
  const sources = new Map<string, SourceSettings>()
  for (const use of definition.sources) {
    const report = reporter(problems, use)
    const { name } = use.args
    // Another type has been reported.
    if (typeof name !== 'string') continue
    if (name === '') report('name', 'a source needs a name.', 'Write name: "api".')
    if (sources.has(name)) report('name', `there are two sources with the name "${name}".`, 'Rename one of them.')
    const settings = compileSource(name, use, { ...context, report, source: name }, files)
    if (settings) sources.set(name, settings)
  }
  return sources
}

function compileSource(
  name: string,
  use: DirectiveUse,
  context: TemplateContext,
  files: SourceFiles,
): SourceSettings | undefined {
  const { http, sql } = use.args
  if (isObject(http) && !isObject(sql)) return compileHttpSource(name, { kind: 'http', values: http, context, files })
  if (isObject(sql) && !isObject(http)) return compileSqlSource(name, { kind: 'sql', values: sql, context, files })
  const both = isObject(http) && isObject(sql)
  context.report(
    undefined,
    both
      ? 'a source is either http or sql, and this one says both.'
      : 'a source is either http or sql, and this one says neither.',
    both ? 'Make two sources of it.' : 'Write http: { baseURL: "…" } or sql: { url: "…" }.',
  )
  return undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
