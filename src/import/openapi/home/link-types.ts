import { camelCase } from '../../name/case.ts'
import { plural, singular } from '../../name/inflect.ts'
import { wordsOfProperty } from '../../name/property-name.ts'
import { wordsOf } from '../../name/words.ts'
import type { Operation } from '../document/operation.ts'
import { named, type ObjectDraft, type TypeRef } from '../draft/draft.ts'
import type { ObjectTypes } from '../draft/object-types.ts'
import type { SchemaReader } from '../schema/schema-reader.ts'
import { findBatch } from './find-batch.ts'
import type { FoundHome } from './find-homes.ts'

type Homes = ReadonlyMap<string, FoundHome>

/** A field that names told of, and the key that it is found by. */
export interface FoundLink {
  readonly field: string
  readonly by: string
}

/** Gives types their homes, and the fields that lead to objects of others: of these no document speaks, but names do. */
export function linkTypes(
  operations: readonly Operation[],
  outputs: ObjectTypes,
  homes: Homes,
  reader: SchemaReader,
): (() => FoundLink)[] {
  for (const [id, home] of homes) {
    const draft = outputs.find(id)
    const key = draft && fieldOf(draft, home.property)
    if (draft && key !== undefined) draft.home = home.http(key)
  }
  const told = outputs.drafts.flatMap(draft => linkByKeys(draft, outputs, homes, reader))
  return [...told, ...operations.flatMap(operation => linkBack(operation, outputs, homes, reader))]
}

/** `userId` leads to the user where there is a type User with a home whose keys are of the same type. */
function linkByKeys(draft: ObjectDraft, outputs: ObjectTypes, homes: Homes, reader: SchemaReader): (() => FoundLink)[] {
  return draft.fields.flatMap(({ property, name }) => {
    const place = draft.view.properties.get(property)
    const view = place && reader.read(place)
    const isList = view?.kind === 'list'
    const value = view?.kind === 'list' ? reader.read(view.items) : view
    const found = value?.kind === 'scalar' ? targetOf(wordsOfProperty(property), outputs, homes, value.type) : undefined
    if (!found || (found.draft === draft && found.home.property === property)) return []
    const stem = found.home.words
    const link = camelCase(isList ? plural(stem) : stem)
    const type: TypeRef = isList ? { kind: 'list', item: named(found.draft), nullableItems: false } : named(found.draft)
    if (!addField(draft, link, type, { property })) return []
    return [() => ({ field: `${draft.name}.${link}`, by: name })]
  })
}

/** `GET /posts?userId=1&userId=2` gives the posts of many users in one call: where none is cut off at the end of a page. */
function linkBack(operation: Operation, outputs: ObjectTypes, homes: Homes, reader: SchemaReader): (() => FoundLink)[] {
  const batch = findBatch(operation, reader)
  const item = batch && outputs.find(batch.item.id)
  if (!batch?.all || !item || batch.item.name === undefined) return []
  const words = singular(wordsOfProperty(batch.parameter))
  const by = item.fields.find(({ property }) => wordsOfProperty(property).join(' ') === words.join(' '))
  const place = by && item.view.properties.get(by.property)
  const value = place && reader.read(place)
  const found = value?.kind === 'scalar' ? targetOf(words, outputs, homes, value.type) : undefined
  const key = found && fieldOf(found.draft, found.home.property)
  if (!found || !by || key === undefined) return []
  const name = camelCase(plural(wordsOf(batch.item.name)))
  const type: TypeRef = { kind: 'list', item: named(item), nullableItems: false }
  if (!addField(found.draft, name, type, { http: batch.all(key, by.name) })) return []
  return [() => ({ field: `${found.draft.name}.${name}`, by: `${item.name}.${by.name}` })]
}

function targetOf(
  words: readonly string[],
  outputs: ObjectTypes,
  homes: Homes,
  type: string,
): { draft: ObjectDraft; home: FoundHome } | undefined {
  const one = singular(words)
  if (one.at(-1) !== 'id' || one.length < 2) return undefined
  const stem = one.slice(0, -1).join(' ')
  const fitting = [...homes].flatMap(([id, home]) => {
    const draft = outputs.find(id)
    return draft?.home && home.words.join(' ') === stem && home.key.type === type ? [{ draft, home }] : []
  })
  return fitting.length === 1 ? fitting[0] : undefined
}

function addField(
  draft: ObjectDraft,
  name: string,
  type: TypeRef,
  from: ObjectDraft['extra'][number]['from'],
): boolean {
  if ([...draft.fields, ...draft.extra].some(field => field.name === name)) return false
  draft.extra.push({ name, type, from })
  return true
}

function fieldOf({ fields }: ObjectDraft, property: string): string | undefined {
  return fields.find(field => field.property === property)?.name
}
