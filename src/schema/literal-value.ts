import { type ConstValueNode, Kind } from 'graphql'

/**
 * The plain value of a literal: an enum value is its name, an integer that no double holds a `bigint`. Objects have no
 * prototype.
 */
export function literalValue(node: ConstValueNode): unknown {
  switch (node.kind) {
    case Kind.NULL:
      return null
    case Kind.INT:
      return exactInteger(node.value)
    case Kind.FLOAT:
      return Number(node.value)
    case Kind.LIST:
      return node.values.map(literalValue)
    case Kind.OBJECT: {
      const object: Record<string, unknown> = Object.create(null)
      for (const { name, value } of node.fields) object[name.value] = literalValue(value)
      return object
    }
    default:
      return node.value
  }
}

/** As of JSON; to convert digits of any length would take its time. */
const MOST_DIGITS = 1_000

/** One of more digits is infinite. */
function exactInteger(text: string): number | bigint {
  const number = Number(text)
  return Number.isSafeInteger(number) || text.length > MOST_DIGITS ? number : BigInt(text)
}
