import type { Table } from '../../catalog.ts'

/** A table's name in a statement, each part quoted by itself: `["orders"]`, or `["sales", "orders"]` of another schema. */
export type TableId = readonly string[]

/** How a statement calls the table that a schema file calls so. */
export function tableId(name: string, table: Table | undefined): TableId {
  return table?.id ?? [table?.name ?? name]
}
