import { asOptional, type Path, printPath, propertyPath } from '../../../plan/path.ts'
import { wordsOf } from '../../name/words.ts'
import type { Located } from '../document/documents.ts'
import { entriesPath } from '../draft/draft.ts'
import { shownProperties } from '../draft/object-draft.ts'
import type { SchemaReader } from '../schema/schema-reader.ts'
import { isAlwaysThere, type ObjectView, type SchemaView } from '../schema/schema-view.ts'

/** What an answer is about: itself, or what is in it. */
export interface Content {
  readonly schema: Located
  /** Where it is in the answer, with a `?` behind what the document lets an answer lack; empty for the answer itself. */
  readonly path: Path
}

/** The `select` of a content as it is written, or of its entries; undefined for a whole answer. */
export function selectPath({ path }: Content, asEntries = false): string | undefined {
  if (path.length === 0 && !asEntries) return undefined
  return printPath([...path, ...(asEntries ? entriesPath(undefined) : [])])
}

/** Takes an object out of what wraps it and nothing else: `{ "post": {…} }`. */
export function unwrap(schema: Located, reader: SchemaReader): Content {
  const view = reader.read(schema)
  const properties = view.kind === 'object' ? shownProperties(view, 'type', reader) : []
  const [only, another] = properties
  if (!only || another) return { schema, path: [] }
  const [name, place, inner] = only
  return inner.kind === 'object' || inner.kind === 'list' ? within(view, name, place) : { schema, path: [] }
}

/** The list of objects that an answer is, or that it has beside what tells of the page, be it in an object that wraps both. */
export function listContent(schema: Located, reader: SchemaReader, isWrapped = false): Content | undefined {
  const view = reader.read(schema)
  if (isListOfObjects(schema, reader)) return { schema, path: [] }
  if (view.kind !== 'object') return undefined
  const properties = shownProperties(view, 'type', reader)
  const [list, another] = properties.filter(
    ([name, place]) => isListOfObjects(place, reader) && !isFailure(view, name) && !isPagePart(name),
  )
  if (list) return another ? undefined : within(view, list[0], list[1])
  const [object, other] = properties.filter(
    ([name, , inner]) => inner.kind === 'object' && (WRAPPED.has(name) || properties.length === 1),
  )
  const inside = object && !other && !isWrapped ? listContent(object[1], reader, true) : undefined
  return object && inside && { ...inside, path: [...within(view, object[0], object[1]).path, ...inside.path] }
}

/** What an object is called that an answer wraps. */
const WRAPPED = new Set(['data', 'result', 'item', 'object', 'response', 'payload', '_embedded'])

/** The object that an answer is about: itself, or the only one in it where its name says so; `subject` is what the path does. */
export function objectContent(schema: Located, subject: readonly string[], reader: SchemaReader): Content {
  const view = reader.read(schema)
  const properties = view.kind === 'object' ? shownProperties(view, 'type', reader) : []
  const [object, another] = properties.filter(([, , inner]) => inner.kind === 'object')
  if (!object || another) return { schema, path: [] }
  const [name, place] = object
  const isWrapped = WRAPPED.has(name) || wordsOf(name).join(' ') === subject.join(' ')
  return isWrapped ? within(view, name, place) : { schema, path: [] }
}

/** Whether a list beside the list of an answer says how the page is sorted, or where others are. */
export function isPagePart(name: string): boolean {
  return name === 'sort' || name === 'links'
}

/** Whether a property of an answer is there where something went wrong: `errors` that the document does not require. */
export function isFailure({ required }: ObjectView, name: string): boolean {
  return /^errors?$/i.test(name) && !required.has(name)
}

function within(view: SchemaView, property: string, schema: Located): Content {
  const path = propertyPath(property)
  return { schema, path: view.kind === 'object' && isAlwaysThere(view, property) ? path : asOptional(path) }
}

function isListOfObjects(schema: Located, reader: SchemaReader): boolean {
  const view = reader.read(schema)
  return view.kind === 'list' && reader.read(view.items).kind === 'object'
}
