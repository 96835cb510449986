import type { SqlOrder } from '../../../plan/sql/sql-binding.ts'
import { fingerprintOf } from '../../cursor-text.ts'

/** Tells cursors of different tables and orders apart, without their names. */
export function orderFingerprint(table: string, order: readonly SqlOrder[]): string {
  return fingerprintOf([table, ...order.map(({ column, direction }) => [column, direction])])
}
