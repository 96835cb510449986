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
import { LongFraction } from '../plan/long-fraction.ts'

type Variables = Readonly<Record<string, unknown>>

/**
 * The variables with the nearest double for each integer beyond 2^53 that a Float takes (specification, section 3.5.2).
 * They are read with all digits, for the scalars that keep them, and graphql-js refuses a `bigint` that a double rounds. Of
 * fractions only Decimal takes all digits; everything else takes the double.
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
  if (value instanceof LongFraction) return type.name === 'Decimal' ? value.text : Number(value.text)
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
  if (type.name === 'JSON') return withDoubles(value)
  return type === GraphQLFloat && typeof value === 'bigint' ? nearestDouble(value) : value
}

/** A JSON value keeps no more digits than a double; it may be nested deeper than the stack. */
function withDoubles(value: unknown): unknown {
  const open: unknown[] = [value]
  while (open.length > 0) {
    const next = open.pop()
    if (typeof next !== 'object' || next === null) continue
    for (const [name, inner] of Object.entries(next))
      if (inner instanceof LongFraction)
        Object.defineProperty(next, name, {
          value: Number(inner.text),
          writable: true,
          enumerable: true,
          configurable: true,
        })
      else open.push(inner)
  }
  return value
}

/** One that no double comes near stays for graphql-js to refuse. */
function nearestDouble(value: bigint): number | bigint {
  const double = Number(value)
  return Number.isFinite(double) ? double : value
}
