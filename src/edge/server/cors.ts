import type { IncomingMessage } from 'node:http'
import { isAllowedOrigin } from './allowed-origins.ts'
import type { HttpAnswer } from './http-answer.ts'

/** How long a browser may remember what is allowed, in seconds. */
const MAX_AGE = '600'

/**
 * The headers that let a browser show an answer to a page of another origin (Fetch standard, chapter "CORS protocol"):
 * none, unless the page's origin is one of `origins`. Cookies are never asked for.
 */
export function corsHeaders(
  origins: readonly string[],
  { headers }: IncomingMessage,
): Readonly<Record<string, string>> {
  if (origins.length === 0) return {}
  // The answer depends on the origin also where it is refused, and a cache must know.
  if (!isAllowedOrigin(origins, headers.origin)) return { vary: 'origin' }
  return {
    vary: 'origin',
    'access-control-allow-origin': headers.origin ?? '',
    'access-control-expose-headers': 'x-request-id',
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
