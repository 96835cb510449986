import type { SourceSettings } from '../../plan/source-settings.ts'
import type { DirectiveUse, SchemaDefinition } from '../../schema/definition.ts'
import { type ProblemList, reporter, warner } from '../problem-list.ts'
import { listOf, type SourceDirectives } from '../source-directive.ts'
import type { SourceKind } from '../source-kind.ts'
import type { TemplateContext } from '../template/template-context.ts'
import type { SourceFiles } from './source-options.ts'

/** What sources' templates may read: only the environment and, in headers, the client's request. */
export type SourceTemplateContext = Omit<TemplateContext, 'report' | 'source'>

interface Files {
  directoryOf(file: string): string
  read(path: string): string
}

/**
 * Compiles the `@source` directives. A source with mistakes is among them, so that those of its bindings are found as
 * well.
 */
export function compileSources(
  definition: SchemaDefinition,
  kinds: SourceDirectives<SourceKind>,
  context: SourceTemplateContext,
  { directoryOf, read }: Files,
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
    const files = { directory: directoryOf(use.position.file), read }
    const of = { ...context, report, warn: warner(problems, use), source: name }
    const settings = compileSource(name, use, kinds, of, files)
    if (settings) sources.set(name, settings)
  }
  return sources
}

function compileSource(
  name: string,
  use: DirectiveUse,
  kinds: SourceDirectives<SourceKind>,
  context: TemplateContext,
  files: SourceFiles,
): SourceSettings | undefined {
  const all = [...kinds.values()]
  const said = all.flatMap(kind => {
    const values = use.args[kind.name]
    return isObject(values) ? [{ kind, values }] : []
  })
  const [only, more] = said
  if (only && !more) {
    const { kind, values } = only
    const own = kind.compileSource({ name, kind: kind.name, values, context, files })
    return Object.freeze({ ...own, ...kind.traits, kind: kind.name, name })
  }
  const either = `a source is either ${listOf([...kinds.keys()], 'disjunction')}`
  const options = all.map(({ name, example }) => `${name}: { ${example.option}: "…" }`)
  context.report(
    undefined,
    `${either}, and this one says ${more ? 'both' : 'neither'}.`,
    more ? 'Make two sources of it.' : `Write ${listOf(options, 'disjunction')}.`,
  )
  return undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
