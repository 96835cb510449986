import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

export interface UpstreamRequest {
  readonly method: string
  /** Path and query, as sent. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What goes back. `json` and `body` are application/json unless a header says otherwise; neither is an empty body. */
export interface UpstreamAnswer {
  /** 200 unless said. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  /** Sent as it is. */
  readonly body?: string | Uint8Array
  readonly fault?: UpstreamFault
}

export const UPSTREAM_FAULTS = [
  /** The connection breaks before the headers. */
  'reset',
  /** The connection breaks in the middle of the body. */
  'truncated',
  /** No answer ever. */
  'hang',
] as const
export type UpstreamFault = (typeof UPSTREAM_FAULTS)[number]

/** Reads a request to its end. */
export async function readUpstreamRequest(message: IncomingMessage): Promise<UpstreamRequest> {
  const { method = '', url = '', headers } = message
  return { method, url, headers, body: await text(message) }
}

/** Sends an answer, or does what its fault says. */
export function sendUpstreamAnswer(response: ServerResponse, answer: UpstreamAnswer): void {
  const { status = 200, headers = {}, fault } = answer
  if (fault === 'hang') return
  if (fault === 'reset') {
    response.socket?.resetAndDestroy()
    return
  }
  const body = Buffer.from(answer.json === undefined ? (answer.body ?? '') : JSON.stringify(answer.json))
  if (body.length > 0) response.setHeader('content-type', 'application/json')
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  response.statusCode = status
  if (fault === 'truncated') {
    response.setHeader('content-length', body.length + 1)
    response.write(body.length > 0 ? body : ' ', () => response.socket?.destroy())
    return
  }
  response.end(body)
}
