import type { FilterReader } from '../../../plan/sql/sql-filter.ts'
import type { Table } from '../../catalog.ts'
import { refuseManyConditions } from '../filter/condition.ts'
import { readFilter } from '../filter/read-filter.ts'
import { type FilterScope, resolveFilter } from '../filter/resolve-filter.ts'
import type { SqlText } from '../statement/sql-text.ts'
import { type ConditionSyntax, whereOf } from '../statement/where.ts'

/** What a client's conditions on computed values come to: `true` without any, `false` where no group can meet them. Throws SourceError. */
export function havingOf(
  given: unknown,
  reader: FilterReader | undefined,
  filters: FilterScope,
  table: Table,
  terms: ReadonlyMap<string, SqlText>,
  syntax: ConditionSyntax,
): SqlText | boolean {
  if (!reader || given === undefined || given === null) return true
  const filter = readFilter(given, reader, filters)
  const condition = resolveFilter(filter, { ...filters, table, tables: undefined }) ?? true
  if (typeof condition === 'boolean') return condition
  refuseManyConditions(condition, filters.source)
  return whereOf(condition, { syntax, rows: [], terms })
}
