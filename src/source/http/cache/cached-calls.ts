import type { Attempt, Outcome, OutgoingCall } from '../../call-policy.ts'
import { SourceError } from '../../source-error.ts'
import { headerText } from '../header-text.ts'
import type { HttpRequest } from '../request.ts'
import { requestIdentity } from '../request-identity.ts'
import type { UpstreamAnswer } from '../send.ts'
import { AnswerCache, type StoredAnswer } from './answer-cache.ts'
import { readCaching } from './read-caching.ts'
import { valuesWeight } from './values-weight.ts'

interface CachedCall extends OutgoingCall {
  readonly request: HttpRequest
  /** Whether it changes something upstream. */
  readonly mutation: boolean
  /** Whether an answer 304 says that what is kept still holds. */
  readonly conditional?: boolean
  /** Which answers are read whole. */
  readonly read: string
}

/** Headers of a 304 that are about its own body (RFC 9111, 3.2). */
const OF_THE_BODY: ReadonlySet<string> = new Set([
  'content-length',
  'content-encoding',
  'content-range',
  'content-type',
  'transfer-encoding',
])

/**
 * Answers GETs from a cache that all users share, as RFC 9111 lets it. What is asked is the URL and every header, so that
 * users with other credentials share nothing, whatever Vary says.
 */
export function withCache<C extends CachedCall>(origin: string, maxBytes: number, attempt: Attempt<C>): Attempt<C> {
  const cache = new AnswerCache(maxBytes)
  /** Counts where requests that change something begin and end: what was asked before is not kept after. */
  let changes = 0

  const change = async (call: C): Promise<Outcome> => {
    changes++
    const outcome = await attempt(call)
    changes++
    // Also where it failed: it may have had its effect.
    for (const path of pathsOf(origin, call.request.path, outcome.answer as UpstreamAnswer | undefined))
      cache.invalidate(path)
    return outcome
  }

  const keep = async (key: string, { request }: C, answer: UpstreamAnswer, before: number, known?: number) => {
    const caching = readCaching(request, answer)
    const isUseful = caching.staleIfErrorUntil > Date.now() || hasValidator(answer)
    const mayKeep = caching.shared && !answer.redirected && isUseful
    const values = mayKeep ? (known ?? (await valuesWeight(answer))) : 0
    if (mayKeep && before === changes) cache.set(key, request.path, { answer, caching, values })
    else cache.delete(key)
  }

  /** A failure in a 2xx is not what its headers are about, so it is not kept. */
  const keepOutcome = async (key: string, call: C, { value, answer }: Outcome, before: number) => {
    if (isFailedAnswer(value)) cache.delete(key)
    else if (answer) await keep(key, call, answer as UpstreamAnswer, before)
  }

  /** What an answer that is kept says of the one that came instead of it. */
  const revalidate = async (key: string, call: C, stored: StoredAnswer): Promise<Outcome> => {
    const before = changes
    const request = withValidators(call.request, stored.answer)
    const outcome = await attempt({
      ...call,
      request,
      identity: requestIdentity(request, call.read),
      conditional: true,
    })
    const answer = outcome.answer as UpstreamAnswer | undefined
    if (answer?.status === 304) {
      if (!isSame(stored.answer, answer)) {
        cache.delete(key)
        return ask(key, call)
      }
      const { receivedAt } = answer
      const updated = { ...stored.answer, receivedAt, headers: { ...stored.answer.headers, ...ownHeaders(answer) } }
      await keep(key, call, updated, before, stored.values)
      return { value: undefined, answer: updated, cached: true }
    }
    if (sourceFailed(outcome) && stored.caching.staleIfErrorUntil > Date.now()) return fromCache(stored)
    await keepOutcome(key, call, outcome, before)
    return outcome
  }

  const ask = async (key: string, call: C): Promise<Outcome> => {
    const before = changes
    const outcome = await attempt(call)
    await keepOutcome(key, call, outcome, before)
    return outcome
  }

  return async call => {
    if (call.mutation) return change(call)
    const { identity: key, request } = call
    if (key === undefined || ASKS_THE_SOURCE.some(name => request.headers.has(name))) return attempt(call)
    const stored = cache.get(key)
    if (!stored) return ask(key, call)
    return stored.caching.freshUntil > Date.now() ? fromCache(stored) : revalidate(key, call, stored)
  }
}

/** Headers by which a schema speaks to caches itself: such a request goes past this one. */
const ASKS_THE_SOURCE = ['cache-control', 'pragma', 'range', 'if-none-match', 'if-modified-since', 'if-match']

/** A copy, as what is read from an answer is kept with it, and would not be counted. */
function fromCache({ answer }: StoredAnswer): Outcome {
  return { value: undefined, answer: { ...answer }, cached: true }
}

function hasValidator({ headers }: UpstreamAnswer): boolean {
  return headers.etag !== undefined || headers['last-modified'] !== undefined
}

function withValidators(request: HttpRequest, { headers }: UpstreamAnswer): HttpRequest {
  const named = new Map(request.headers)
  const [etag, modified] = [headerText(headers, 'etag'), headerText(headers, 'last-modified')]
  if (etag !== undefined) named.set('if-none-match', etag)
  if (modified !== undefined) named.set('if-modified-since', modified)
  return { ...request, headers: named }
}

/** Whether a 304 is about what is kept: it may say nothing, or another tag by mistake. */
function isSame(stored: UpstreamAnswer, answer: UpstreamAnswer): boolean {
  const tag = headerText(answer.headers, 'etag')?.replace(/^W\//, '')
  return tag === undefined || tag === headerText(stored.headers, 'etag')?.replace(/^W\//, '')
}

/** The age that is kept is that of another answer. */
function ownHeaders({ headers }: UpstreamAnswer): UpstreamAnswer['headers'] {
  const own = Object.entries(headers).filter(([name]) => !OF_THE_BODY.has(name))
  return { age: undefined, ...Object.fromEntries(own) }
}

/** Where a mutation's URL and those that its answer names are (RFC 9111, 4.4). */
function pathsOf(origin: string, path: string, answer: UpstreamAnswer | undefined): string[] {
  const named = ['location', 'content-location'].flatMap(name => {
    const text = answer && headerText(answer.headers, name)
    if (text === undefined || !URL.canParse(text, origin + path)) return []
    const url = new URL(text, origin + path)
    return url.origin === origin ? [url.pathname] : []
  })
  return [path, ...named]
}

function isFailedAnswer(value: Outcome['value']): boolean {
  return value instanceof SourceError && value.reason === 'failed_answer'
}

/** The source did not answer, or with 500, 502, 503 or 504. */
function sourceFailed({ value }: Outcome): boolean {
  if (!(value instanceof SourceError)) return false
  const { code, reason } = value
  if (code === 'DOWNSTREAM_SERVICE_ERROR')
    return reason !== 'http_4xx' && reason !== 'redirect' && !isFailedAnswer(value)
  return reason === 'timeout' || code === 'REQUEST_CONCURRENCY_LIMITED'
}
