import type { ConstDirectiveNode, DocumentNode } from 'graphql'
import { sourceName } from './coordinate.ts'
import { SOURCE_KINDS } from './kind/source-kinds.ts'
import { schemaDirectives } from './schema-nodes.ts'

/** The names of the sources that each file declares, by file and kind. One that two files declare alike is of both. */
export type DeclaredSources = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>

export function declaredSources(document: DocumentNode): DeclaredSources {
  const found = new Map<string, Map<string, Set<string>>>()
  for (const directive of schemaDirectives(document, 'source')) add(found, directive)
  return found
}

/** The source that a binding in a file means where it names none: the only one of its kind there, else the only one at all. */
export function sourceMeant(declared: DeclaredSources, file: string, kind: string): string | undefined {
  const all = new Set([...declared.values()].flatMap(ofFile => [...(ofFile.get(kind) ?? [])]))
  return onlyOf(declared.get(file)?.get(kind)) ?? onlyOf(all)
}

function onlyOf([only, more]: Iterable<string> = []): string | undefined {
  return more === undefined ? only : undefined
}

function add(found: Map<string, Map<string, Set<string>>>, directive: ConstDirectiveNode): void {
  const { arguments: args = [], loc } = directive
  const name = sourceName(directive)
  if (name === undefined || !loc) return
  const ofFile = found.get(loc.source.name) ?? new Map<string, Set<string>>()
  found.set(loc.source.name, ofFile)
  for (const kind of args.map(argument => argument.name.value).filter(each => SOURCE_KINDS.has(each)))
    ofFile.set(kind, (ofFile.get(kind) ?? new Set()).add(name))
}
