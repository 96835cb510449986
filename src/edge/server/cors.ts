import type { IncomingMessage } from 'node:http'
import { isAllowedOrigin } from './allowed-origins.ts'
import type { HttpAnswer } from './http-answer.ts'

/** How long a browser may remember what is allowed, in seconds. */
const MAX_AGE = '600'

export interface CorsOptions {
  /** Origins that may call from a browser. */
  readonly corsOrigins: readonly string[]
  /** Whether answers say where their time went. */
  readonly serverTiming: boolean
}

/**
 * The headers that let a browser show an answer to a page of another origin (Fetch standard, chapter "CORS protocol"):
 * none, unless the page's origin is allowed. Cookies are never asked for. Times are shown to a page only where they are for it (W3C Resource
 * Timing, "Timing-Allow-Origin").
 */
export function corsHeaders(
  { corsOrigins, serverTiming }: CorsOptions,
  { headers: { origin } }: IncomingMessage,
): Readonly<Record<string, string>> {
  if (corsOrigins.length === 0) return {}
  // The answer depends on the origin also where it is refused, and a cache must know.
  if (origin === undefined || !isAllowedOrigin(corsOrigins, origin)) return { vary: 'origin' }
  return {
    vary: 'origin',
    'access-control-allow-origin': origin,
    'access-control-expose-headers': serverTiming ? 'x-request-id, server-timing' : 'x-request-id',
    ...(serverTiming && { 'timing-allow-origin': origin }),
  }
}

/** The answer to a browser that asks, for a page of one of `origins`, what it may send; undefined for any other request. */
export function preflightAnswer(
  origins: readonly string[],
  { method, headers }: IncomingMessage,
): HttpAnswer | undefined {
  const isPreflight = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined
  if (!isPreflight || !isAllowedOrigin(origins, headers.origin)) return undefined
  return {
    status: 204,
    headers: {
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': headers['access-control-request-headers'] ?? 'content-type',
      'access-control-max-age': MAX_AGE,
    },
    body: '',
  }
}
