import { type FieldNode, getArgumentValues } from 'graphql'
import type { Variables } from '../plan/operation/conditions.ts'
import type { FieldPlace } from '../plan/operation/operation-plan.ts'
import { valueWith } from '../plan/operation/value-plan.ts'
import { sourceArgs } from './source-args.ts'

/**
 * A place's arguments with an operation's variables, as its source knows them. Throws GraphQLError where they can't be
 * coerced, which graphql-js tells, and SourceError for an id of a wrong type.
 */
export function coerceArguments(
  { argsPlan, definition, field, nodes: [node] }: Pick<FieldPlace, 'argsPlan' | 'definition' | 'field' | 'nodes'>,
  variables: Variables,
): Readonly<Record<string, unknown>> {
  const args = valueWith(argsPlan, variables) ?? getArgumentValues(definition, node as FieldNode, variables)
  return sourceArgs(args as Readonly<Record<string, unknown>>, field)
}
