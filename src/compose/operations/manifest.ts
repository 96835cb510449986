import { isObject } from '../../plan/is-object.ts'
import type { SchemaText } from '../../schema/load-schema.ts'

/** An operation of a manifest. */
export interface ManifestEntry {
  readonly id: string
  readonly text: string
}

/**
 * The operations of a manifest: an object of texts by their ids, as GraphQL Code Generator and Relay write it, or Apollo's with `operations`.
 * Undefined for what is neither.
 */
export function readManifest({ text }: SchemaText): readonly ManifestEntry[] | undefined {
  const said = parse(text)
  if (!isObject(said)) return undefined
  const entries = Array.isArray(said.operations)
    ? said.operations.map(each => (isObject(each) ? [each.id, each.body] : []))
    : Object.entries(said)
  const read = entries.flatMap(([id, body]) =>
    typeof id === 'string' && id !== '' && typeof body === 'string' ? [{ id, text: body }] : [],
  )
  return read.length === entries.length ? read : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
