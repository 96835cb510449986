import { identityOf, type Located } from './documents.ts'
import { named, type TypeRef } from './draft.ts'
import { scalarOf } from './scalar-type.ts'
import type { SchemaReader } from './schema-reader.ts'
import type { ChoiceView, SchemaView } from './schema-view.ts'

/** A choice without the choices in it; each schema once. */
export function flatten(choice: ChoiceView, reader: SchemaReader): SchemaView[] {
  const found: SchemaView[] = []
  const seen = new Set([choice.id])
  const add = (members: readonly Located[]) => {
    for (const place of members) {
      const view = reader.read(place)
      const id = view.kind === 'object' || view.kind === 'enum' || view.kind === 'choice' ? view.id : identityOf(place)
      if (seen.has(id)) continue
      seen.add(id)
      if (view.kind === 'choice') add(view.members)
      else found.push(view)
    }
  }
  add(choice.members)
  return found
}

/** The one scalar that takes all of several scalars; `undefined` where there is none. */
export function commonScalar(
  views: readonly SchemaView[],
  words: readonly string[],
  where: 'answer' | 'url' | 'body',
): TypeRef | undefined {
  const names = new Set<string>()
  for (const view of views) {
    if (view.kind === 'enum') names.add('String')
    else if (view.kind === 'scalar') names.add(scalarOf(view, words, where))
    else return undefined
  }
  const [only] = names
  if (only !== undefined && names.size === 1) return named(only)
  if ([...names].every(name => name === 'Int' || name === 'Float')) return named('Float')
  const areTexts = views.every(view => view.kind === 'enum' || (view.kind === 'scalar' && view.type === 'string'))
  // In a URL everything is text.
  return areTexts || where === 'url' ? named('String') : undefined
}
