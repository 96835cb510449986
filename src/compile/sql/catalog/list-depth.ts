import { type GraphQLType, getNullableType, isListType } from 'graphql'

/** How many lists stand around a type. */
export function listDepth(type: GraphQLType): number {
  const open = getNullableType(type)
  return isListType(open) ? 1 + listDepth(open.ofType) : 0
}
