import { type OperationNodeSource, PrimitiveValueListNode } from 'kysely'
import type { SqlValue } from '../sql-value.ts'
import { padded } from './padding.ts'

/** `(?, ?, …)` for what stands behind IN: one node for all values, where one for each would take most of the time. */
export function valueList(values: readonly SqlValue[]): OperationNodeSource {
  return { toOperationNode: () => PrimitiveValueListNode.create(padded(values)) }
}
