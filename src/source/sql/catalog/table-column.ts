import type { Column, Table } from '../../catalog.ts'
import { databaseError } from '../../database-error.ts'

/** The table's column; `undefined` without a table. Throws SourceError where the catalogue has no such column. */
export function columnOf(table: Table | undefined, name: string, source: string): Column | undefined {
  if (!table) return undefined
  const column = table.columns.get(name)
  if (column) return column
  throw databaseError('db_error', source, new Error(`table "${table.name}" has no column "${name}"`))
}
