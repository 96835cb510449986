import { isObject } from '../../../plan/is-object.ts'
import type { Located } from '../document/documents.ts'
import type { Operation } from '../document/operation.ts'
import { own } from '../own-property.ts'
import { flatten } from './flatten-choice.ts'
import { reachedPlaces } from './reached-places.ts'
import { isBeyondInt } from './read-scalar.ts'
import type { SchemaReader } from './schema-reader.ts'
import type { SchemaView } from './schema-view.ts'

/**
 * Tells the reader of the integers that are no `Int` by the document's own examples: those of answers, and those of the
 * objects in answers and bodies.
 */
export function readExamples(operations: readonly Operation[], reader: SchemaReader): void {
  const seen = new Set<string>()
  for (const { answer, body } of operations) {
    if (answer.kind === 'json')
      for (const example of answer.examples) compare(reader.read(answer.schema), example, reader)
    const schemas = [answer.kind === 'json' ? answer.schema : undefined, body?.schema]
    const start = schemas.filter(schema => schema !== undefined)
    for (const view of reachedPlaces(start, reader, seen))
      for (const example of view.examples ?? []) compare(view, example, reader)
  }
}

function compare(view: SchemaView, example: unknown, reader: SchemaReader): void {
  if (view.kind === 'list' && Array.isArray(example)) for (const item of example) compareAt(view.items, item, reader)
  else if (view.kind === 'object' && isObject(example)) {
    for (const [property, place] of view.properties) compareAt(place, own(example, property), reader)
  } else if (view.kind === 'choice') for (const member of flatten(view, reader)) compare(member, example, reader)
}

function compareAt(place: Located, example: unknown, reader: SchemaReader): void {
  if (example === undefined) return
  if (isBeyondInt(example)) reader.widen(place)
  else compare(reader.read(place), example, reader)
}
