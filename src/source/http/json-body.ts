import { parseJson } from '../json.ts'
import { jsonSteps } from '../json-steps.ts'
import { isJsonType, readMediaType } from '../media-type.ts'
import { remembered } from '../remembered.ts'
import { decodeUtf8 } from '../utf8.ts'

/** The text of bytes, without a byte order mark. Throws TypeError for bytes that are no text. */
export type Decode = (bytes: Uint8Array) => string

/** What decodes a JSON body of the content type; undefined where it is none, or its charset is unknown. */
export function jsonDecoder(contentType: string | undefined): Decode | undefined {
  return contentType ? decoderOf(contentType) || undefined : decodeUtf8
}

/** False where there is none. */
const decoderOf = remembered((contentType): Decode | false => {
  const { type, charset = 'utf-8' } = readMediaType(contentType)
  if (!isJsonType(type)) return false
  // ASCII is a part of UTF-8; the Encoding Standard would take it for windows-1252.
  if (/^(?:utf-?8|us-ascii)$/i.test(charset)) return decodeUtf8
  try {
    const decoder = new TextDecoder(charset, { fatal: true })
    return bytes => decoder.decode(bytes)
  } catch {
    return false
  }
})

/** The body's value. Throws SyntaxError, and TypeError for bytes that are no text. */
export function readJsonBody(body: Uint8Array, decode: Decode): unknown {
  return parseJson(decode(body))
}

/** The same of a long body, in steps. */
export function* bodySteps(body: Uint8Array, decode: Decode): Generator<void, unknown> {
  const text = decode(body)
  yield
  return yield* jsonSteps(text)
}
