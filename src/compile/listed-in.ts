import type { FieldPlan } from '../plan/schema-plan.ts'
import { readsOf, type SourcePath } from '../plan/source-path.ts'
import type { CompileContext } from './compile-context.ts'

/** The sources that answer objects of these fields as lists, with a field at each place; reports a field that has a name there. */
export function listedIn(
  fields: ReadonlyMap<string, FieldPlan>,
  { sources, definition, problems }: CompileContext,
): ReadonlySet<string> {
  const plain = [...fields.values()].filter(({ bound }) => !bound)
  const listed = [...sources.keys()].filter(source => plain.some(({ paths }) => starts(paths.get(source), 'index')))
  const named = plain.filter(({ paths }) => listed.some(source => starts(paths.get(source), 'property')))
  for (const { coordinate, name } of named) {
    const position = definition.positions.get(coordinate)
    const message = `"${name}" has a name, and other fields of the type have places in a list.`
    const suggestion = 'Give every plain field of the type a place: @map(from: "[0]").'
    if (position) problems.add(coordinate, position, message, suggestion)
  }
  return new Set(listed)
}

function starts(path: SourcePath | undefined, kind: 'index' | 'property'): boolean {
  return path !== undefined && readsOf(path).some(([first]) => first?.kind === kind)
}
