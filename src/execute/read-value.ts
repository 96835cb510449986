import { isEnumType } from 'graphql'
import type { LeafShape, Shape } from '../plan/operation/shape.ts'
import { isSourceError, wrongShape } from '../result/field-error.ts'
import { HomeKey } from './answer.ts'

/**
 * Reads an upstream's value as the type says: leaves stay, an object becomes what `readObject` makes of it, a scalar in
 * its place a HomeKey, and what can't be used a SourceError with the reason `wrong_shape`, at its own position in a list.
 */
export function readValue(
  value: unknown,
  shape: Shape,
  source: string,
  readObject: (value: object) => unknown,
): unknown {
  if (value === undefined || value === null || isSourceError(value)) return value
  if (shape.kind === 'leaf') return readLeaf(value, shape, source)
  if (shape.kind === 'list') {
    const { item } = shape
    if (!Array.isArray(value)) return wrongShape('a list', source)
    return value.map(each => readValue(each, item, source, readObject))
  }
  if (Array.isArray(value)) return wrongShape('an object', source)
  if (typeof value === 'object') return readObject(value)
  return shape.hasHome ? new HomeKey(value) : wrongShape('an object', source)
}

/** Enum values are told apart by their text, whatever the upstream's type for them. */
export function readLeaf(value: unknown, { type }: LeafShape, source: string): unknown {
  if (isSourceError(value)) return value
  if (typeof value === 'object') return wrongShape('a scalar', source)
  return isEnumType(type) ? String(value) : value
}
