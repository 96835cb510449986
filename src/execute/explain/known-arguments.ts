import { print } from 'graphql'
import type { Loaders } from '../../load/loaders.ts'
import type { Variables } from '../../plan/operation/conditions.ts'
import type { FieldPlace } from '../../plan/operation/operation-plan.ts'
import type { OperationPlans } from '../../plan/operation/operation-plans.ts'
import { type Args, PlaceLoaders } from '../place-loaders.ts'
import { standInVariables } from './stand-in-variables.ts'

/** The arguments of an operation's places, as far as its variables are known; where they are not, others of their types stand for them. */
export class KnownArguments {
  readonly loaders: PlaceLoaders
  readonly #isKnown: boolean

  constructor(plans: OperationPlans, loaders: Loaders, variables: Variables | undefined) {
    this.#isKnown = variables !== undefined
    this.loaders = new PlaceLoaders(
      plans,
      loaders,
      variables ?? standInVariables(plans.schemaPlan.schema, plans.operation),
    )
  }

  /** Whether they are those of a request. */
  has({ constantArgs }: FieldPlace): boolean {
    return this.#isKnown || constantArgs !== undefined
  }

  /** Undefined where there are none, so that nothing is asked. */
  of(place: FieldPlace): Args | undefined {
    return this.loaders.argsIfAny(place)
  }

  /** What tells arguments that are not known apart from others; empty where they are. */
  textOf(place: FieldPlace): string {
    return this.has(place) ? '' : (place.nodes[0]?.arguments ?? []).map(print).join()
  }
}
