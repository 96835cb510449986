import { type GraphQLEnumType, GraphQLError, type GraphQLSchema, isEnumType, Kind, type ValueNode } from 'graphql'
import type { DirectiveUse } from './definition.ts'

/** The upstream value of what stands for all that the enum does not name. */
const EVERY_OTHER = '*'

/** Lets each enum value with an `@map` stand for its upstream value, in both directions, for every executor of the schema. */
export function mapEnumValues(schema: GraphQLSchema, directives: ReadonlyMap<string, readonly DirectiveUse[]>): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isEnumType(type)) continue
    for (const value of type.getValues()) {
      const map = directives.get(`${type.name}.${value.name}`)?.find(({ name }) => name === 'map')
      if (map && isUpstreamValue(map.args.from)) value.value = map.args.from
    }
    attachCoercion(type)
  }
}

/** Whether an enum value can stand for it. */
export function isUpstreamValue(value: unknown): boolean {
  return value !== null && typeof value !== 'object'
}

/** Answers are told apart by their text, whatever the upstream's type for them. */
function attachCoercion(type: GraphQLEnumType): void {
  const values = type.getValues()
  const names = new Map(values.map(({ name, value }) => [String(value), name]))
  const other = values.find(({ value }) => value === EVERY_OTHER)
  const { coerceInputValue, coerceInputLiteral, coerceOutputValue } = type
  const output = (value: unknown) => names.get(String(value)) ?? other?.name ?? coerceOutputValue.call(type, value)
  const refuse = (name: unknown, nodes?: ValueNode) => {
    if (other && name === other.name)
      throw new GraphQLError(`"${name}" stands for what "${type.name}" does not name: it can't be sent.`, { nodes })
  }
  const input = (value: unknown, hideSuggestions?: boolean) => {
    refuse(value)
    return coerceInputValue.call(type, value, hideSuggestions)
  }
  const literal = (node: ValueNode, hideSuggestions?: boolean) => {
    if (node.kind === Kind.ENUM) refuse(node.value, node)
    return coerceInputLiteral.call(type, node as Parameters<typeof coerceInputLiteral>[0], hideSuggestions)
  }
  Object.assign(type, { coerceOutputValue: output, coerceInputValue: input, coerceInputLiteral: literal })
  // The names that servers on graphql-js 16 know.
  const parseLiteral = (node: ValueNode, _variables: unknown, hideSuggestions?: boolean) =>
    literal(node, hideSuggestions)
  Object.assign(type, { serialize: output, parseValue: input, parseLiteral })
}
