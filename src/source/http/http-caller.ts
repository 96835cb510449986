import type { HttpBinding } from '../../plan/http/http-binding.ts'
import type { OAuthSettings } from '../../plan/http/oauth-settings.ts'
import type { CallBatch } from '../call-batch.ts'
import type { CallContext, Freshness } from '../call-context.ts'
import type { CallHooks } from '../call-hooks.ts'
import type { Attempt, Outcome, OutgoingCall, Policy } from '../call-policy.ts'
import type { CallObserver, CallRecord } from '../call-record.ts'
import { CancelSource } from '../cancel.ts'
import { httpClient } from '../http-client.ts'
import { type Soon, whenHere } from '../soon.ts'
import type { Slot } from '../source.ts'
import { SourceError } from '../source-error.ts'
import { startTimeLimit } from '../time-limit.ts'
import type { TraceHeaders } from '../trace-headers.ts'
import { withCache } from './cache/cached-calls.ts'
import { readCaching } from './cache/read-caching.ts'
import { cancelledError, closedError, isIdempotent, lateError, sendFailure, tokenError } from './error.ts'
import { expose, exposesToQueries } from './expose.ts'
import { holdValues } from './hold-values.ts'
import { hookAnswer } from './hooked-answer.ts'
import { createHttpPool, type HttpPoolOptions } from './http-pool.ts'
import { ClientToken } from './oauth/client-token.ts'
import { NoToken, sendWithToken } from './oauth/send-with-token.ts'
import { createTokenEndpoint } from './oauth/token-endpoint.ts'
import type { HttpRequest } from './request.ts'
import { requestIdentity } from './request-identity.ts'
import { isLong, needsBody, rawAnswer, readAhead, readAnswer, readingOf } from './response.ts'
import { readRetryAfter } from './retry-after.ts'
import { type SendOptions, send, type UpstreamAnswer } from './send.ts'
import { SendError } from './send-error.ts'
import { withHeaders } from './with-headers.ts'

export interface HttpCallerOptions extends HttpPoolOptions {
  /** As in `@source(name:)`. */
  readonly name: string
  /** Milliseconds for one try of a call: connection, headers and body. */
  readonly timeout: number
  /** Of a body, decompressed or not. */
  readonly maxResponseBytes: number
  readonly redirects: 'NEVER' | 'SAME_ORIGIN'
  /** How its access token is got; undefined for a source without one. */
  readonly oauth: OAuthSettings | undefined
  /** Headers of its answers that clients see; names in lower case. */
  readonly expose: readonly string[]
  /** Code of one's own that its calls go through; undefined where there is none. */
  readonly hooks?: CallHooks | undefined
  /** Bytes of the answers that are kept; undefined where none are. */
  readonly cacheBytes: number | undefined
}

/** A request that is to be made for a binding. */
interface WantedRequest {
  readonly binding: HttpBinding
  readonly request: HttpRequest
  /** What it is told to, and for how many keys it is. */
  readonly batch: CallBatch
  readonly keys: number
}

interface HttpCall extends Pick<WantedRequest, 'binding' | 'request'>, OutgoingCall {
  /** Sent in the place of those of the request. */
  readonly traceHeaders: TraceHeaders | undefined
  /** Who looks at calls, also at that for an access token. */
  readonly observer: CallObserver | undefined
  /** Whether it changes something upstream. */
  readonly mutation: boolean
  /** Whether an answer 304 says that what is kept still holds. */
  readonly conditional?: boolean
  /** Which answers are read whole. */
  readonly read: string
}

/** Makes the requests of one source, as its policy says. */
export interface HttpCaller extends AsyncDisposable {
  /** The answer's value as the binding reads it, a NoAnswer or a SourceError. */
  call(wanted: WantedRequest, context: CallContext): Promise<Slot>
}

