import type { GraphQLObjectType } from 'graphql'
import type { SchemaPlan } from '../schema-plan.ts'
import { CostWeights } from './cost-weights.ts'
import type { FieldPlace, Selection } from './operation-plan.ts'
import { innermost } from './shape.ts'

/** Values that are counted between two pauses. */
const RUN = 1_000

type Data = Readonly<Record<string, unknown>>

/**
 * What an answer has cost (IBM GraphQL Cost Directive Specification, section 3): each object that is there 1 and each leaf 0, or its `@cost`; null
 * and what is absent nothing. An object that does not tell which of several types it is counts as the dearest of those that have its fields.
 */
export function* actualCost(root: Selection, data: Data, schemaPlan: SchemaPlan): Generator<void, number> {
  const weights = new CostWeights(schemaPlan)
  const left: [selection: Selection, object: Data][] = [[root, data]]
  let cost = 0
  let count = 0
  for (let next = left.pop(); next; next = left.pop()) {
    const [{ places }, object] = next
    for (const place of places) {
      if (place.kind === 'typename' || place.kind === 'denied') continue
      const inner = innermost(place.shape)
      const weight = inner.kind === 'leaf' ? weights.of(place) : undefined
      if (weight === 0) continue
      for (const value of valuesOf(object[place.responseKey])) {
        if (++count % RUN === 0) yield
        if (inner.kind === 'leaf') {
          cost += weight ?? 0
          continue
        }
        const selections = selectionsOf(place, weights.typesOf(inner), value as Data)
        cost += weights.of(
          place,
          selections.map(({ type }) => type),
        )
        if (selections[0]) left.push([selections[0], value as Data])
      }
    }
  }
  return cost
}

/** What stands in lists and lists of lists, and is not null. */
function* valuesOf(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) for (const each of value) yield* valuesOf(each)
  else if (value !== null && value !== undefined) yield value
}

/** What may have been asked of an object, by the type that it has. */
function selectionsOf(place: FieldPlace, types: readonly GraphQLObjectType[], object: Data): readonly Selection[] {
  const selections = types.map(type => place.selection(type))
  return types.length === 1 ? selections : selections.filter(selection => isOf(selection, object))
}

/** Whether an object has what a selection asks, and calls itself as its type is called, where it is asked. */
function isOf({ type, places }: Selection, object: Data): boolean {
  return (
    places.length === Object.keys(object).length &&
    places.every(place => {
      const { responseKey } = place
      return Object.hasOwn(object, responseKey) && (place.kind !== 'typename' || object[responseKey] === type.name)
    })
  )
}
