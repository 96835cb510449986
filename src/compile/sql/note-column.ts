import type { NamedColumn } from '../../plan/schema-plan.ts'
import type { SqlContext } from './sql-context.ts'

/** Notes a column of the rows' own table, or of the related one, to be held against the catalogue. */
export function noteColumn({ columns, relatedTable }: SqlContext, named: Omit<NamedColumn, 'table'>): void {
  columns.push({ ...named, ...(relatedTable !== undefined && { table: relatedTable }) })
}
