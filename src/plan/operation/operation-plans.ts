import type { DocumentNode, OperationDefinitionNode } from 'graphql'
import type { SchemaPlan } from '../schema-plan.ts'
import { conditionVariables, includedWith, type Variables } from './conditions.ts'
import { type ExportNode, exportNodes } from './export-nodes.ts'
import type { OperationPlan } from './operation-plan.ts'
import { planOperation } from './plan-operation.ts'
import { Projections } from './projections.ts'
import { planVariables, type VariablePlan } from './variable-plan.ts'

/** Most plans, and most fields of all plans together, that are kept for different `@skip` and `@include` variables. */
const MAX_VARIANTS = 32
const MAX_FIELDS = 10_000

/** The plans of one operation: one for each way that its `@skip` and `@include` may turn out. */
export class OperationPlans {
  readonly schemaPlan: SchemaPlan
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly projections: Projections
  /** How many fields it selects, those of fragments counted wherever they are spread. */
  readonly size: number
  /** How long its last answer was, in bytes: the next one is likely to be as long. */
  answerSize = 0
  /** Most plans that are kept. */
  readonly maxVariants: number
  readonly #conditions: readonly string[]
  readonly #variants = new Map<string, OperationPlan>()
  #everything: OperationPlan | undefined
  #variables: readonly VariablePlan[] | undefined
  #exports: readonly ExportNode[] | undefined

  constructor(schemaPlan: SchemaPlan, document: DocumentNode, operation: OperationDefinitionNode, size = 1) {
    this.schemaPlan = schemaPlan
    this.document = document
    this.operation = operation
    this.projections = new Projections(schemaPlan, document, operation)
    this.#conditions = conditionVariables(document)
    this.size = size
    const most = Math.min(MAX_VARIANTS, 2 ** this.#conditions.length)
    this.maxVariants = Math.max(1, Math.min(most, Math.floor(MAX_FIELDS / size)))
  }

  /** As if every `@skip` and `@include` selected. */
  get everything(): OperationPlan {
    this.#everything ??= planOperation(this.schemaPlan, this.document, this.operation, () => true)
    return this.#everything
  }

  /** The operation's variables. */
  get variables(): readonly VariablePlan[] {
    this.#variables ??= planVariables(this.schemaPlan.schema, this.document, this.operation)
    return this.#variables
  }

  /** The fields whose values become variables. */
  get exports(): readonly ExportNode[] {
    this.#exports ??= exportNodes(this.document)
    return this.#exports
  }

  /** The plan for these variables. */
  with(variables: Variables): OperationPlan {
    const id = this.#conditions.map(name => String(variables.coerced[name])).join()
    const known = this.#variants.get(id)
    if (known) return known
    const plan = planOperation(this.schemaPlan, this.document, this.operation, includedWith(variables))
    if (this.#variants.size >= this.maxVariants) this.#variants.clear()
    this.#variants.set(id, plan)
    return plan
  }
}
