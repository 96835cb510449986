import type { SchemaView } from '../schema/schema-view.ts'
import { named, type TypeRef } from './draft.ts'
import { scalarOf } from './scalar-type.ts'

/** The one scalar that takes all of several scalars; `undefined` where there is none. */
export function commonScalar(
  views: readonly SchemaView[],
  words: readonly string[],
  where: 'answer' | 'url' | 'body',
): TypeRef | undefined {
  const names = new Set<string>()
  for (const view of views) {
    if (view.kind === 'enum') names.add(view.values.every(value => typeof value === 'number') ? 'Int' : 'String')
    else if (view.kind === 'scalar') names.add(scalarOf(view, words, where))
    else return undefined
  }
  const [only] = names
  if (only !== undefined && names.size === 1) return named(only)
  if ([...names].every(name => name === 'Int' || name === 'Float')) return named('Float')
  // Frameworks write a decimal as a number or a text of digits.
  if (where !== 'url' && views.every(isNumeric)) return named('Decimal')
  const areTexts = views.every(
    view => (view.kind === 'enum' && !names.has('Int')) || (view.kind === 'scalar' && view.type === 'string'),
  )
  // In a URL everything is text.
  return areTexts || where === 'url' ? named('String') : undefined
}

/** A number, or a text that has to be one. */
function isNumeric(view: SchemaView): boolean {
  return view.kind === 'scalar' && (view.type === 'string' ? view.isNumeric === true : view.type !== 'boolean')
}
