import type { FilterReader } from '../../../plan/sql/sql-filter.ts'
import type { Table } from '../../catalog.ts'
import { badUserInput } from '../error.ts'
import { conditionSize } from '../filter/condition.ts'
import { readFilter } from '../filter/read-filter.ts'
import { type FilterScope, resolveFilter } from '../filter/resolve-filter.ts'
import { MAX_CONDITIONS } from '../limits.ts'
import type { SqlText } from '../statement/sql-text.ts'
import { type ConditionSyntax, whereOf } from '../statement/where.ts'

/** What a client's conditions on computed values come to: `true` without any, `false` where no group can meet them. Throws SourceError. */
export function havingOf(
  given: unknown,
  reader: FilterReader | undefined,
  filters: FilterScope,
  table: Table,
  terms: ReadonlyMap<string, SqlText>,
  { textType, foldFunction, jsonValue, regexOperator }: ConditionSyntax,
): SqlText | boolean {
  if (!reader || given === undefined || given === null) return true
  const filter = readFilter(given, reader, filters)
  const condition = resolveFilter(filter, { ...filters, table, tables: undefined }) ?? true
  if (typeof condition === 'boolean') return condition
  if (conditionSize(condition) > MAX_CONDITIONS)
    throw badUserInput(`The filter has more than ${MAX_CONDITIONS} conditions.`, filters.source)
  return whereOf(condition, { rows: [], terms, textType, foldFunction, jsonValue, regexOperator })
}
