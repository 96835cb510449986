import { evaluateExpression } from '../../plan/evaluate.ts'
import type { SqlComparison, SqlFilter, SqlInputFilter } from '../../plan/sql/sql-filter.ts'
import type { TemplateScope } from '../../plan/template.ts'
import type { Table } from '../catalog.ts'
import { type Condition, combine } from './condition.ts'
import type { Converters } from './convert.ts'
import { evaluateOperand } from './operand.ts'
import { readFilter } from './read-filter.ts'
import { resolveComparison } from './resolve-comparison.ts'
import { columnOf } from './table-column.ts'

/** What a filter is evaluated with. */
export interface FilterScope {
  readonly scope: TemplateScope
  /** The catalogue's table; none for the rows of a query, whose columns nobody knows before it runs. */
  readonly table: Table | undefined
  readonly converters: Converters
  readonly source: string
  /** Whether an absent `$args` drops its condition, as on a list; elsewhere it is unknown. */
  readonly drops: boolean
}

/**
 * The filter with its templates evaluated and its values converted: a condition, or `true` or `false` for all rows or
 * none; `undefined` where all of it was dropped. A value that its column can't hold is unknown, and so false, under
 * `not` too. Throws SourceError for a column that does not exist, and TemplateValueError.
 */
export function resolveFilter(filter: SqlFilter, scope: FilterScope, negated = false): Condition | boolean | undefined {
  switch (filter.kind) {
    case 'not':
      return resolveFilter(filter.filter, scope, !negated)
    case 'compare':
      return resolveCompare(filter, scope, negated)
    case 'input':
      return resolveInput(filter, scope, negated)
    case 'unknown':
      return false
    default: {
      const parts = filter.filters.map(part => resolveFilter(part, scope, negated))
      const kept = parts.filter(part => part !== undefined)
      if (kept.length === 0 && parts.length > 0) return undefined
      return combine((filter.kind === 'and') === negated ? 'or' : 'and', kept)
    }
  }
}

function resolveInput({ value, reader, nullable }: SqlInputFilter, scope: FilterScope, negated: boolean) {
  const given = evaluateExpression(value, scope.scope)
  if (given === undefined || (given === null && nullable)) return scope.drops ? undefined : false
  return resolveFilter(readFilter(given, reader, scope.source), scope, negated)
}

function resolveCompare(
  { column, operator, value }: SqlComparison,
  { scope, table, converters, source, drops }: FilterScope,
  negated: boolean,
): Condition | boolean | undefined {
  const known = columnOf(table, column, source)
  const operand = evaluateOperand(value, scope)
  if (operand.kind === 'absent') return drops ? undefined : false
  // Where nothing may be dropped, a list that keeps nothing out is no condition either.
  if (!drops && operand.kind === 'list' && operand.items.length === 0) return false
  return resolveComparison(operator, operand, { column, known, converters, source, negated })
}
