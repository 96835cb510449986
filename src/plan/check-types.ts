import { isObjectType, isScalarType, isSpecifiedScalarType } from 'graphql'
import type { DirectiveUse, SchemaDefinition } from '../schema/definition.ts'
import { readDirectivePath } from './compile-template.ts'
import { type Problems, type Report, reporter } from './problems.ts'
import type { SourceSettings } from './source-settings.ts'
import { suggestOrList } from './suggest.ts'

/** Checks what no single binding tells: scalars, and the `@map` directives. */
export function checkTypes(
  definition: SchemaDefinition,
  sources: ReadonlyMap<string, SourceSettings>,
  problems: Problems,
): void {
  for (const type of Object.values(definition.schema.getTypeMap())) {
    const position = definition.positions.get(type.name)
    if (position && isScalarType(type) && !isSpecifiedScalarType(type))
      problems.add(type.name, position, 'custom scalars are not supported.', 'Use ID, String, Int, Float or Boolean.')
  }
  for (const [coordinate, uses] of definition.directives)
    for (const use of uses) {
      const report = reporter(problems, coordinate, use)
      if (use.name === 'map') checkMap(use, readsAnswer(definition, coordinate), sources, report)
    }
}

/** Whether the coordinate is an output field, whose `from` is a path; of inputs and enum values it is a name. */
function readsAnswer({ schema }: SchemaDefinition, coordinate: string): boolean {
  return isObjectType(schema.getType(coordinate.split('.')[0] ?? ''))
}

function checkMap(
  use: DirectiveUse,
  isPath: boolean,
  sources: ReadonlyMap<string, SourceSettings>,
  report: Report,
): void {
  const { from, source } = use.args
  if (typeof source === 'string' && !sources.has(source))
    report('source', `there is no source "${source}".`, suggestOrList(source, sources.keys(), 'sources'))
  if (isPath) readDirectivePath(String(from), 'from', report)
}
