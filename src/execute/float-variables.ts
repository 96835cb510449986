import {
  GraphQLFloat,
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isInputObjectType,
  isInputType,
  isListType,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql'

type Variables = Readonly<Record<string, unknown>>

/**
 * The variables with the nearest double for each integer beyond 2^53 that a Float takes (specification, section 3.5.2).
 * They are read with all digits, for the scalars that keep them, and graphql-js refuses a `bigint` that a double rounds.
 */
export function withFloats(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  variables: Variables,
): Record<string, unknown> {
  const read = { ...variables }
  for (const { variable, type: node } of definitions) {
    const { value: name } = variable.name
    const type = typeFromAST(schema, node)
    if (Object.hasOwn(read, name) && isInputType(type)) read[name] = readFloats(type, read[name])
  }
  return read
}

function readFloats(of: GraphQLInputType, value: unknown): unknown {
  const type = getNullableType(of)
  if (isListType(type))
    return Array.isArray(value) ? value.map(item => readFloats(type.ofType, item)) : readFloats(type.ofType, value)
  if (isInputObjectType(type)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const fields = type.getFields()
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        const field = Object.hasOwn(fields, name) ? fields[name] : undefined
        return [name, field ? readFloats(field.type, inner) : inner]
      }),
    )
  }
  return type === GraphQLFloat && typeof value === 'bigint' ? nearestDouble(value) : value
}

/** One that no double comes near stays for graphql-js to refuse. */
function nearestDouble(value: bigint): number | bigint {
  const double = Number(value)
  return Number.isFinite(double) ? double : value
}
