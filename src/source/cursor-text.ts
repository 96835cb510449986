import { createHash } from 'node:crypto'
import { parseJson, printJson } from './json.ts'

/**
 * Where something stands in a list, as opaque text: Base64 for URLs (RFC 4648, section 5) of a JSON list of the list's
 * fingerprint and the values that tell the place.
 */
export function encodeCursor(fingerprint: string, values: readonly unknown[]): string {
  return Buffer.from(printJson([fingerprint, ...values]) ?? '').toString('base64url')
}

/** The values; undefined for a text that is no cursor of this list. They may be anything: a client can make one up. */
export function decodeCursor(fingerprint: string, cursor: string): readonly unknown[] | undefined {
  const bytes = Buffer.from(cursor, 'base64url')
  if (bytes.toString('base64url') !== cursor) return undefined
  const [made, ...values] = readList(bytes.toString())
  return made === fingerprint ? values : undefined
}

/** Tells cursors of different lists apart, without what tells the lists apart. */
export function fingerprintOf(list: unknown): string {
  return createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 8)
}

function readList(text: string): readonly unknown[] {
  try {
    const value = parseJson(text)
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
