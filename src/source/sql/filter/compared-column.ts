import type { ColumnTerm } from '../../../plan/sql/column-term.ts'
import type { Column, ColumnKind, Table } from '../../catalog.ts'
import { databaseError } from '../../database-error.ts'
import { columnOf } from '../catalog/table-column.ts'
import type { ComparedColumn } from './condition.ts'

const KINDS = { text: 'text', number: 'decimal', boolean: 'boolean' } as const
const HOLD_JSON: ReadonlySet<ColumnKind> = new Set(['json', 'text', 'any'])

/** What a statement compares, or orders by, and what it is as a column. Throws SourceError where there is no such column, or none of JSON. */
export function comparedColumn(
  { column, inside }: ColumnTerm,
  table: Table | undefined,
  source: string,
): { readonly column: ComparedColumn; readonly known: Column | undefined } {
  const known = columnOf(table, column, source)
  if (!inside) return { column, known }
  if (known && !HOLD_JSON.has(known.kind) && !known.loose)
    throw databaseError('db_error', source, new Error(`the column "${column}" holds no JSON`))
  return { column: { column, ...inside }, known: { name: column, kind: KINDS[inside.as], nullable: true } }
}
