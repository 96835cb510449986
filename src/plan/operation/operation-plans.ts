import type { DocumentNode, getDirectiveValues, OperationDefinitionNode } from 'graphql'
import type { SchemaPlan } from '../schema-plan.ts'
import { conditionVariables, includedWith } from './conditions.ts'
import { type PlacesByLoad, placesByLoad } from './demand.ts'
import type { OperationPlan } from './operation-plan.ts'
import { planOperation } from './plan-operation.ts'

export type Variables = NonNullable<Parameters<typeof getDirectiveValues>[2]>

/** Most plans that are kept of one operation, for different values of its `@skip` and `@include` variables. */
const MAX_VARIANTS = 32

/** The plans of one operation: one for each way that its `@skip` and `@include` may turn out. */
export class OperationPlans {
  readonly schemaPlan: SchemaPlan
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  /** As if every `@skip` and `@include` selected: what loaders must be able to answer. */
  readonly everything: OperationPlan
  readonly places: PlacesByLoad
  readonly #conditions: readonly string[]
  readonly #variants = new Map<string, OperationPlan>()

  constructor(schemaPlan: SchemaPlan, document: DocumentNode, operation: OperationDefinitionNode) {
    this.schemaPlan = schemaPlan
    this.document = document
    this.operation = operation
    this.everything = planOperation(schemaPlan, document, operation, () => true)
    this.places = placesByLoad(schemaPlan, this.everything.root)
    this.#conditions = conditionVariables(document)
  }

  /** The plan for these variables. */
  with(variables: Variables): OperationPlan {
    const id = this.#conditions.map(name => String(variables.coerced[name])).join()
    const known = this.#variants.get(id)
    if (known) return known
    const plan = planOperation(this.schemaPlan, this.document, this.operation, includedWith(variables))
    if (this.#variants.size >= MAX_VARIANTS) this.#variants.clear()
    this.#variants.set(id, plan)
    return plan
  }
}
