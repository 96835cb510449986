import { type FieldNode, type GraphQLField, getArgumentValues, visit } from 'graphql'
import { argsWithKeys, GlobalIdError } from '../id-places.ts'
import type { FieldPlan } from '../schema-plan.ts'

/** A field's coerced arguments as sources know them; undefined where they depend on variables, or an id is of a wrong type. */
export function constantArgs(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  field: FieldPlan | undefined,
): Readonly<Record<string, unknown>> | undefined {
  if (usesVariables(node)) return undefined
  try {
    return argsWithKeys(getArgumentValues(definition, node), field?.ids)
  } catch (error) {
    // It is told where the field is resolved, as one in a variable is.
    if (error instanceof GlobalIdError) return undefined
    throw error
  }
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
