/** Most characters of a global id that is read; keys of databases and APIs are far shorter. */
export const MOST_ID_CHARACTERS = 4_096

/** An id of the whole schema: the name of a type, and the key of one of its objects there. */
export interface GlobalId {
  readonly type: string
  readonly key: string
}

/** The text of a global id: `User:7` in base64url (RFC 4648, section 5). No two objects have the same one. */
export function encodeGlobalId(type: string, key: string | number | bigint): string {
  return Buffer.from(`${type}:${key}`).toString('base64url')
}

/**
 * What a text says as a global id of one of the types; undefined where it is none: each object has one text only, in UTF-8,
 * without padding.
 */
export function decodeGlobalId(text: string, types: ReadonlySet<string>): GlobalId | undefined {
  if (text.length > MOST_ID_CHARACTERS) return undefined
  const decoded = Buffer.from(text, 'base64url').toString()
  const colon = decoded.indexOf(':')
  const type = decoded.slice(0, Math.max(colon, 0))
  if (!types.has(type)) return undefined
  const key = decoded.slice(colon + 1)
  return encodeGlobalId(type, key) === text ? { type, key } : undefined
}

/** A value that an `id` is told by, as the global id of an object of the type; what is no id stays for GraphQL to refuse. */
export function asGlobalId(type: string, value: unknown): unknown {
  const isId = typeof value === 'string' || typeof value === 'bigint' || Number.isInteger(value)
  return isId ? encodeGlobalId(type, value as string | number | bigint) : value
}
