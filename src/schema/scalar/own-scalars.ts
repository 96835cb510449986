import { type ConstValueNode, GraphQLError, valueFromASTUntyped } from 'graphql'
import type { ScalarCoercion } from './scalar-coercion.ts'

/** Scalars of one's own, by their names. */
export type OwnScalars = ReadonlyMap<string, ScalarCoercion>

type Coerce = (value: unknown) => unknown

/** Those among resolvers: a GraphQLScalarType of any version, or an object of the functions that it has. */
export function ownScalars(resolvers: unknown): OwnScalars {
  if (typeof resolvers !== 'object' || resolvers === null) return new Map()
  return new Map(
    Object.entries(resolvers).flatMap(([name, entry]) => {
      const coercion = coercionOf(entry)
      return coercion ? [[name, coercion] as const] : []
    }),
  )
}

/** Undefined for what is no scalar. */
export function coercionOf(entry: unknown): ScalarCoercion | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined
  const type = entry as Readonly<Record<string, unknown>>
  // The names of graphql-js 17 first; those of 16 are on their way out there.
  const output = bound(type, 'coerceOutputValue') ?? bound(type, 'serialize')
  const input = bound(type, 'coerceInputValue') ?? bound(type, 'parseValue')
  if (!output || !input) return undefined
  const literal = (bound(type, 'coerceInputLiteral') ?? bound(type, 'parseLiteral')) as
    | ((node: ConstValueNode) => unknown)
    | undefined
  return {
    input,
    literal: literal ?? (node => input(valueFromASTUntyped(node))),
    output: value => {
      try {
        return output(value)
      } catch (error) {
        throw new GraphQLError(error instanceof Error ? error.message : String(error))
      }
    },
  }
}

function bound(type: Readonly<Record<string, unknown>>, name: string): Coerce | undefined {
  const found = type[name]
  return typeof found === 'function' ? value => found.call(type, value) : undefined
}
