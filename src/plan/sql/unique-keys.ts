import type { Table } from '../../source/catalog.ts'
import type { TableStructure } from '../../source/structure.ts'

/** The keys of a table, the primary one first; of a view, and wherever none is known, that of the type's home. */
export function uniqueKeys(table: Table, homeKey: readonly string[]): readonly (readonly string[])[] {
  const known = isStructure(table) ? [table.primaryKey, ...table.uniqueKeys].filter(key => key.length > 0) : []
  if (known.length > 0) return known
  return homeKey.every(column => table.columns.has(column)) && homeKey.length > 0 ? [homeKey] : []
}

/** Whether the table was read with its keys. */
export function isStructure(table: Table): table is TableStructure {
  return 'primaryKey' in table
}
