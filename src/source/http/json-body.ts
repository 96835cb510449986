import type { HttpContent } from '../../plan/http/http-binding.ts'
import { parseJson } from '../json.ts'
import { jsonSteps } from '../json-steps.ts'
import { isJsonType, readMediaType } from '../media-type.ts'
import { remembered } from '../remembered.ts'
import { decodeUtf8 } from '../utf8.ts'

/** The text of bytes, without a byte order mark. Throws TypeError for bytes that are no text. */
export type Decode = (bytes: Uint8Array) => string

/** What decodes a body of the content type; undefined where that is to say that it is JSON and does not, or its charset is unknown. */
export function bodyDecoder(content: HttpContent, contentType: string | undefined): Decode | undefined {
  if (!contentType) return decodeUtf8
  return (content === 'BY_TYPE' ? jsonDecoderOf(contentType) : decoderOf(contentType)) || undefined
}

/** False where there is none. */
const jsonDecoderOf = remembered((contentType): Decode | false =>
  isJsonType(readMediaType(contentType).type) ? decoderOf(contentType) : false,
)

/** Whether a body of the content type is in UTF-8, or ASCII. */
export function isUtf8(contentType: string | undefined): boolean {
  return !contentType || decoderOf(contentType) === decodeUtf8
}

const decoderOf = remembered((contentType): Decode | false => {
  const { charset = 'utf-8' } = readMediaType(contentType)
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
export function readBody(content: HttpContent, body: Uint8Array, decode: Decode): unknown {
  const text = decode(body)
  if (content === 'TEXT') return text
  return content === 'NDJSON' ? [...linesOf(text)].map(line => parseJson(line)) : parseJson(text)
}

/** The same of a long body, in steps. */
export function* bodySteps(content: HttpContent, body: Uint8Array, decode: Decode): Generator<void, unknown> {
  const text = decode(body)
  yield
  if (content === 'TEXT') return text
  if (content !== 'NDJSON') return yield* jsonSteps(text)
  const values: unknown[] = []
  for (const line of linesOf(text)) {
    values.push(line.length < SHORT_LINE ? parseJson(line) : yield* jsonSteps(line))
    yield
  }
  return values
}

/** Characters of a line that are read at once, in less than a millisecond. */
const SHORT_LINE = 16_384

/** The lines that are not blank. */
function* linesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const found = text.indexOf('\n', from)
    const end = found === -1 ? text.length : found
    const line = text.slice(from, end).trim()
    if (line !== '') yield line
    from = end + 1
  }
}
