import { identityOf, type Located } from '../document/documents.ts'
import type { ChoiceView, SchemaView } from './schema-view.ts'

interface ViewReader {
  read(located: Located): SchemaView
}

/** A choice without the choices in it; each schema once. */
export function flatten(choice: ChoiceView, reader: ViewReader): SchemaView[] {
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
