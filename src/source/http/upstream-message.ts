import type { HttpBinding } from '../../plan/http/http-binding.ts'
import { readPath } from '../../plan/path.ts'
import { jsonDecoder, readJsonBody } from './json-body.ts'
import type { UpstreamAnswer } from './send.ts'

/** Most characters of a message that a client is shown. */
const MOST_CHARACTERS = 300

/** What the upstream itself says of a failure, where the binding wants it shown: one line of text, or undefined. */
export function upstreamMessage(
  { errorMessage }: HttpBinding,
  { contentType, body }: Pick<UpstreamAnswer, 'contentType' | 'body'>,
): string | undefined {
  const decoder = errorMessage && jsonDecoder(contentType)
  if (!errorMessage || !decoder) return undefined
  const found = readPath(tryRead(body, decoder), errorMessage)
  if (typeof found !== 'string') return undefined
  const line = found
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  if (line === '') return undefined
  const characters = [...line]
  return characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…` : line
}

/** Only the start of a long body is there, which is no JSON. */
function tryRead(body: Uint8Array, decoder: TextDecoder): unknown {
  try {
    return readJsonBody(body, decoder)
  } catch {
    return undefined
  }
}
