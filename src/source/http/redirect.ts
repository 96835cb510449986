import type { IncomingHttpHeaders } from 'node:http'

/** Redirects of one call that are followed. */
export const MAX_REDIRECTS = 5

/** Those that say where the same request is answered (RFC 9110, 15.4). */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Path and query that an answer redirects a GET to; `undefined` where it doesn't, or leads to another origin. */
export function redirectTarget(
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
