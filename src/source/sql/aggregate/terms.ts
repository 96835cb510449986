import type { SqlTerm, SqlTerms } from '../../../plan/sql/sql-terms.ts'
import type { Column, Table } from '../../catalog.ts'
import { columnOf } from '../catalog/table-column.ts'
import type { AggregateSyntax } from './aggregate-syntax.ts'
import type { AggregateTerm } from './aggregate-term.ts'

const INT64 = [-(2n ** 63n), 2n ** 63n - 1n] as const

/** What terms are to conditions: a table whose columns they are, and how each is computed. */
export interface ResolvedTerms {
  readonly table: Table
  readonly terms: ReadonlyMap<string, AggregateTerm>
}

/** Resolves terms over rows of a table. Throws SourceError where there is no such column. */
export function resolveTerms(
  terms: SqlTerms,
  rows: Table | undefined,
  source: string,
  syntax: AggregateSyntax,
): ResolvedTerms {
  const resolved = [...terms].map(([id, term]) => [id, resolveTerm(term, id, rows, source, syntax)] as const)
  return {
    table: { name: '', columns: new Map(resolved.map(([id, { known }]) => [id, known])) },
    terms: new Map(resolved.map(([id, { term }]) => [id, term])),
  }
}

/** How a term is computed, and what it is as a column of that name. */
export function resolveTerm(
  { name, column }: SqlTerm,
  id: string,
  rows: Table | undefined,
  source: string,
  { around, kindOf }: AggregateSyntax,
): { readonly term: AggregateTerm; readonly known: Column } {
  const of = column === undefined ? undefined : columnOf(rows, column, source)
  const nullable = name !== 'count' && name !== 'countDistinct'
  const known = { ...comparedAs(name, of, kindOf), name: id, nullable }
  if (name === 'count' || column === undefined) return { known, term: { column: undefined } }
  return { known, term: { column, around: around(name, of, false) } }
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
