import { parseJson } from '../json.ts'
import { isJsonType, readMediaType } from '../media-type.ts'

/** What decodes a JSON body of the content type; undefined where it is none, or its charset is unknown. */
export function jsonDecoder(contentType: string | undefined): TextDecoder | undefined {
  if (!contentType) return new TextDecoder('utf-8', { fatal: true })
  const { type, charset = 'utf-8' } = readMediaType(contentType)
  if (!isJsonType(type)) return undefined
  try {
    // The Encoding Standard takes ASCII for windows-1252; in JSON it is a part of UTF-8.
    return new TextDecoder(/^us-ascii$/i.test(charset) ? 'utf-8' : charset, { fatal: true })
  } catch {
    return undefined
  }
}

/** The body's value; a byte order mark is no part of it. Throws SyntaxError, and TypeError for bytes that are no text. */
export function readJsonBody(body: Uint8Array, decoder: TextDecoder): unknown {
  return parseJson(decoder.decode(body))
}
