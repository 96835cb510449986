import type { SqlFilter } from '../../../plan/sql/sql-filter.ts'
import { valueExpressions } from '../../../plan/value-expressions.ts'
import type { Table } from '../../../source/catalog.ts'

/**
 * What is to be warned of in a `where`: a header of the request, which says whose rows are seen, is compared with a column that
 * takes several texts for one.
 */
export function checkTenants(
  where: readonly SqlFilter[],
  { name, columns }: Table,
): readonly { readonly message: string; readonly suggestion: string }[] {
  const loose = [...new Set(where.flatMap(headerColumns))].flatMap(column => {
    const { collation } = columns.get(column) ?? {}
    return collation ? [{ column, collation }] : []
  })
  return loose.map(({ column, collation }) => ({
    message: `"${column}" of "${name}" takes several texts for the same (${collation.name}), and a request header is compared with it: a request with "acme" may be given the rows of ${collation.ignoresCase ? '"ACME"' : '"acme "'}.`,
    suggestion: 'Make it a number, or give it a binary collation without padding.',
  }))
}

function headerColumns(filter: SqlFilter): readonly string[] {
  switch (filter.kind) {
    case 'compare':
      return valueExpressions(filter.value).some(({ from }) => from.root === 'headers') ? [filter.column] : []
    case 'not':
      return headerColumns(filter.filter)
    case 'and':
    case 'or':
      return filter.filters.flatMap(headerColumns)
    default:
      return []
  }
}
