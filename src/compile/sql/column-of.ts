import { printPath } from '../../plan/path.ts'
import { fixedPath } from '../../plan/source-path.ts'
import { noteColumn } from './note-column.ts'
import type { SqlContext } from './sql-context.ts'

/**
 * The column behind a name of a directive: the plain field's of the returned type, else the name itself. Noted in the
 * context, to be held against the catalogue; but not that of a field where no argument names it: the field is held itself.
 */
export function columnOf(context: SqlContext, name: string, argument: string | undefined): string {
  const { names, returned, source, report } = context
  const { declared, paths } = names.lookup(returned, [{ kind: 'property', name }])
  const path = fixedPath(paths.get(source))
  if (!path) {
    report(argument, `"${name}" is computed, and only a whole column can stand here.`, 'Name a column.')
    return name
  }
  const [only] = path
  if (path.length === 1 && only?.kind === 'property') {
    if (argument !== undefined || !declared) noteColumn(context, { column: only.name, argument: argument ?? '' })
    return only.name
  }
  const message = `"${name}" is "${printPath(path)}" inside a column, and only a whole column can stand here.`
  report(argument, message, 'Name a column.')
  return name
}