export function createHttpCaller(options: HttpCallerOptions, origin: string, policy: Policy): HttpCaller {
  const connections = createHttpPool(options, origin)
  const closing = new CancelSource()
  const client = httpClient(origin)
  const sending: SendOptions = {
    dispatcher: connections.pool,
    origin,
    maxResponseBytes: options.maxResponseBytes,
    followRedirects: options.redirects === 'SAME_ORIGIN',
  }
  const endpoint = options.oauth && createTokenEndpoint(options.oauth, options)
  const token = endpoint && new ClientToken(endpoint, options)
  const onAnswer = options.hooks?.onAnswer
  const isShared = !exposesToQueries(options.expose)
  const bounded: Attempt<HttpCall> = policy(attempt)
  const perform = options.cacheBytes === undefined ? bounded : withCache(origin, options.cacheBytes, bounded)

  function attempt(call: HttpCall): Promise<Outcome> {
    const ended = endOf(call)
    if (ended) return Promise.resolve({ value: ended })
    return call.record ? recorded(call, call.record) : exchange(call)
  }

  async function recorded(call: HttpCall, record: CallRecord): Promise<Outcome> {
    record.beginTry()
    const outcome = await exchange(call)
    const answer = outcome.answer as UpstreamAnswer | undefined
    record.endTry(outcome.value, answer?.status)
    if (answer) record.bytes = answer.body.byteLength
    return outcome
  }

  async function exchange(call: HttpCall): Promise<Outcome> {
    const { binding, traceHeaders, calls } = call
    const request = traceHeaders ? withHeaders(call.request, traceHeaders) : call.request
    const { answers: budget } = calls
    const late = (reason: 'timeout' | 'deadline') => lateError(binding, reason, true)
    const limit = startTimeLimit(options.name, options.timeout, call, call.closing, late)
    try {
      limit.signal.throwIfAborted()
      const answer = await sendWithToken(token, request, call.observer, limit.signal, each =>
        send(sending, each, status => needsBody(binding, status), budget, limit.signal),
      )
      const retryAfter = readRetryAfter(answer.headers, Date.now())
      const holds = call.conditional && answer.status === 304
      const unheld = holdValues(binding, answer, budget, overOf(call))
      const refusal = unheld instanceof Promise ? await unheld : unheld
      if (refusal) return { value: refusal, isOfRequest: true }
      const stopped = isLong(binding, answer) ? await readLong(call, answer) : undefined
      if (stopped) return { value: stopped }
      const failed =
        onAnswer && !holds ? await hookAnswer(onAnswer, { ...call, origin, signal: limit.signal }, answer) : undefined
      if (failed) return { value: failed }
      return { value: holds ? undefined : readAnswer(binding, answer), answer, retryAfter }
    } catch (error) {
      if (limit.signal.aborted) return { value: limit.signal.reason }
      if (error instanceof NoToken) return { value: tokenError(binding, error.cause) }
      if (error instanceof SendError && error.cause instanceof SourceError)
        return { value: error.cause, isOfRequest: true }
      const stale = error instanceof SendError && !error.headersSeen && connections.isStale(error.cause)
      return { value: sendFailure(binding, error), stale }
    } finally {
      limit[Symbol.dispose]()
    }
  }

  /** What the answer is to the call itself, which may be another one's, or one that was kept. */
  function ownValue(call: HttpCall, { value, answer, joined, cached }: Outcome): Soon<Slot> {
    if (answer === undefined || (!joined && !cached)) return value
    const { binding } = call
    const read = answer as UpstreamAnswer
    const { answers: budget } = call.calls
    // What is kept is read anew by each.
    const tooMuch = cached && needsBody(binding, read.status) ? budget.take(read.body.byteLength) : undefined
    return whenHere(tooMuch ?? holdValues(binding, read, budget, overOf(call)), refusal => {
      if (refusal) return refusal
      const stopped = isLong(binding, read) ? readLong(call, read) : undefined
      return whenHere(stopped, error => error ?? readAnswer(binding, read))
    })
  }

  return {
    async call({ binding, request, batch, keys }, context) {
      const { signal, deadline, calls, primary } = context
      // What is over before it begins is no call.
      const ended = endOf({ binding, signal, deadline })
      if (ended) return ended
      const read = readingOf(binding)
      const record = batch.begin(client, binding.text, keys)
      const traceHeaders = record?.traceHeaders ?? context.traceHeaders?.()
      const call: HttpCall = {
        binding,
        request,
        record,
        traceHeaders,
        observer: context.observer,
        read,
        signal,
        deadline,
        calls,
        closing,
        idempotent: isIdempotent(binding.method),
        reads: !binding.mutation,
        identity: binding.method === 'GET' && !primary && isShared ? requestIdentity(request, read) : undefined,
        mutation: binding.mutation && binding.method !== 'GET',
      }
      const outcome = await perform(call)
      const answer = outcome.answer as UpstreamAnswer | undefined
      // What is another request's, or was, brings no headers.
      if (answer && options.expose.length > 0 && context.exposed && !outcome.joined && !outcome.cached)
        expose(options.expose, answer.headers, binding.mutation, context.exposed)
      context.onAnswer(answer && binding.method === 'GET' ? freshnessOf(request, answer) : undefined)
      const own = ownValue(call, outcome)
      const value = own instanceof Promise ? await own : own
      if (record) {
        record.joined = outcome.joined === true
        record.cached = outcome.cached === true
        record.end(value)
        if (answer) context.observer?.onAnswer?.(record, rawAnswer(answer))
      }
      return value
    },
    async [Symbol.asyncDispose]() {
      closing.abort(closedError(options.name))
      await endpoint?.[Symbol.asyncDispose]()
      await connections[Symbol.asyncDispose]()
    },
  }
}

/** Why a call is not sent: its client has gone, or its time is up. */
function endOf({
  binding,
  signal,
  deadline,
}: Pick<HttpCall, 'binding' | 'signal' | 'deadline'>): SourceError | undefined {
  if (signal.aborted) return cancelledError(binding, signal.reason)
  return deadline <= performance.now() ? lateError(binding, 'deadline', false) : undefined
}

/** Whether nobody waits for a call any more; its deadline may move on. */
function overOf(call: HttpCall): () => boolean {
  return () => call.signal.aborted || performance.now() > call.deadline
}

/** The source has answered: how long that is read, only the request's own end bounds. A SourceError where it has come. */
async function readLong(call: HttpCall, answer: UpstreamAnswer): Promise<SourceError | undefined> {
  const { binding, signal } = call
  if (await readAhead(binding, answer, overOf(call))) return undefined
  return signal.aborted ? cancelledError(binding, signal.reason) : lateError(binding, 'deadline', true)
}

function freshnessOf(request: HttpRequest, answer: UpstreamAnswer): Freshness | undefined {
  const { headers } = answer
  if (headers['cache-control'] === undefined && headers.expires === undefined) return undefined
  const { noStore, shared, clientUntil } = readCaching(request, answer)
  return noStore || answer.redirected ? undefined : { until: clientUntil, private: !shared }
}
