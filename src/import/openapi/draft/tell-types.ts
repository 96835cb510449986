import type { SchemaReader } from '../schema/schema-reader.ts'
import type { ChoiceView, ObjectView } from '../schema/schema-view.ts'
import { shownProperties } from './object-draft.ts'

/** What tells the objects of a choice apart: a property, and its value in each of them. */
export interface Tellers {
  readonly property: string
  readonly values: readonly string[]
}

/** The discriminator of a choice; without one a property that is a text of its own in each of its objects. */
export function tellTypes(
  { discriminator }: ChoiceView,
  objects: readonly ObjectView[],
  reader: SchemaReader,
): Tellers | undefined {
  const [first] = objects
  if (!first) return undefined
  if (!discriminator) {
    const properties = shownProperties(first, 'type', reader).map(([property]) => property)
    const found = properties.map(property =>
      tellersOf(
        property,
        objects.map(each => (each.required.has(property) ? constantOf(each, property, reader) : undefined)),
      ),
    )
    return found.find(each => each !== undefined)
  }
  const { property, values } = discriminator
  const written = objects.map(view => {
    const mapped = [...values].filter(([, id]) => id === view.id).map(([value]) => value)
    // A type has one value; what no mapping names is told by the name of its component (OpenAPI 3.1, 4.8.25).
    if (mapped.length > 0) return mapped.length > 1 ? undefined : mapped[0]
    const known = textsOf(view, property, reader)
    return known.length === 1 ? known[0] : known.length === 0 || known.includes(view.name ?? '') ? view.name : undefined
  })
  return tellersOf(property, written)
}

function tellersOf(property: string, values: readonly (string | undefined)[]): Tellers | undefined {
  const known = values.filter(value => value !== undefined)
  const areUsable = [property, ...known].every(text => text.isWellFormed() && !text.includes('{$'))
  return areUsable && known.length === values.length && new Set(known).size === known.length
    ? { property, values: known }
    : undefined
}

/** The only text that a property can be. */
function constantOf(view: ObjectView, property: string, reader: SchemaReader): string | undefined {
  const [value, another] = textsOf(view, property, reader)
  return another === undefined ? value : undefined
}

/** The texts that a property can be; none where it can be any. */
function textsOf({ properties }: ObjectView, property: string, reader: SchemaReader): string[] {
  const place = properties.get(property)
  const view = place && reader.read(place)
  return view?.kind === 'enum' ? view.values.filter(value => typeof value === 'string') : []
}
