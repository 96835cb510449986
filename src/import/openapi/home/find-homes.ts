import { singular } from '../../name/inflect.ts'
import { wordsOfProperty } from '../../name/property-name.ts'
import { wordsOf } from '../../name/words.ts'
import type { LiteralObject } from '../../sdl/sdl.ts'
import type { Located } from '../document/documents.ts'
import type { Operation } from '../document/operation.ts'
import { mainObject } from '../draft/main-object.ts'
import { shownProperties } from '../draft/object-draft.ts'
import { callOf } from '../field/binding.ts'
import { objectContent, selectPath } from '../page/envelope.ts'
import { flatten } from '../schema/flatten-choice.ts'
import { reachedPlaces } from '../schema/reached-places.ts'
import type { SchemaReader } from '../schema/schema-reader.ts'
import type { ObjectView, ScalarView, SchemaView } from '../schema/schema-view.ts'
import { pathTemplate } from '../url-text.ts'
import { type Batch, findBatch } from './find-batch.ts'

/** Where an object of a schema is loaded from by its key. */
export interface FoundHome {
  /** The property that is the key. */
  readonly property: string
  readonly key: ScalarView
  /** The words of the component's name, which `userId` says. */
  readonly words: readonly string[]
  /** The source that it is loaded from, where there are several. */
  readonly source: string | undefined
  /** The binding, with the name of the key's field. */
  http(field: string): LiteralObject
}

/** The homes of all schemas that have one: a list that takes keys, which is one call for all, or else one object by its key. */
export function findHomes(operations: readonly Operation[], reader: SchemaReader): Map<string, FoundHome> {
  const homes = new Map<string, FoundHome>()
  const add = (view: ObjectView, home: FoundHome | undefined) => {
    const known = homes.get(view.id)
    // A key that is called `id` goes before another one.
    if (home && (!known || (home.property === 'id' && known.property !== 'id'))) homes.set(view.id, home)
  }
  for (const operation of operations) {
    const batch = findBatch(operation, reader)
    if (batch) add(batch.item, batchedHome(operation, batch, reader))
  }
  for (const operation of operations) {
    const single = singleHome(operation, reader)
    if (single) add(single.view, single.home)
  }
  for (const id of foreignObjects(operations, homes, reader)) homes.delete(id)
  return homes
}

/** What another source answers, too: of such an object nobody knows how much that answer carries. */
function foreignObjects(
  operations: readonly Operation[],
  homes: ReadonlyMap<string, FoundHome>,
  reader: SchemaReader,
): string[] {
  if (operations.every(({ source }) => source === operations[0]?.source)) return []
  return operations.flatMap(({ answer, source }) => {
    const reached = answer.kind === 'json' ? [...reachedPlaces([answer.schema], reader)] : []
    const ids = reached.flatMap(view => (view.kind === 'object' ? [view.id] : []))
    return ids.filter(id => homes.has(id) && homes.get(id)?.source !== source)
  })
}

function batchedHome({ source }: Operation, batch: Batch, reader: SchemaReader): FoundHome | undefined {
  const words = singular(wordsOfProperty(batch.parameter))
  const key = keyOf(batch.item, words, reader)
  // The posts of several users are found by a key that is not their own.
  if (!key || (key.property !== 'id' && !saysWhose(words, batch.item, []))) return undefined
  return { ...key, words: wordsOf(batch.item.name ?? ''), source, http: field => batch.one(field, field) }
}

/** `GET /users/{id}`: the key is the last segment, and nothing else is needed. */
function singleHome(operation: Operation, reader: SchemaReader): { view: ObjectView; home: FoundHome } | undefined {
  const needed = operation.parameters.filter(({ required }) => required)
  const [parameter, another] = needed
  if (operation.method !== 'GET' || operation.answer.kind !== 'json' || !parameter || another) return undefined
  if (parameter.in !== 'path' || !operation.path.endsWith(`/{${parameter.name}}`) || !parameter.schema) return undefined
  // A key is written as it is: `/users/.7` is another one.
  if (parameter.style !== 'simple' || parameter.isPath) return undefined
  const kind = reader.read(parameter.schema)
  const subject = singular(wordsOf(operation.path.split('/').at(-2) ?? ''))
  const content = objectContent(operation.answer.schema, subject, reader)
  const select = selectPath(content)
  const view = objectOf(reader.read(content.schema), reader)
  const key = view && keyOf(view, wordsOfProperty(parameter.name), reader, subject)
  if (!view || !key || kind.kind !== 'scalar' || kind.type !== key.key.type) return undefined
  const http = (field: string) => ({
    ...callOf(
      operation,
      pathTemplate(operation.path, () => `{$this.${field}}`),
    ),
    ...(select === undefined ? {} : { select }),
  })
  return { view, home: { ...key, words: wordsOf(view.name ?? ''), source: operation.source, http } }
}

/** The object, or the one that all others of a choice are a rest of. */
function objectOf(view: SchemaView, reader: SchemaReader): ObjectView | undefined {
  if (view.kind !== 'choice') return view.kind === 'object' ? view : undefined
  const views = flatten(view, reader)
  const objects = views.filter(each => each.kind === 'object')
  return objects.length === views.length ? mainObject(objects, reader) : undefined
}

/** The property that a parameter means: that of its name, or `id` where it is `userId` or `user` of a user. */
function keyOf(
  view: ObjectView,
  words: readonly string[],
  reader: SchemaReader,
  before: readonly string[] = [],
): Pick<FoundHome, 'property' | 'key'> | undefined {
  const properties = shownProperties(view, 'type', reader)
  const same = properties.find(([property]) => wordsOfProperty(property).join(' ') === words.join(' '))
  const found =
    same ?? (saysWhose(words, view, before) ? properties.find(([property]) => property === 'id') : undefined)
  return found && asKey(found)
}

function saysWhose(words: readonly string[], { name }: ObjectView, before: readonly string[]): boolean {
  const stem = (words.at(-1) === 'id' ? words.slice(0, -1) : words).join(' ')
  return stem !== '' && (stem === wordsOf(name ?? '').join(' ') || stem === before.join(' '))
}

function asKey([property, , view]: [string, Located, SchemaView]): Pick<FoundHome, 'property' | 'key'> | undefined {
  if (view.kind !== 'scalar' || view.nullable || (view.type !== 'string' && view.type !== 'integer')) return undefined
  return { property, key: view }
}
