import { coerceInputValue, GraphQLError, getVariableValues, isNonNullType } from 'graphql'
import type { Variables } from '../plan/operation/conditions.ts'
import type { OperationPlans } from '../plan/operation/operation-plans.ts'
import type { VariablePlan } from '../plan/operation/variable-plan.ts'
import { isSourceError } from '../result/field-error.ts'
import { readVariables } from './read-variables.ts'

/** The values of an operation's variables, as the client sent them, or what is wrong with them, which graphql-js tells. */
export function coerceVariables(
  { schemaPlan: { schema }, operation, variables: plans }: OperationPlans,
  variables: Readonly<Record<string, unknown>>,
  hideSuggestions: boolean,
): Variables | GraphQLError[] {
  try {
    const read = readVariables(plans, variables)
    const values = coerceAll(plans, read)
    if (values) return values
    const definitions = operation.variableDefinitions ?? []
    const { variableValues, errors } = getVariableValues(schema, definitions, read, { maxErrors: 50, hideSuggestions })
    return variableValues ?? [...(errors ?? [])]
  } catch (error) {
    if (!isSourceError(error)) throw error
    return [new GraphQLError(error.message, { originalError: error })]
  }
}

/** The values of all variables (specification, section 6.1.2); undefined where one can't be coerced. */
function coerceAll(plans: readonly VariablePlan[], read: Readonly<Record<string, unknown>>): Variables | undefined {
  const sources: Record<string, Variables['sources'][string]> = Object.create(null)
  const coerced: Record<string, unknown> = Object.create(null)
  for (const { signature, fallback } of plans) {
    const { name, type } = signature
    const value = read[name]
    const isAbsent = value === undefined
    sources[name] = isAbsent ? { signature } : { signature, value }
    if (isAbsent && !signature.default && !isNonNullType(type)) continue
    const known = isAbsent && signature.default ? fallback : coerceInputValue(value, type)
    if (known === undefined) return undefined
    coerced[name] = known
  }
  return { sources, coerced }
}
