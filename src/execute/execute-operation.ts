import { getVariableValues } from 'graphql'
import type { Loaders } from '../load/loaders.ts'
import type { OperationPlan } from '../plan/operation/operation-plan.ts'
import type { OperationPlans } from '../plan/operation/operation-plans.ts'
import { BreadthFirst } from './breadth-first.ts'
import { Completion, type ExecutionError } from './completion.ts'
import { Node } from './node.ts'
import { PlaceLoaders } from './place-loaders.ts'
import { Turns } from './turns.ts'

/** What an operation answered. */
export interface OperationResult {
  /** JSON in UTF-8; undefined where nothing was executed, because of the variables. */
  readonly data: Uint8Array | undefined
  readonly errors: readonly ExecutionError[]
}

export interface OperationInput {
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>
  /** Flushed loaders. */
  readonly loaders: Loaders
  readonly signal: AbortSignal
  /** Whether errors of variables keep the schema's names to themselves. */
  readonly hideSuggestions?: boolean
  /** What plain root fields read; only tests have any. */
  readonly rootValue?: unknown
}

/**
 * Executes an operation breadth first; the result equals that of graphql-js's `execute` for the same answers of the
 * sources. Rejects with the signal's reason once that is aborted.
 */
export async function executeOperation(plans: OperationPlans, input: OperationInput): Promise<OperationResult> {
  const { schema } = plans.schemaPlan
  const coerced = getVariableValues(
    schema,
    plans.operation.variableDefinitions ?? [],
    { ...input.variables },
    { maxErrors: 50, hideSuggestions: input.hideSuggestions ?? false },
  )
  if (!coerced.variableValues)
    return { data: undefined, errors: (coerced.errors ?? []).map(error => ({ error, source: '' })) }
  const plan = plans.with(coerced.variableValues)
  const turns = new Turns(() => input.loaders.flush(), input.signal)
  const placeLoaders = new PlaceLoaders(plans, input.loaders, coerced.variableValues)
  const engine = new BreadthFirst(plans.schemaPlan, placeLoaders, turns)
  const root = new Node(input.rootValue ?? {}, '', plan.root)
  const completion = new Completion()
  const data = await (plan.operation.operation === 'mutation'
    ? executeInSeries(plan, root, engine, turns, completion)
    : executeAtOnce(plan, root, engine, turns, completion))
  return { data, errors: completion.errors() }
}

type Execute = (
  plan: OperationPlan,
  root: Node,
  engine: BreadthFirst,
  turns: Turns,
  completion: Completion,
) => Promise<Uint8Array>

const executeAtOnce: Execute = async (plan, root, engine, turns, completion) => {
  await turns.run(() => {
    for (const place of plan.root.deepPlaces) engine.resolve(place, [root])
  })
  return completion.write(root)
}

/** The next root field begins when all below the one before it is there, unless that nulls the answer (section 6.2.2). */
const executeInSeries: Execute = async (plan, root, engine, turns, completion) => {
  for (const [at, place] of plan.root.places.entries()) {
    if (place.kind !== 'typename' && place.deepIndex >= 0) await turns.run(() => engine.resolve(place, [root]))
    if (!completion.writeField(root, at)) return completion.giveUp()
  }
  return completion.finish(root)
}
