import type { BindingSite } from '../binding-site.ts'

/** The column behind a name of a directive: the plain field's of the returned type, else the name itself. */
export function columnOf({ names, returned, source, report }: BindingSite, name: string, argument: string): string {
  const path = names.lookup(returned, [{ kind: 'property', name }]).paths.get(source) ?? []
  const [only] = path
  if (path.length === 1 && only?.kind === 'property') return only.name
  report(argument, `"${name}" reads inside a column; only a whole column can stand here.`)
  return name
}
