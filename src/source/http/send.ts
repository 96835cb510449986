import type { Dispatcher } from 'undici'
import type { AnswerBudget } from '../answer-budget.ts'
import type { CancelSignal } from '../cancel.ts'
import { decompress, decompressStart } from './decompress.ts'
import { type AnswerHeaders, type Received, receive } from './receive.ts'
import type { HttpRequest } from './request.ts'
import { SendError } from './send-error.ts'

/** Redirects of one call that are followed. */
const MAX_REDIRECTS = 5

/** Those that say where the same request is answered (RFC 9110, 15.4). */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Most bytes of the start of a body, decompressed. */
const START_BYTES = 65_536

/** What came back over the wire. */
export interface UpstreamAnswer {
  readonly status: number
  readonly contentType: string | undefined
  readonly headers: AnswerHeaders
  /** In milliseconds of `Date.now()`. */
  readonly receivedAt: number
  /** Whether it is that of another URL, which the one that was asked led to. */
  readonly redirected: boolean
  /** The whole body, or its start where nobody needs more; decompressed. */
  readonly body: Uint8Array
  /** What the body says, once it has been read: several calls may share an answer, and nobody changes what it is given. */
  json?: unknown
}

export interface SendOptions {
  readonly dispatcher: Dispatcher
  readonly origin: string
  /** Of a body, decompressed or not. */
  readonly maxResponseBytes: number
  readonly followRedirects: boolean
}

/** Sends one request; the body is read whole where `needsBody` says so, as far as the budget goes. Throws SendError. */
export async function send(
  { dispatcher, origin, maxResponseBytes, followRedirects }: SendOptions,
  { method, path, headers, body }: HttpRequest,
  needsBody: (status: number) => boolean,
  budget: AnswerBudget,
  signal: CancelSignal,
): Promise<UpstreamAnswer> {
  const maxRedirects = followRedirects && method === 'GET' ? MAX_REDIRECTS : 0
  const reading = { needsBody, maxBytes: maxResponseBytes, budget }
  const options = { origin, method, path, headers, body: body ?? null }
  for (let followed = 0; ; followed++) {
    const received = await receive(dispatcher, options, reading, signal)
    const target =
      followed < maxRedirects ? redirectTarget(received.status, received.headers, origin, options.path) : undefined
    if (target === undefined) {
      const encoding = received.headers['content-encoding']?.toString()
      const whole = encoding ? await decompressed(received, encoding, maxResponseBytes) : received.body
      const refusal = budget.take(received.isWhole ? whole.length - received.body.length : 0)
      if (refusal) throw new SendError(true, refusal)
      return answerOf(received, whole, followed > 0)
    }
    options.path = target
  }
}

function answerOf({ status, headers, receivedAt }: Received, body: Uint8Array, redirected: boolean): UpstreamAnswer {
  return {
    status,
    contentType: contentTypeOf(headers['content-type']),
    headers,
    receivedAt,
    redirected,
    body,
    json: undefined,
  }
}

/** Of one that came several times, in lines or in one, the last (as the Fetch Standard has it, 2.2.2). */
function contentTypeOf(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header.at(-1) : header
  return text?.includes(',') && !text.includes('"') ? text.slice(text.lastIndexOf(',') + 1).trim() : text
}

async function decompressed({ isWhole, body }: Received, encoding: string, maxBytes: number): Promise<Uint8Array> {
  try {
    return await (isWhole ? decompress(body, encoding, maxBytes) : decompressStart(body, encoding, START_BYTES))
  } catch (cause) {
    throw new SendError(true, cause)
  }
}

/** Path and query that an answer redirects a GET to; `undefined` where it doesn't, or leads to another origin. */
function redirectTarget(status: number, headers: AnswerHeaders, origin: string, path: string): string | undefined {
  const { location } = headers
  if (!REDIRECTS.has(status) || typeof location !== 'string') return undefined
  const from = `${origin}${path}`
  if (!URL.canParse(location, from)) return undefined
  const target = new URL(location, from)
  return target.origin === origin ? target.pathname + target.search : undefined
}
