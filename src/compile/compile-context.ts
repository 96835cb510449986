import type { SourceSettings } from '../plan/source-settings.ts'
import { sourceMeant } from '../schema/declared-sources.ts'
import type { DirectiveUse, SchemaDefinition } from '../schema/definition.ts'
import { suggestOrList } from '../schema/suggest.ts'
import type { Names } from './names.ts'
import type { ProblemList, Report } from './problem-list.ts'
import type { Resolvers } from './resolver/resolvers.ts'
import type { SourceDirective, SourceDirectives } from './source-directive.ts'
import type { InputShapes } from './template/input-shapes.ts'
import type { AggregateTypes } from './type/aggregate-types.ts'
import type { ConnectionTypes } from './type/connection-types.ts'
import type { ValueReads } from './user/value-reads.ts'

/** What the compilers of one schema share. */
export interface CompileContext {
  readonly definition: SchemaDefinition
  readonly sources: ReadonlyMap<string, SourceSettings>
  readonly kinds: SourceDirectives
  readonly names: Names
  readonly connections: ConnectionTypes
  readonly aggregates: AggregateTypes
  readonly resolvers: Resolvers
  readonly problems: ProblemList
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly shapes: InputShapes
  /** What tells of values other than by fields. */
  readonly valueReads: ValueReads
  /** Whether an `@jwt` says whose tokens are trusted. */
  readonly hasUsers: boolean
}

interface ChosenSource {
  readonly settings: SourceSettings
  /** False for a stand-in, with which the rest of a directive is checked. */
  readonly certain: boolean
}

/**
 * The source of a binding: the one that it names, else that of the returned type's home, else the only one of its kind, in its own
 * file or at all.
 * Reports where there is none, and answers another one of its kind then, if there is any.
 */
export function chooseSource(
  base: CompileContext,
  kind: SourceDirective,
  use: DirectiveUse,
  home: SourceSettings | undefined,
  report: Report,
): ChosenSource | undefined {
  const ofKind = [...base.sources.values()].filter(each => each.kind === kind.name)
  const named = use.args.source
  const chosen =
    typeof named === 'string'
      ? namedSource(base, kind, named, ofKind, report)
      : obviousSource(base, kind, use, home, ofKind, report)
  const [standIn] = ofKind
  return chosen ? { settings: chosen, certain: true } : standIn && { settings: standIn, certain: false }
}

function namedSource(
  { sources, kinds, definition }: CompileContext,
  kind: SourceDirective,
  name: string,
  ofKind: readonly SourceSettings[],
  report: Report,
): SourceSettings | undefined {
  const found = sources.get(name)
  if (found?.kind === kind.name) return found
  const fitting = ofKind.map(each => each.name)
  if (found) {
    const called = kinds.get(found.kind)?.called ?? found.kind
    const message = `"${name}" is ${called} source, and @${kind.name} needs ${kind.called} source.`
    report('source', message, fitting.length > 0 ? `Use ${orList(fitting)}.` : declareOne(kind))
  } else if (!definition.sources.some(({ args }) => args.name === name))
    report('source', `there is no source "${name}".`, suggestOrList(name, fitting, `${kind.name} sources`))
  return undefined
}

function obviousSource(
  { sources, definition }: CompileContext,
  kind: SourceDirective,
  { position }: DirectiveUse,
  home: SourceSettings | undefined,
  ofKind: readonly SourceSettings[],
  report: Report,
): SourceSettings | undefined {
  if (home?.kind === kind.name) return home
  // A source that could not be compiled may be of any kind.
  if (sources.size < definition.sources.length && ofKind.length === 0) return undefined
  const meant = sourceMeant(definition.declared, position.file, kind.name)
  // Of one that could not be compiled, that has been told.
  if (meant !== undefined) return sources.get(meant)
  if (ofKind.length === 0)
    report(undefined, `@${kind.name} needs ${kind.called} source, and there is none.`, declareOne(kind))
  else {
    const names = ofKind.map(({ name }) => name)
    report(undefined, `there are several ${kind.name} sources.`, `Say which one: source: ${orList(names)}.`)
  }
  return undefined
}

function declareOne({ name, example }: SourceDirective): string {
  const { source, option, address } = example
  return `Declare one: extend schema @source(name: "${source}", ${name}: { ${option}: "${address}" }).`
}

function orList(names: readonly string[]): string {
  return names.map(name => `"${name}"`).join(' or ')
}
