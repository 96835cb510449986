import type { Expression } from '../template.ts'
import { valueExpressions } from '../value-expressions.ts'
import type { SqlFilter } from './sql-filter.ts'

/** Every `{$…}` at any depth of the filter. */
export function filterExpressions(filter: SqlFilter): readonly Expression[] {
  switch (filter.kind) {
    case 'not':
      return filterExpressions(filter.filter)
    case 'compare':
      return valueExpressions(filter.value)
    case 'related':
      return [...filter.relation.where.flatMap(filterExpressions), ...filterExpressions(filter.filter)]
    case 'input':
      return [filter.value]
    case 'unknown':
      return []
    default:
      return filter.filters.flatMap(filterExpressions)
  }
}
