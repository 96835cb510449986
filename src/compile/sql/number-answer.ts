import { getNullableType, isScalarType } from 'graphql'
import type { SqlContext } from './sql-context.ts'

/** Whether the field of a mutation answers how many rows were touched (`Int`), or whether any was (`Boolean`). */
export function numberAnswer({ type }: Pick<SqlContext, 'type'>): 'count' | 'changed' | undefined {
  const open = type && getNullableType(type)
  if (!isScalarType(open)) return undefined
  return open.name === 'Int' ? 'count' : open.name === 'Boolean' ? 'changed' : undefined
}
