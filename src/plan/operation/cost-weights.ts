import { type GraphQLObjectType, isAbstractType } from 'graphql'
import type { SchemaPlan } from '../schema-plan.ts'
import type { FieldPlace } from './operation-plan.ts'
import { innermost, type ObjectShape } from './shape.ts'

/** What each value of a place costs, or of a type that it may have; of several types the dearest. */
export class CostWeights {
  readonly #schemaPlan: SchemaPlan

  constructor(schemaPlan: SchemaPlan) {
    this.#schemaPlan = schemaPlan
  }

  /** `types` are those that the value may have, all of the place's unless said. */
  of(place: FieldPlace, types?: readonly GraphQLObjectType[]): number {
    const { weights } = this.#schemaPlan.costs
    const own = weights.get(`${place.parentType.name}.${place.definition.name}`)
    if (own !== undefined) return own
    const inner = innermost(place.shape)
    const named = weights.get(inner.type.name)
    if (named !== undefined || inner.kind === 'leaf') return named ?? 0
    return Math.max(...(types ?? this.typesOf(inner)).map(({ name }) => weights.get(name) ?? 1))
  }

  typesOf({ type }: ObjectShape): readonly GraphQLObjectType[] {
    return isAbstractType(type) ? this.#schemaPlan.schema.getPossibleTypes(type) : [type as GraphQLObjectType]
  }
}
