import type { ColumnKind, Table } from '../../catalog.ts'
import { databaseError } from '../../database-error.ts'
import { columnOf } from './table-column.ts'

/** A number and a text would be compared as the database likes: on MySQL `'7 or 1=1'` is 7. */
const NUMBERS: ReadonlySet<ColumnKind> = new Set(['integer', 'decimal', 'float', 'boolean'])

/** Throws SourceError where a column that a join needs does not exist, or is a number and the other one is not. */
export function checkJoin(
  { table, column }: { readonly table: Table | undefined; readonly column: string },
  other: { readonly table: Table | undefined; readonly column: string },
  source: string,
): void {
  const [one, another] = [columnOf(table, column, source), columnOf(other.table, other.column, source)]
  if (one?.kind === 'any' || another?.kind === 'any') return
  if (one && another && NUMBERS.has(one.kind) !== NUMBERS.has(another.kind))
    throw databaseError(
      'db_error',
      source,
      new Error(`"${column}" is ${one.kind}, and "${other.column}" is ${another.kind}`),
    )
}
