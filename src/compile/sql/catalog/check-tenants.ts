import type { SqlComparison, SqlFilter } from '../../../plan/sql/sql-filter.ts'
import { valueExpressions } from '../../../plan/value-expressions.ts'
import type { Table } from '../../../source/catalog.ts'
import { comparisonsOf } from './comparisons.ts'

/**
 * What is to be warned of in a `where`: a header of the request, which says whose rows are seen, is compared with a column that
 * takes several texts for one.
 */
export function checkTenants(
  where: readonly SqlFilter[],
  { name, columns }: Table,
): readonly { readonly message: string; readonly suggestion: string }[] {
  const compared = where.flatMap(comparisonsOf).filter(readsHeader)
  const loose = [...new Set(compared.map(({ column }) => column))].flatMap(column => {
    const { collation } = columns.get(column) ?? {}
    return collation ? [{ column, collation }] : []
  })
  return loose.map(({ column, collation }) => ({
    message: `"${column}" of "${name}" takes several texts for the same (${collation.name}), and a request header is compared with it: a request with "acme" may be given the rows of ${collation.ignoresCase ? '"ACME"' : '"acme "'}.`,
    suggestion: 'Make it a number, or give it a binary collation without padding.',
  }))
}

function readsHeader({ value }: SqlComparison): boolean {
  return valueExpressions(value).some(({ from }) => from.root === 'headers')
}
