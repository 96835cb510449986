import {
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNullableType,
  isEnumType,
  isLeafType,
  isListType,
} from 'graphql'
import type { Selections } from '../plan/operation/operation-plan.ts'
import { isSourceError, wrongShape } from '../result/field-error.ts'
import { type Answer, HomeKey } from './answer.ts'

/** Where a value comes from, and what its objects go on with. */
export interface ReadContext {
  readonly source: string
  readonly children: Selections
  /** Whether a scalar where an object belongs is the key of the type's home. */
  readonly hasHome: boolean
}

/**
 * Reads an upstream's value as the type says: leaves stay, an object becomes an Answer, a scalar in its place a HomeKey,
 * and what can't be used a SourceError with the reason `wrong_shape`, at its own position in a list.
 */
export function readAnswer(value: unknown, type: GraphQLOutputType, context: ReadContext): unknown {
  if (value === undefined || value === null || isSourceError(value)) return value
  const nullable = getNullableType(type)
  if (isListType(nullable)) {
    if (!Array.isArray(value)) return wrongShape('a list', context.source)
    return isPlainLeaf(nullable.ofType) ? value : value.map(item => readAnswer(item, nullable.ofType, context))
  }
  if (isLeafType(nullable)) return readLeaf(value, nullable, context)
  if (Array.isArray(value)) return wrongShape('an object', context.source)
  if (typeof value === 'object') return { value, source: context.source, children: context.children } satisfies Answer
  return context.hasHome ? new HomeKey(value) : wrongShape('an object', context.source)
}

/** Enum values are told apart by their text, whatever the upstream's type for them. */
function readLeaf(value: unknown, type: GraphQLNamedType, context: ReadContext): unknown {
  if (typeof value === 'object') return wrongShape('a scalar', context.source)
  return isEnumType(type) ? String(value) : value
}

function isPlainLeaf(type: GraphQLOutputType): boolean {
  const nullable = getNullableType(type)
  return isLeafType(nullable) && !isEnumType(nullable)
}
