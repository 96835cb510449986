import { type ConstValueNode, GraphQLError, Kind } from 'graphql'

/** How a scalar's values go in and out (specification, section 3.5). */
export interface ScalarCoercion {
  /** A client's value as plans and sources read it: a plain JSON value or a `bigint`. Throws GraphQLError. */
  input(value: unknown): unknown
  literal(node: ConstValueNode): unknown
  /** An upstream's value as clients read it; `JSON.stringify` writes it without loss. Throws GraphQLError. */
  output(value: unknown): unknown
}

/** A scalar that is written as text, and as a number where `numbers` says so. */
export function textCoercion(
  input: ScalarCoercion['input'],
  output: ScalarCoercion['output'],
  { numbers }: { readonly numbers: boolean },
): ScalarCoercion {
  const kinds: readonly string[] = numbers ? [Kind.STRING, Kind.INT, Kind.FLOAT] : [Kind.STRING]
  const literal: ScalarCoercion['literal'] = node => {
    try {
      return input(kinds.includes(node.kind) && 'value' in node ? node.value : undefined)
    } catch (error) {
      throw new GraphQLError((error as Error).message, { nodes: node })
    }
  }
  return { input, literal, output }
}

/** What a scalar takes, for whoever gave something else; the value itself is nobody's business. */
export function refuseValue(expected: string): never {
  throw new GraphQLError(`Expected ${expected}.`)
}
