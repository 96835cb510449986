import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql'
import type { Variables } from '../../plan/operation/conditions.ts'

/** Values in the place of an operation's variables that nobody knows. They only have the right types. */
export function standInVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): Variables {
  const coerced: Record<string, unknown> = Object.create(null)
  for (const { variable, type } of variableDefinitions) {
    const known = typeFromAST(schema, type)
    if (isInputType(known)) coerced[variable.name.value] = standIn(known)
  }
  return { sources: Object.create(null), coerced }
}

const OF_SCALARS: Readonly<Record<string, unknown>> = { Int: 1, Float: 1, Boolean: true }

function standIn(type: GraphQLInputType): unknown {
  const nullable = getNullableType(type)
  if (isListType(nullable)) return [standIn(nullable.ofType)]
  if (isEnumType(nullable)) return nullable.getValues()[0]?.value
  if (!isInputObjectType(nullable)) return OF_SCALARS[nullable.name] ?? '0'
  const fields = Object.values(nullable.getFields())
  const required = nullable.isOneOf ? fields.slice(0, 1) : fields.filter(each => isNonNullType(each.type))
  return Object.fromEntries(required.map(each => [each.name, standIn(each.type)]))
}
