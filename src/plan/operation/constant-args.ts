import { type FieldNode, type GraphQLField, getArgumentValues, visit } from 'graphql'

/** A field's coerced arguments, or undefined where they depend on variables. */
export function constantArgs(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
): Readonly<Record<string, unknown>> | undefined {
  return usesVariables(node) ? undefined : getArgumentValues(definition, node)
}

function usesVariables(node: FieldNode): boolean {
  let found = false
  for (const argument of node.arguments ?? [])
    visit(argument, {
      Variable() {
        found = true
      },
    })
  return found
}
