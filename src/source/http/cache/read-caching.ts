import { isTracing } from '../../tracing-headers.ts'
import { headerText } from '../header-text.ts'
import type { HttpRequest } from '../request.ts'
import type { UpstreamAnswer } from '../send.ts'
import { type CacheControl, readCacheControl } from './cache-control.ts'

/** What may be done with an answer once it has been used (RFC 9111); times are milliseconds of `Date.now()`. */
export interface Caching {
  /** Whether a cache that several users share may keep it. */
  readonly shared: boolean
  /** Whether no cache may keep it. */
  readonly noStore: boolean
  /** Until when it may be used without asking again. */
  readonly freshUntil: number
  /** Until when clients and the caches on their way may use it: as long as all of them may. */
  readonly clientUntil: number
  /** Until when it may be used where the source fails (RFC 5861, 4). */
  readonly staleIfErrorUntil: number
}

/** Answers whose meaning is the same whenever they are read. */
const KEPT_STATUS: ReadonlySet<number> = new Set([200, 203, 204, 404, 410])

/** Reads what an answer says of itself. One that says nothing is stale at once: there are no guesses. */
export function readCaching(request: HttpRequest, { status, headers, receivedAt: now }: UpstreamAnswer): Caching {
  const said = readCacheControl(headers)
  const vary = (headerText(headers, 'vary') ?? '').split(',').map(name => name.trim().toLowerCase())
  const lifetime = said.has('no-cache') ? 0 : lifetimeOf(said, headers, now)
  const born = now - ageOf(headers, now)
  const freshUntil = born + lifetime
  const mayBeStale = !['no-cache', 'must-revalidate', 'proxy-revalidate', 's-maxage'].some(each => said.has(each))
  const noStore = said.has('no-store') || !KEPT_STATUS.has(status) || vary.some(name => name === '*' || isTracing(name))
  return {
    shared: !noStore && isForAll(request, said, headers),
    noStore,
    freshUntil,
    clientUntil: Math.min(freshUntil, born + (said.seconds('max-age') ?? Number.POSITIVE_INFINITY) * 1000),
    staleIfErrorUntil: mayBeStale ? freshUntil + (said.seconds('stale-if-error') ?? 0) * 1000 : freshUntil,
  }
}

/** One for a request with credentials is its user's own, unless it says otherwise (RFC 9111, 3.5); so is one with a cookie. */
function isForAll(request: HttpRequest, said: CacheControl, headers: UpstreamAnswer['headers']): boolean {
  if (said.has('private')) return false
  if (said.has('public')) return true
  if (headerText(headers, 'set-cookie') !== undefined) return false
  return !request.headers.has('authorization') || said.has('s-maxage') || said.has('must-revalidate')
}

/** In milliseconds (RFC 9111, 4.2.1). */
function lifetimeOf(said: CacheControl, headers: UpstreamAnswer['headers'], now: number): number {
  const seconds = said.seconds('s-maxage') ?? said.seconds('max-age')
  if (seconds !== undefined) return seconds * 1000
  const expires = Date.parse(headerText(headers, 'expires') ?? '')
  const date = Date.parse(headerText(headers, 'date') ?? '')
  return Number.isNaN(expires) ? 0 : Math.max(0, expires - (Number.isNaN(date) ? now : date))
}

/** How old it was when it came, in milliseconds (RFC 9111, 4.2.3). */
function ageOf(headers: UpstreamAnswer['headers'], now: number): number {
  const age = Number(/^\d+$/.exec(headerText(headers, 'age') ?? '')?.[0] ?? 0) * 1000
  const date = Date.parse(headerText(headers, 'date') ?? '')
  return Math.max(age, Number.isNaN(date) ? 0 : now - date, 0)
}
