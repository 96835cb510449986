import { GraphQLError, getVariableValues } from 'graphql'
import type { Variables } from '../plan/operation/conditions.ts'
import type { OperationPlans } from '../plan/operation/operation-plans.ts'
import { isSourceError } from '../result/field-error.ts'
import { readVariables } from './read-variables.ts'

/** The values of an operation's variables, as the client sent them, or what is wrong with them. */
export function coerceVariables(
  { schemaPlan: { schema }, operation, variableUses }: OperationPlans,
  variables: Readonly<Record<string, unknown>>,
  hideSuggestions: boolean,
): Variables | GraphQLError[] {
  const definitions = operation.variableDefinitions ?? []
  try {
    const read = readVariables(schema, definitions, variables, variableUses)
    const { variableValues, errors } = getVariableValues(schema, definitions, read, { maxErrors: 50, hideSuggestions })
    return variableValues ?? [...(errors ?? [])]
  } catch (error) {
    if (!isSourceError(error)) throw error
    return [new GraphQLError(error.message, { originalError: error })]
  }
}
