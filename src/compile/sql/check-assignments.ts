import { equalitiesOf, isFromClient, testedColumns } from '../../plan/sql/type-where.ts'
import type { CompiledRows, WrittenAssignment } from './compile-rows.ts'
import type { TableSettings } from './compile-table.ts'
import type { SqlContext } from './sql-context.ts'

/** Reports what may not be written: a column twice, and what would move a row out of the `where` of its type. */
export function checkAssignments(
  context: SqlContext,
  kind: string,
  rows: Pick<CompiledRows, 'templates'>,
  { where }: Pick<TableSettings, 'where'>,
): void {
  const fixed = new Set(equalitiesOf(where).map(({ column }) => column))
  const tested = testedColumns(where)
  const refuse = (written: WrittenAssignment, message: string) => {
    const name = written.inputField ? `the input field ${written.inputField}` : `"${written.column}"`
    context.report(written.argument, `${name} ${message}`, 'Leave it out, or write through a type without that where.')
  }
  for (const row of rows.templates) {
    const columns = new Set<string>()
    for (const written of row) {
      const { column } = written
      if (columns.has(column))
        context.report(written.argument, `the column "${column}" gets two values.`, 'Keep one of them.')
      columns.add(column)
      if (kind !== 'update' && fixed.has(column)) refuse(written, `is set by the where of type ${context.returned}.`)
      else if (tested.has(column) && isFromClient(written))
        refuse(written, `is tested by the where of type ${context.returned}: a client could move the row out of it.`)
    }
    if (row.length === 0 && kind === 'update')
      context.report('update', 'update sets nothing.', 'Write update: { name: "{$args.name}" }.')
  }
}
