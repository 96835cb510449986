import type { Expression } from '../template.ts'
import { valueExpressions } from '../value-expressions.ts'
import type { SqlFilter, SqlRelation } from './sql-filter.ts'

/** Every `{$…}` at any depth of the filter. */
export function filterExpressions(filter: SqlFilter): readonly Expression[] {
  switch (filter.kind) {
    case 'not':
      return filterExpressions(filter.filter)
    case 'compare':
      return valueExpressions(filter.value)
    case 'related':
      return [...relationExpressions(filter.relation), ...filterExpressions(filter.filter)]
    case 'aggregate':
      return [
        ...relationExpressions(filter.relation),
        ...(filter.filter ? filterExpressions(filter.filter) : []),
        ...filterExpressions(filter.having),
      ]
    case 'input':
      return [filter.value]
    case 'unknown':
      return []
    default:
      return filter.filters.flatMap(filterExpressions)
  }
}

function relationExpressions({ where, via }: SqlRelation): readonly Expression[] {
  return [...where, ...(via?.where ?? [])].flatMap(filterExpressions)
}
