import { Kind } from 'graphql'
import type { Variables } from '../plan/operation/conditions.ts'
import type { FieldPlace } from '../plan/operation/operation-plan.ts'
import type { OperationPlans } from '../plan/operation/operation-plans.ts'
import type { ResolverInfo } from '../plan/resolver/resolver-map.ts'

/** What a resolver is told of its field. */
export function resolverInfo(
  { parentType, definition, nodes }: FieldPlace,
  { schemaPlan: { schema }, document, operation }: OperationPlans,
  variableValues: Variables,
): ResolverInfo {
  return {
    fieldName: definition.name,
    fieldNodes: nodes,
    returnType: definition.type,
    parentType,
    schema,
    operation,
    variableValues,
    get fragments() {
      const found = document.definitions.filter(each => each.kind === Kind.FRAGMENT_DEFINITION)
      return Object.fromEntries(found.map(fragment => [fragment.name.value, fragment]))
    },
  }
}
