import type { LeafField } from './base-type.ts'

/** Whether an implied order has the field. */
export function isOrderField({ whole, inside, type }: LeafField): boolean {
  return (whole || inside) && type !== 'JSON'
}
