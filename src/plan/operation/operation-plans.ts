import type { DocumentNode, getDirectiveValues, OperationDefinitionNode } from 'graphql'
import type { SchemaPlan } from '../schema-plan.ts'
import { conditionVariables, includedWith } from './conditions.ts'
import { Demand } from './demand.ts'
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
  readonly demand: Demand
  readonly #conditions: readonly string[]
  readonly #variants = new Map<string, OperationPlan>()
  #everything: OperationPlan | undefined

  constructor(schemaPlan: SchemaPlan, document: DocumentNode, operation: OperationDefinitionNode) {
    this.schemaPlan = schemaPlan
    this.document = document
    this.operation = operation
    this.demand = new Demand(schemaPlan, document, operation)
    this.#conditions = conditionVariables(document)
  }

  /** As if every `@skip` and `@include` selected. */
  get everything(): OperationPlan {
    this.#everything ??= planOperation(this.schemaPlan, this.document, this.operation, () => true)
    return this.#everything
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
