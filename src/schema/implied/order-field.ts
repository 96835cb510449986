import type { LeafField } from './base-type.ts'

/** Whether an implied order has the field. */
export function isOrderField({ whole, type }: LeafField): boolean {
  return whole && type !== 'JSON'
}
