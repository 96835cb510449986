import type { IncomingHttpHeaders } from 'node:http'
import type { Agent, Dispatcher } from 'undici'
import { raceSignal } from '../time-limit.ts'
import { readBytes, readStart } from './read-body.ts'
import type { HttpRequest } from './request.ts'
import { SendError } from './send-error.ts'

/** Redirects of one call that are followed. */
const MAX_REDIRECTS = 5

/** Those that say where the same request is answered (RFC 9110, 15.4). */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Response headers; names in lower case. */
export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>

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
}

export interface SendOptions {
  readonly agent: Agent
  readonly origin: string
  /** Of a body, decompressed or not. */
  readonly maxResponseBytes: number
  readonly followRedirects: boolean
}

/** Sends one request; the body is read whole where `needsBody` says so. Throws SendError. */
export async function send(
  options: SendOptions,
  request: HttpRequest,
  needsBody: (status: number) => boolean,
  signal: AbortSignal,
): Promise<UpstreamAnswer> {
  const { response, redirected } = await requestHeaders(options, request, signal)
  const receivedAt = Date.now()
  const { statusCode: status, headers } = response
  const contentType = headers['content-type']?.toString()
  try {
    const body = await (needsBody(status) ? readBytes(response, options.maxResponseBytes) : readStart(response))
    return { status, contentType, headers, receivedAt, redirected, body }
  } catch (cause) {
    throw new SendError(true, cause)
  }
}

/** The answer at the end of all redirects that are followed: those of a GET, within its origin. */
async function requestHeaders(
  { agent, origin, followRedirects }: SendOptions,
  { method, path, headers, body }: HttpRequest,
  signal: AbortSignal,
): Promise<{ readonly response: Dispatcher.ResponseData; readonly redirected: boolean }> {
  const maxRedirects = followRedirects && method === 'GET' ? MAX_REDIRECTS : 0
  const options = { origin, method, path, headers, signal, ...(body === undefined ? {} : { body }) }
  try {
    for (let followed = 0; ; followed++) {
      // undici looks at the signal only once there is a connection; nobody waits for one that is not needed any more.
      const response = await raceSignal(agent.request(options), signal)
      const target =
        followed < maxRedirects && redirectTarget(response.statusCode, response.headers, origin, options.path)
      if (!target) return { response, redirected: followed > 0 }
      await readStart(response)
      options.path = target
    }
  } catch (cause) {
    throw new SendError(false, cause)
  }
}

/** Path and query that an answer redirects a GET to; `undefined` where it doesn't, or leads to another origin. */
function redirectTarget(
  status: number,
  headers: IncomingHttpHeaders,
  origin: string,
  path: string,
): string | undefined {
  const location: unknown = headers.location
  if (!REDIRECTS.has(status) || typeof location !== 'string') return undefined
  const from = `${origin}${path}`
  if (!URL.canParse(location, from)) return undefined
  const target = new URL(location, from)
  return target.origin === origin ? target.pathname + target.search : undefined
}
