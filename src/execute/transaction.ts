import { locatedError } from 'graphql'
import type { Selection } from '../plan/operation/operation-plan.ts'
import type { TransactionPlan, WritePlace } from '../plan/operation/plan-transaction.ts'
import type { Shape } from '../plan/operation/shape.ts'
import { asFieldError, isSourceError, missingAnswer } from '../result/field-error.ts'
import type { OperationResult } from './operation-result.ts'
import type { Args, PlaceLoaders } from './place-loaders.ts'

type FieldError = ReturnType<typeof asFieldError>

/**
 * Runs a mutation's root fields in one transaction; their loaders then have what they ask for. Answers what became of each
 * field of the plan: an answer of every one, or an error of every one.
 */
export async function runTransaction(
  { source, places }: TransactionPlan,
  loaders: PlaceLoaders,
): Promise<readonly unknown[]> {
  const calls = places.map(place => ({ place, args: argsOf(place, loaders) }))
  const steps = calls.map(({ place, args }) => {
    if (args instanceof Error) return args
    const plan = loaders.stepOf(place, place.field.bound, args)
    return { plan, refuse: (answer: unknown) => faultIn(answer, place.shape, source) }
  })
  const answers = await loaders.transaction(source, steps)
  for (const [at, { place, args }] of calls.entries())
    if (!(args instanceof Error)) loaders.ofBinding(place, place.field.bound, args).answer([], answers[at])
  return answers
}

/** The answer of a transaction in which nothing happened. Every field says why, also where one of them nulls all. */
export function undoneResult(
  root: Selection,
  { source, places }: TransactionPlan,
  failures: readonly unknown[],
): OperationResult {
  const errors = places.map(({ nodes, responseKey }, at) => ({
    error: locatedError(failures[at], nodes, [responseKey]),
    source,
  }))
  const isNull = places.some(({ shape }) => shape.nonNull)
  const fields = root.places.map(({ kind, responseKey }) => [responseKey, kind === 'typename' ? root.type.name : null])
  const data = isNull ? null : Object.fromEntries(fields)
  return { answer: Buffer.from(JSON.stringify({ data })), errors }
}

function argsOf(place: WritePlace, loaders: PlaceLoaders): Args | Error {
  try {
    return loaders.argsOf(place)
  } catch (error) {
    return error instanceof Error ? error : asFieldError(error)
  }
}

/** Why an answer can't stand in its field: an error in it, or no value where there must be one. */
function faultIn(value: unknown, shape: Shape, source: string): FieldError | undefined {
  if (isSourceError(value)) return value
  if (value === null || value === undefined) return shape.nonNull ? missingAnswer(source) : undefined
  if (shape.kind !== 'list' || !Array.isArray(value)) return undefined
  for (const item of value) {
    const fault = faultIn(item, shape.item, source)
    if (fault) return fault
  }
  return undefined
}
