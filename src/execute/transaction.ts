import { type GraphQLLeafType, type GraphQLSchema, getVariableValues, locatedError, print } from 'graphql'
import type { Variables } from '../plan/operation/conditions.ts'
import { type Export, readsVariable } from '../plan/operation/exports.ts'
import type { Selection } from '../plan/operation/operation-plan.ts'
import type { TransactionPlan, WritePlace } from '../plan/operation/plan-transaction.ts'
import { innermost, type Shape } from '../plan/operation/shape.ts'
import { asFieldError, badInput, isSourceError, missingAnswer } from '../result/field-error.ts'
import type { OperationResult } from './operation-result.ts'
import type { Args, PlaceLoaders } from './place-loaders.ts'
import { readPlace } from './read/read-field.ts'

type FieldError = ReturnType<typeof asFieldError>

/**
 * Runs a mutation's root fields in one transaction; their loaders then have what they ask for. Answers what became of each
 * field of the plan: an answer of every one, or an error of every one.
 */
export async function runTransaction(
  { source, places, exports }: TransactionPlan,
  loaders: PlaceLoaders,
  schema: GraphQLSchema,
): Promise<readonly unknown[]> {
  const isLate = (place: WritePlace) => exports.some(({ variable }) => readsVariable(place, variable))
  const steps = places.map(place => {
    const args = isLate(place) ? {} : argsOf(place, loaders)
    if (args instanceof Error) return args
    const plan = loaders.stepOf(place, place.field.bound, args)
    const refuse = (answer: unknown) => faultIn(answer, place.shape, source)
    if (!isLate(place)) return { plan, refuse }
    const argsAfter = (answers: readonly unknown[]) => {
      const known = exports.filter(({ at }) => at < answers.length)
      for (const each of known) loaders.redefine(readExport(each, answers[each.at], source, schema))
      const late = argsOf(place, loaders)
      if (!(late instanceof Error)) return late
      throw isSourceError(late) ? late : badInput(late.message)
    }
    return { plan, argsAfter, refuse }
  })
  const answers = await loaders.transaction(source, steps)
  if (answers.some(answer => answer instanceof Error)) return answers
  for (const [at, place] of places.entries())
    loaders.ofBinding(place, place.field.bound, loaders.argsOf(place)).answer([], answers[at])
  return answers
}

/** A value of a row as a variable of the operation. Throws SourceError where there is none, or none of the variable's type. */
function readExport(
  { variable, definition, place }: Export,
  row: unknown,
  source: string,
  schema: GraphQLSchema,
): Variables {
  const value = row === null || row === undefined ? null : readPlace(row, place, source)
  if (value instanceof Error) throw value
  if (value === null || value === undefined)
    throw badInput(`"$${variable}" has no value: there is none of "${place.responseKey}" to export.`)
  const type = innermost(place.shape).type as GraphQLLeafType
  const read = getVariableValues(schema, [definition], { [variable]: type.coerceOutputValue(value) })
  if (read.variableValues) return read.variableValues
  throw badInput(
    `"$${variable}" can't have the value of "${place.responseKey}", which is no ${print(definition.type)}.`,
  )
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
