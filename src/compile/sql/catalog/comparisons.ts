import type { SqlComparison, SqlFilter } from '../../../plan/sql/sql-filter.ts'

/** What a filter compares whole columns of its own table with: nothing of related rows, nor what a client sends as a filter. */
export function comparisonsOf(filter: SqlFilter): readonly SqlComparison[] {
  switch (filter.kind) {
    case 'compare':
      return filter.inside ? [] : [filter]
    case 'not':
      return comparisonsOf(filter.filter)
    case 'and':
    case 'or':
      return filter.filters.flatMap(comparisonsOf)
    default:
      return []
  }
}
