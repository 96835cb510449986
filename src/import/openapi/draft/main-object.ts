import type { SchemaReader } from '../schema/schema-reader.ts'
import type { ObjectView } from '../schema/schema-view.ts'

/**
 * The object that all others are a rest of: a customer beside what is left of a deleted one. What a rest has for itself is but
 * a mark, such as `deleted: true`. A single object is its own.
 */
export function mainObject<View extends ObjectView>(objects: readonly View[], reader: SchemaReader): View | undefined {
  if (objects.length === 1) return objects[0]
  return objects.find(main => objects.every(other => other === main || isRest(other, main, reader)))
}

function isRest(other: ObjectView, main: ObjectView, reader: SchemaReader): boolean {
  const own = tellingProperties(other, reader)
  return (
    own.length > 0 &&
    own.length < tellingProperties(main, reader).length &&
    own.every(property => main.properties.has(property))
  )
}

/** Without those that are marks. */
function tellingProperties({ properties }: ObjectView, reader: SchemaReader): string[] {
  return [...properties].flatMap(([property, place]) => {
    const view = reader.read(place)
    const isMark =
      (view.kind === 'scalar' && view.type === 'boolean') || (view.kind === 'enum' && view.values.length === 1)
    return isMark ? [] : [property]
  })
}
