import { isObject } from '../../../plan/is-object.ts'
import type { Located } from '../document/documents.ts'
import type { Operation } from '../document/operation.ts'
import { own } from '../own-property.ts'
import { flatten } from './flatten-choice.ts'
import { reachedPlaces } from './reached-places.ts'
import { isBeyondInt } from './read-scalar.ts'
import type { SchemaReader } from './schema-reader.ts'
import type { ObjectView, SchemaView } from './schema-view.ts'
import { isOfFormat } from './text-formats.ts'

/**
 * Tells the reader what the document's own examples show otherwise: integers that are no `Int` and texts that are not of their
 * format, by those of answers and of the objects in answers and bodies; and what whole answers lack that the document requires.
 */
export function readExamples(operations: readonly Operation[], reader: SchemaReader): void {
  const seen = new Set<string>()
  for (const { answer, body } of operations) {
    if (answer.kind === 'json')
      for (const example of answer.examples) compare(reader.read(answer.schema), example, reader, true)
    const schemas = [answer.kind === 'json' ? answer.schema : undefined, body?.schema]
    const start = schemas.filter(schema => schema !== undefined)
    for (const view of reachedPlaces(start, reader, seen))
      for (const example of view.examples ?? []) compare(view, example, reader)
  }
}

function compare(view: SchemaView, example: unknown, reader: SchemaReader, isAnswer = false): void {
  if (view.kind === 'list' && Array.isArray(example))
    for (const item of example) compareAt(view.items, item, reader, isAnswer)
  else if (view.kind === 'object' && isObject(example)) {
    if (isAnswer) findAbsent(view, example)
    for (const [property, place] of view.properties) compareAt(place, own(example, property), reader, isAnswer)
    // Of several objects nobody knows which one it is.
  } else if (view.kind === 'choice') for (const member of flatten(view, reader)) compare(member, example, reader)
}

function compareAt(place: Located, example: unknown, reader: SchemaReader, isAnswer: boolean): void {
  if (example === undefined) return
  const view = reader.read(place)
  if (isBeyondInt(example)) reader.widen(place)
  else if (view.kind === 'scalar' && !isOfFormat(example, view.format)) reader.forgetFormat(place)
  else compare(view, example, reader, isAnswer)
}

/** An example that has nothing of an object shows nothing of it. */
function findAbsent({ properties, required, absent }: ObjectView, example: object): void {
  if (![...properties.keys()].some(property => Object.hasOwn(example, property))) return
  for (const property of required) if ((own(example, property) ?? null) === null) absent?.add(property)
}
