import type { DirectiveUse, SchemaDefinition } from '../schema/definition.ts'
import type { InputShapes } from './input-shapes.ts'
import type { Names } from './names.ts'
import type { Problems, Report } from './problems.ts'
import type { SourceSettings } from './source-settings.ts'
import { suggestOrList } from './suggest.ts'

/** What the compilers of one schema share. */
export interface CompileBase {
  readonly definition: SchemaDefinition
  readonly sources: ReadonlyMap<string, SourceSettings>
  readonly names: Names
  readonly problems: Problems
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly shapes: InputShapes
}

/**
 * The source of a binding: the one that it names, else that of the returned type's home, else the only one of its kind.
 * Reports where there is none.
 */
export function chooseSource(
  { sources }: CompileBase,
  use: DirectiveUse,
  home: SourceSettings | undefined,
  report: Report,
): SourceSettings | undefined {
  const kind = use.name
  const ofKind = [...sources.values()].filter(source => source.kind === kind)
  const named = use.args.source
  if (typeof named === 'string') {
    const found = sources.get(named)
    if (!found) report('source', `there is no source "${named}".`, suggestOrList(named, sources.keys(), 'sources'))
    else if (found.kind !== kind)
      report('source', `"${named}" is a source of kind ${found.kind}; @${kind} needs one of kind ${kind}.`)
    return found?.kind === kind ? found : undefined
  }
  if (home?.kind === kind) return home
  const [only] = ofKind
  if (ofKind.length === 1) return only
  report(
    undefined,
    ofKind.length === 0
      ? `@${kind} needs a source of kind ${kind}, and there is none.`
      : `several sources are of kind ${kind}.`,
    ofKind.length === 0
      ? `Declare one: extend schema @source(name: "…", ${kind}: { … }).`
      : `Say which: source: ${ofKind.map(({ name }) => `"${name}"`).join(' or ')}.`,
  )
  return undefined
}
