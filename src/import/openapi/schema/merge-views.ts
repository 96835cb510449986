import { identityOf, type Located } from '../document/documents.ts'
import { NOTHING } from './annotations.ts'
import type { ChoiceView, ObjectView, SchemaView } from './schema-view.ts'

/**
 * All of several views at once: objects have the properties of each, and of other types the last one says more than those
 * before. `which` says whether a value is all of them or any: then nothing but what the first requires is certain.
 */
export function mergeViews(
  views: readonly SchemaView[],
  located: Located,
  name: { readonly name?: string },
  which: 'all' | 'any' = 'all',
): SchemaView {
  const common = {
    // Null is allowed where every part allows it.
    nullable: views.every(view => view.nullable),
    deprecated: false,
    readOnly: views.some(view => view.readOnly),
    writeOnly: views.some(view => view.writeOnly),
  }
  const telling = views.filter(view => view.kind !== 'any' || view.why !== undefined)
  const [first] = telling
  if (!first) return { ...common, kind: 'any' }
  const description = views.find(view => view.description !== undefined)?.description
  const described = description === undefined ? common : { ...common, description }
  if (telling.every(view => view.kind === 'object')) {
    const id = identityOf(located)
    return {
      ...described,
      kind: 'object',
      id,
      ...name,
      ...mergeProperties(telling, located, which),
      isOpen: telling.some(view => view.isOpen),
    }
  }
  const last = telling.at(-1) ?? first
  if (telling.every(view => view.kind === first.kind) && first.kind !== 'object' && which === 'all')
    return { ...last, ...described }
  return { ...common, kind: 'any', why: 'what it is made of does not go together' }
}

/** A choice beside an object: what its objects have, of which nothing is certain; itself where they are no objects. */
export function mergeChoice(
  choice: SchemaView & ChoiceView,
  views: readonly SchemaView[],
  located: Located,
): SchemaView {
  if (!views.every(view => view.kind === 'object')) return choice
  const nothing = { properties: new Map<string, Located>(), required: new Set<string>() }
  return mergeViews([{ ...NOTHING, kind: 'object', id: choice.id, ...nothing }, ...views], located, {}, 'any')
}

function mergeProperties(
  views: readonly ObjectView[],
  located: Located,
  which: 'all' | 'any',
): Pick<ObjectView, 'properties' | 'required'> {
  const properties = new Map<string, Located>()
  for (const view of views)
    for (const [name, place] of view.properties) {
      const known = properties.get(name)
      const isNew = !known || identityOf(known) === identityOf(place) || known.file !== place.file
      properties.set(name, isNew ? place : bothOf(known, place, `${located.pointer}/properties/${name}`))
    }
  const certain = which === 'all' ? views : views.slice(0, 1)
  return { properties, required: new Set(certain.flatMap(({ required }) => [...required])) }
}

/** A property that two parts have: it is both. */
function bothOf(one: Located, other: Located, pointer: string): Located {
  return { file: one.file, pointer: `${pointer}#${other.pointer}`, value: { allOf: [one.value, other.value] } }
}
