import { propertyPath } from '../../plan/path.ts'
import type { SqlSearch } from '../../plan/sql/sql-search.ts'
import { valueExpressions } from '../../plan/value-expressions.ts'
import { couldBeAbsent } from '../template/argument-type.ts'
import { compileValue } from '../template/compile-template.ts'
import { SEARCH_EXAMPLE } from './compile-search-index.ts'
import type { TableSettings } from './compile-table.ts'
import type { AbsenceRule } from './filter/filter-context.ts'
import type { SqlContext } from './sql-context.ts'

/**
 * Compiles the `search` of an `@sql` on a field: the text that is looked for. What it finds tells of the values of the columns, so
 * it asks of a user what they do.
 */
export function compileSearch(
  context: SqlContext,
  { table, search: index }: TableSettings,
  absence: AbsenceRule,
): SqlSearch | undefined {
  const { use, report, returned, coordinate, source, valueReads, args = [] } = context
  const { search } = use.args
  // Of a stand-in another mistake has been told.
  if (search === undefined || search === null || table === '') return undefined
  if (!index) {
    report('search', `nothing says what a search of ${returned} goes through.`, `At its @sql: ${SEARCH_EXAMPLE}`)
    return undefined
  }
  if (typeof search !== 'string') {
    report('search', 'the search of a field is the text that is looked for.', 'Write search: "{$args.text}".')
    return undefined
  }
  const text = compileValue(search, { argument: 'search', required: true, takes: 'scalar' }, context)
  const expressions = valueExpressions(text)
  if (expressions.some(({ from }) => from.root === 'this' || from.root === 'batch'))
    report('search', 'the text that is looked for is one for all parents.', 'Write search: "{$args.text}".')
  if (absence.kind === 'refused' && expressions.some(expression => couldBeAbsent(expression, args)))
    report(
      'search',
      `the text may be left out, and without it ${absence.consequence}.`,
      'Make the argument non-null, or give it a default.',
    )
  for (const column of index.columns)
    valueReads.add({ at: coordinate, type: returned, path: propertyPath(column), source })
  return { ...index, text }
}
