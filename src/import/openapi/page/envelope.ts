import { asOptional, printPath, propertyPath } from '../../../plan/path.ts'
import { wordsOf } from '../../name/words.ts'
import type { Located } from '../document/documents.ts'
import { entriesPath } from '../draft/draft.ts'
import { shownProperties } from '../draft/object-draft.ts'
import type { SchemaReader } from '../schema/schema-reader.ts'
import type { ObjectView, SchemaView } from '../schema/schema-view.ts'

/** What an answer is about: itself, or what its only property holds, which `select` leads to. */
export interface Content {
  readonly schema: Located
  readonly select: string | undefined
  /** Whether the document lets an answer lack the property. */
  readonly isOptional?: boolean
}

/** The `select` of a content as it is written, or of its entries; undefined for a whole answer. */
export function selectPath({ select, isOptional }: Content, asEntries = false): string | undefined {
  const path = select === undefined ? [] : propertyPath(select)
  if (path.length === 0 && !asEntries) return undefined
  return printPath([...(isOptional ? asOptional(path) : path), ...(asEntries ? entriesPath(undefined) : [])])
}

/** Takes an object out of what wraps it and nothing else: `{ "post": {…} }`. */
export function unwrap(schema: Located, reader: SchemaReader): Content {
  const view = reader.read(schema)
  const properties = view.kind === 'object' ? shownProperties(view, 'type', reader) : []
  const [only, another] = properties
  if (!only || another) return { schema, select: undefined }
  const [select, place, inner] = only
  return inner.kind === 'object' || inner.kind === 'list' ? within(view, select, place) : { schema, select: undefined }
}

/** The list of objects that an answer is, or that it has beside what tells of the page. */
export function listContent(schema: Located, reader: SchemaReader): Content | undefined {
  const view = reader.read(schema)
  if (isListOfObjects(schema, reader)) return { schema, select: undefined }
  if (view.kind !== 'object') return undefined
  const lists = shownProperties(view, 'type', reader).filter(
    ([name, place]) => isListOfObjects(place, reader) && !isFailure(view, name) && !isPagePart(name),
  )
  const [list, another] = lists
  return list && !another ? within(view, list[0], list[1]) : undefined
}

/** What an object is called that an answer wraps. */
const WRAPPED = new Set(['data', 'result', 'item', 'object', 'response', 'payload'])

/** The object that an answer is about: itself, or the only one in it where its name says so; `subject` is what the path does. */
export function objectContent(schema: Located, subject: readonly string[], reader: SchemaReader): Content {
  const view = reader.read(schema)
  const properties = view.kind === 'object' ? shownProperties(view, 'type', reader) : []
  const [object, another] = properties.filter(([, , inner]) => inner.kind === 'object')
  if (!object || another) return { schema, select: undefined }
  const [name, place] = object
  const isWrapped = WRAPPED.has(name) || wordsOf(name).join(' ') === subject.join(' ')
  return isWrapped ? within(view, name, place) : { schema, select: undefined }
}

/** Whether a list beside the list of an answer says how the page is sorted, or where others are. */
export function isPagePart(name: string): boolean {
  return name === 'sort' || name === 'links'
}

/** Whether a property of an answer is there where something went wrong: `errors` that the document does not require. */
export function isFailure({ required }: ObjectView, name: string): boolean {
  return /^errors?$/i.test(name) && !required.has(name)
}

function within(view: SchemaView, select: string, schema: Located): Content {
  return { schema, select, isOptional: view.kind !== 'object' || !view.required.has(select) }
}

function isListOfObjects(schema: Located, reader: SchemaReader): boolean {
  const view = reader.read(schema)
  return view.kind === 'list' && reader.read(view.items).kind === 'object'
}
