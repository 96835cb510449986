import { parseJson } from '../json.ts'

/** `application/json`, or a type with JSON's structured suffix (RFC 6839, 3.1). */
const JSON_TYPE = /^(application\/json|[^\s/;]+\/[^\s/;]+\+json)$/i
const CHARSET = /;\s*charset\s*=\s*"?([^";\s]*)/i

/** What decodes a JSON body of the content type; undefined where it is none, or its charset is unknown. */
export function jsonDecoder(contentType: string | undefined): TextDecoder | undefined {
  if (!contentType) return new TextDecoder('utf-8', { fatal: true })
  const [type = ''] = contentType.split(';')
  if (!JSON_TYPE.test(type.trim())) return undefined
  const charset = CHARSET.exec(contentType)?.[1] ?? 'utf-8'
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
