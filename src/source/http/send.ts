import type { Agent, Dispatcher } from 'undici'
import { raceSignal } from '../time-limit.ts'
import type { HttpRequest } from './request.ts'
import { SendError } from './send-error.ts'

/** Response headers; names in lower case. */
export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>

/** What came back over the wire. */
export interface HttpAnswer {
  readonly status: number
  readonly contentType: string | undefined
  readonly headers: AnswerHeaders
  /** The whole body, or its start where nobody needs more. */
  readonly body: Uint8Array
}

/** Bytes of an unneeded body that are kept, and that are read so that its connection can be used again. */
const KEPT_BYTES = 16_384
const DRAINED_BYTES = 65_536

/** Sends one request; the body is read whole where `needsBody` says so. Throws SendError. */
export async function send(
  agent: Agent,
  origin: string,
  { method, path, headers, body }: HttpRequest,
  needsBody: (status: number) => boolean,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  let response: Dispatcher.ResponseData
  try {
    const options = { origin, method, path, headers, signal, ...(body === undefined ? {} : { body }) }
    // undici looks at the signal only once there is a connection; nobody waits for one that is not needed any more.
    response = await raceSignal(agent.request(options), signal)
  } catch (cause) {
    throw new SendError(false, cause)
  }
  const status = response.statusCode
  const contentType = response.headers['content-type']?.toString()
  const { headers: answered } = response
  if (!needsBody(status)) return { status, contentType, headers: answered, body: await readStart(response.body) }
  try {
    return { status, contentType, headers: answered, body: await response.body.bytes() }
  } catch (cause) {
    throw new SendError(true, cause)
  }
}

/** The first bytes of a body. How it ends doesn't matter, but it must end: an open one would hold its connection. */
async function readStart(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of body) {
      if (size < KEPT_BYTES) chunks.push(chunk)
      size += chunk.length
      if (size > DRAINED_BYTES) break
    }
  } catch {
    // The status is known; a body that breaks off takes nothing from it.
  }
  return Buffer.concat(chunks).subarray(0, KEPT_BYTES)
}
