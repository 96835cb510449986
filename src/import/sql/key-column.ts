import type { Column } from '../../source/catalog.ts'

/** Whether rows can be found by the column: nothing is compared with a list, nor with what has no equality. */
export function isKeyColumn(column: Column | undefined): boolean {
  return column !== undefined && column.kind !== 'list' && column.incomparable !== true
}
