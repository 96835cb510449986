import type { GraphQLError } from 'graphql'
import type { Loaders } from '../../load/loaders.ts'
import { hasConditions } from '../../plan/operation/conditions.ts'
import type { OperationPlans } from '../../plan/operation/operation-plans.ts'
import { coerceVariables } from '../coerce-variables.ts'
import { KnownArguments } from './known-arguments.ts'
import { ListLengths } from './list-lengths.ts'
import { PlanWalk } from './plan-walk.ts'
import { boundOf, type QueryPlan } from './query-plan.ts'
import { leastCalls, mostCalls } from './total-calls.ts'

export interface ExplainInput {
  /** As a client sends them; undefined where nobody knows them yet. */
  readonly variables: Readonly<Record<string, unknown>> | undefined
  /** They are not asked for anything. */
  readonly loaders: Loaders
  /** Lengths of lists, by their names or by the coordinates of their fields. */
  readonly assumed?: ReadonlyMap<string, number>
  /** A call's text as it may be shown. */
  readonly redact: (text: string) => string
}

export interface Explained {
  readonly plan: QueryPlan
  /** What lengths were assumed of and is no list of the operation. */
  readonly unused: readonly string[]
}

/**
 * What an operation asks of its sources, from the plan that is executed, without asking them. Where its variables are not known, it is
 * all that it may ask, as if every `@skip` and `@include` selected. The errors are those of the variables. It takes long where there are many
 * places, and yields between them.
 */
export function* explainOperation(
  plans: OperationPlans,
  input: ExplainInput,
): Generator<void, Explained | readonly GraphQLError[]> {
  const { variables, loaders, assumed = new Map(), redact } = input
  const { operation, schemaPlan } = plans
  const known = variables && coerceVariables(plans, variables, false)
  if (Array.isArray(known)) return known
  const { root } = known ? plans.with(known) : plans.everything
  const lengths = new ListLengths(schemaPlan.costs, assumed)
  const args = new KnownArguments(plans, loaders, known)
  const walk = new PlanWalk({ schemaPlan, loaders, lengths, args })
  yield* walk.run(root, operation.operation === 'mutation')
  const { steps, isCut } = walk
  const isCertain = known !== undefined || !hasConditions(plans.document)
  const places = new Map(steps.map((step, at) => [step, at]))
  const expected = steps.filter(step => !step.isOptional)
  const ifObjects = isCut || expected.length === steps.length ? undefined : boundOf(mostCalls(expected, loaders))
  const most = isCut ? { formula: 'unknown', most: null } : boundOf(mostCalls(steps, loaders))
  return {
    plan: {
      version: 1,
      operation: operation.operation,
      ...(operation.name && { name: operation.name.value }),
      calls: { least: isCertain ? leastCalls(steps, loaders) : 0, ...most, ...(ifObjects && { ifObjects }) },
      steps: steps.map(step => step.tell(loaders, places, redact)),
      lists: lengths.list(),
      ...(isCut && { isCut }),
    },
    unused: lengths.unused(),
  }
}
