import { valueExpressions } from '../value-expressions.ts'
import type { SqlFilter } from './sql-filter.ts'
import type { SqlAssignment } from './sql-write.ts'

/** The top-level equalities of a `where`: of a type's, what every row that is inserted has, whatever the client sends. */
export function equalitiesOf(where: readonly SqlFilter[]): readonly SqlAssignment[] {
  return where.flatMap(filter => {
    if (filter.kind === 'and') return equalitiesOf(filter.filters)
    const isEquality = filter.kind === 'compare' && filter.operator === 'eq' && !filter.inside
    return isEquality && filter.value.kind !== 'list' ? [{ column: filter.column, value: filter.value }] : []
  })
}

/** Every column that a `where` tests. */
export function testedColumns(where: readonly SqlFilter[]): ReadonlySet<string> {
  return new Set(where.flatMap(columnsIn))
}

function columnsIn(filter: SqlFilter): readonly string[] {
  switch (filter.kind) {
    case 'compare':
      return [filter.column]
    case 'not':
      return columnsIn(filter.filter)
    case 'related':
    case 'aggregate':
      return filter.relation.on.map(({ column }) => column)
    case 'and':
    case 'or':
      return filter.filters.flatMap(columnsIn)
    default:
      return []
  }
}

/** Whether a filter that a client sends stands in the `where`: it may be empty, and would then match all rows. */
export function hasClientFilter(where: readonly SqlFilter[]): boolean {
  return where.some(filter => {
    if (filter.kind === 'input') return true
    if (filter.kind === 'not' || filter.kind === 'related') return hasClientFilter([filter.filter])
    if (filter.kind === 'aggregate') return hasClientFilter([filter.having, ...(filter.filter ? [filter.filter] : [])])
    return 'filters' in filter && hasClientFilter(filter.filters)
  })
}

/** Whether a client has a say in the value. */
export function isFromClient({ value }: SqlAssignment): boolean {
  return valueExpressions(value).length > 0
}
