import type { FieldPlan } from '../plan/schema-plan.ts'
import { readsOf, type SourcePath } from '../plan/source-path.ts'
import type { CompileContext } from './compile-context.ts'

/** The sources that answer objects of the type as lists, with a field at each place; reports a field that has a name there. */
export function listedIn(
  typeName: string,
  fields: ReadonlyMap<string, FieldPlan>,
  { sources, names, definition, problems }: CompileContext,
): ReadonlySet<string> {
  const listed = [...sources.keys()].filter(source => names.isListed(typeName, source))
  const hasName = (path: SourcePath | undefined) => readsOf(path).some(([first]) => first?.kind === 'property')
  const named = [...fields.values()].filter(
    ({ bound, paths }) => !bound && listed.some(source => hasName(paths.get(source))),
  )
  for (const { coordinate, name } of named) {
    const position = definition.positions.get(coordinate)
    const message = `"${name}" has a name, and other fields of the type have places in a list.`
    const suggestion = 'Give every plain field of the type a place: @map(from: "[0]").'
    if (position) problems.add(coordinate, position, message, suggestion)
  }
  return new Set(listed)
}
