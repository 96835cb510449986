import { decodeGlobalId } from './global-id.ts'

/** Where in a value global ids may stand, lists aside. Cyclic where an input type is. */
export type IdPlaces = IdPlace | IdObject

/** An id, in whose place a global one is taken too. */
interface IdPlace {
  readonly kind: 'id'
  /** All types that have global ids. */
  readonly types: ReadonlySet<string>
  /** The only type whose ids make sense there, where that is known. */
  readonly type: string | undefined
}

export interface IdObject {
  readonly kind: 'object'
  /** The fields that are ids, or have some in them. */
  readonly fields: ReadonlyMap<string, IdPlaces>
}

/** An id of one type stood where only that of another makes sense; `message` says where and which. */
export class GlobalIdError extends Error {
  override readonly name = 'GlobalIdError'
}

/**
 * The value with the keys of its global ids in their places, as sources know them. What is no global id stays as it is. Parts in
 * which nothing changes are the same objects as before. Throws GlobalIdError.
 */
export function withKeys(value: unknown, places: IdPlaces, name = ''): unknown {
  if (Array.isArray(value)) return keysInList(value, places, name)
  if (places.kind === 'id') return typeof value === 'string' ? keyOf(value, places, name) : value
  return typeof value === 'object' && value !== null ? keysInObject(value, places, name) : value
}

/** The arguments with the keys of their global ids. Throws GlobalIdError. */
export function argsWithKeys<Args extends Readonly<Record<string, unknown>>>(
  args: Args,
  places: IdObject | undefined,
): Args {
  return places ? (keysInObject(args, places, '') as Args) : args
}

function keyOf(text: string, { type, types }: IdPlace, name: string): string {
  const id = decodeGlobalId(text, types)
  if (id && type !== undefined && id.type !== type)
    throw new GlobalIdError(`"${name}" takes the id of a ${type}, and this one is of a ${id.type}.`)
  return id ? id.key : text
}

function keysInList(list: readonly unknown[], places: IdPlaces, name: string): readonly unknown[] {
  let changed: unknown[] | undefined
  for (let at = 0; at < list.length; at++) {
    const read = withKeys(list[at], places, name)
    if (read === list[at]) continue
    changed ??= [...list]
    changed[at] = read
  }
  return changed ?? list
}

function keysInObject(object: object, { fields }: IdObject, name: string): object {
  let changed: Record<string, unknown> | undefined
  for (const field of Object.keys(object)) {
    const places = fields.get(field)
    if (!places) continue
    const inner = (object as Readonly<Record<string, unknown>>)[field]
    const read = withKeys(inner, places, name === '' ? field : `${name}.${field}`)
    if (read === inner) continue
    changed ??= Object.assign(Object.create(null), object) as Record<string, unknown>
    changed[field] = read
  }
  return changed ?? object
}
