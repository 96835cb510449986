import type { SqlTerm, SqlTerms } from '../../../plan/sql/sql-groups.ts'
import type { Column, Table } from '../../catalog.ts'
import { columnOf } from '../catalog/table-column.ts'
import { type SqlText, sql } from '../statement/sql-text.ts'
import type { AggregateSyntax } from './aggregate-syntax.ts'

const INT64 = [-(2n ** 63n), 2n ** 63n - 1n] as const

/** What terms are to conditions: a table whose columns they are, and the text of each. */
export interface ResolvedTerms {
  readonly table: Table
  readonly texts: ReadonlyMap<string, SqlText>
}

/** Resolves terms over rows of a table; `textOf` is how a statement has its columns. Throws SourceError where there is no such column. */
export function resolveTerms(
  terms: SqlTerms,
  rows: Table | undefined,
  source: string,
  { around, kindOf }: AggregateSyntax,
  textOf: (column: string) => SqlText,
): ResolvedTerms {
  const columns = new Map<string, Column>()
  const texts = new Map<string, SqlText>()
  for (const [id, { name, column: columnName }] of terms) {
    const column = columnName === undefined ? undefined : columnOf(rows, columnName, source)
    columns.set(id, { ...comparedAs(name, column, kindOf), name: id, nullable: true })
    if (name === 'count' || columnName === undefined) texts.set(id, sql`count(*)`)
    else {
      const [before, behind] = around(name, column, false)
      texts.set(id, sql`${sql.raw(before)}${textOf(columnName)}${sql.raw(behind)}`)
    }
  }
  return { table: { name: '', columns }, texts }
}

function comparedAs(
  name: SqlTerm['name'],
  column: Column | undefined,
  kindOf: AggregateSyntax['kindOf'],
): Pick<Column, 'kind' | 'range'> {
  if (name === 'count' || name === 'countDistinct') return { kind: 'integer', range: INT64 }
  const kind = kindOf(name, column)
  return kind === 'integer' ? { kind, range: INT64 } : { ...column, kind }
}
