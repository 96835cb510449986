import { emptyShape, type SampleShape } from './shape.ts'

/** A code, a number, an id, or what has signs that no property has: `EUR`, `2026-01-31`, `Q42`, `ISBN:0451526538`. */
const DATA = /^[A-Z]{2,5}$|^\d|[:\s/]|^[A-Za-z]{0,4}\d{2,}/

/**
 * What the values of an object have in common whose names are data, not properties: they are objects of one shape, or its
 * names look like ids, or no two of several such objects share one. `undefined` for an object with properties.
 */
export function mapValues(shape: SampleShape): SampleShape | undefined {
  const { kinds, properties, objects } = shape
  if (kinds.size !== 1 || !kinds.has('object') || properties.size < 2) return undefined
  const values = [...properties.values()]
  const areObjects = values.every(each => each.kinds.size === 1 && each.kinds.has('object') && each.properties.size > 0)
  const areAlike = areObjects ? values.every(each => isAlike(each, values[0] ?? each)) : haveOneKind(values)
  if (!areAlike) return undefined
  const areData = [...properties.keys()].every(name => DATA.test(name))
  const areApart = objects > 1 && values.every(({ seen }) => seen === 1)
  const areMany = areObjects && values.length > 2
  return areData || areApart || areMany ? values.reduce(mergeShapes, emptyShape()) : undefined
}

/** Whether two objects have the same properties. */
function isAlike({ properties }: SampleShape, other: SampleShape): boolean {
  return properties.size === other.properties.size && [...properties.keys()].every(name => other.properties.has(name))
}

function haveOneKind(values: readonly SampleShape[]): boolean {
  const kinds = new Set(
    values.flatMap(each => [...each.kinds]).map(kind => (kind === 'int' || kind === 'bigint' ? 'float' : kind)),
  )
  return kinds.size === 1
}

function mergeShapes(one: SampleShape, other: SampleShape): SampleShape {
  const properties = new Map(one.properties)
  for (const [name, inner] of other.properties) {
    const known = properties.get(name)
    properties.set(name, known ? mergeShapes(known, inner) : inner)
  }
  return {
    nullable: one.nullable || other.nullable,
    kinds: new Set([...one.kinds, ...other.kinds]),
    properties,
    objects: one.objects + other.objects,
    seen: one.seen + other.seen,
    items: one.items && other.items ? mergeShapes(one.items, other.items) : (one.items ?? other.items),
  }
}
