import { identityOf, type Located } from '../document/documents.ts'
import type { SchemaReader } from './schema-reader.ts'
import type { SchemaView } from './schema-view.ts'

/** All schemas that a value of some may hold, themselves included, each once; what is in `seen` is passed over. */
export function* reachedPlaces(
  start: readonly Located[],
  reader: SchemaReader,
  seen: Set<string> = new Set(),
): Generator<SchemaView> {
  const open = [...start]
  for (let place = open.pop(); place; place = open.pop()) {
    const view = reader.read(place)
    const id = 'id' in view ? view.id : identityOf(place)
    if (seen.has(id)) continue
    seen.add(id)
    yield view
    open.push(...partsOf(view))
  }
}

function partsOf(view: SchemaView): readonly Located[] {
  if (view.kind === 'list') return [view.items]
  if (view.kind === 'choice') return view.members
  return view.kind === 'object' ? [...view.properties.values(), ...(view.entries ? [view.entries] : [])] : []
}
