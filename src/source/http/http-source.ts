import type { HttpBinding } from '../../plan/http/http-binding.ts'
import type { Attempt, Outcome, OutgoingCall, Policy } from '../attempt.ts'
import type { CallContext } from '../call-context.ts'
import type { Source } from '../source.ts'
import { SourceError } from '../source-error.ts'
import type { Key, SourcePlan } from '../source-plan.ts'
import { startTimeLimit } from '../time-limit.ts'
import { addValues } from './add-values.ts'
import { printCall } from './call-text.ts'
import { cancelledError, closedError, isIdempotent, lateError, sendFailure } from './error.ts'
import { createHttpAgent, type HttpAgentOptions } from './http-agent.ts'
import { readBase } from './http-base.ts'
import { answerPages } from './pages/answer-pages.ts'
import { type PlannedCall, planCalls } from './plan-calls.ts'
import type { HttpRequest } from './request.ts'
import { needsBody, readAnswer } from './response.ts'
import { readRetryAfter } from './retry-after.ts'
import { type SendOptions, send } from './send.ts'
import { SendError } from './send-error.ts'
import { emptySlot, splitAnswer } from './split.ts'

export interface HttpSourceOptions extends HttpAgentOptions {
  /** As in `@source(name:)`. */
  readonly name: string
  /** Absolute, http or https; its path and query stand in front of every binding's own. */
  readonly baseURL: string
  /** Milliseconds for one try of a call: connection, headers and body. */
  readonly timeout: number
  /** Of a body, decompressed or not. */
  readonly maxResponseBytes: number
  readonly redirects: 'NEVER' | 'SAME_ORIGIN'
}

/** One HTTP request that is to be made. */
interface HttpCall extends OutgoingCall, Pick<CallContext, 'onCall'> {
  readonly binding: HttpBinding
  readonly request: HttpRequest
  /** How many keys its answer is for. */
  readonly keys: number
}

/** An HTTP JSON API as a source, its calls made as the policy says. Throws TypeError for a base URL that can't be read. */
export function createHttpSource(options: HttpSourceOptions, policy: Policy = attempt => attempt): Source {
  const base = readBase(options.baseURL)
  const connections = createHttpAgent(options)
  const closing = new AbortController()
  const sending: SendOptions = {
    agent: connections.agent,
    origin: base.origin,
    maxResponseBytes: options.maxResponseBytes,
    followRedirects: options.redirects === 'SAME_ORIGIN',
  }
  const perform: Attempt<HttpCall> = policy(attempt)

  async function load(plan: SourcePlan<HttpBinding>, keys: readonly Key[], call: CallContext) {
    const { calls, settled } = planCalls(plan, base, keys, call.headers)
    const slots = keys.map((_, slot) => settled.get(slot))
    await Promise.all(
      calls.map(async planned => {
        const answers = await answerCall(plan, planned, call)
        for (const [n, slot] of planned.slots.entries())
          slots[slot] = addValues(answers[n], plan, keys[slot] ?? [], call.headers)
      }),
    )
    return slots
  }

  /** One slot per key of the call. */
  async function answerCall(plan: SourcePlan<HttpBinding>, planned: PlannedCall, call: CallContext) {
    const { binding } = plan
    const ask = (request: HttpRequest) => callUpstream(binding, { ...planned, request }, call)
    const answer = await (binding.pages
      ? answerPages({ binding, pages: binding.pages, base, request: planned.request, ask }, plan)
      : ask(planned.request))
    if (answer instanceof SourceError || !binding.batch)
      return planned.slots.map(() => (answer === undefined ? emptySlot(binding) : answer))
    return splitAnswer(binding, binding.batch.by, answer, planned)
  }

  async function callUpstream(binding: HttpBinding, { request, slots }: PlannedCall, call: CallContext) {
    const { value } = await perform({
      binding,
      request,
      keys: slots.length,
      signal: call.signal,
      deadline: call.deadline,
      closing: closing.signal,
      idempotent: isIdempotent(binding.method),
      onCall: report => call.onCall(report),
    })
    return value
  }

  async function attempt(call: HttpCall): Promise<Outcome> {
    const { binding, request, keys } = call
    const start = performance.now()
    if (call.signal.aborted) return { value: cancelledError(binding, call.signal.reason) }
    if (call.deadline <= start) return { value: lateError(binding, 'deadline', false) }
    const outcome = await exchange(call)
    call.onCall({
      source: options.name,
      coordinate: binding.coordinate,
      text: `${request.method} ${base.origin}${request.path}`,
      keys,
      milliseconds: performance.now() - start,
      ...(outcome.value instanceof SourceError ? { error: outcome.value } : {}),
    })
    return outcome
  }

  async function exchange({ binding, request, ...call }: HttpCall): Promise<Outcome> {
    const late = (reason: 'timeout' | 'deadline') => lateError(binding, reason, true)
    using limit = startTimeLimit(options.name, options.timeout, call, call.closing, late)
    try {
      limit.signal.throwIfAborted()
      const answer = await send(sending, request, status => needsBody(binding, status), limit.signal)
      return {
        value: readAnswer(binding, answer),
        retryAfter: readRetryAfter(answer.headers['retry-after']?.toString(), Date.now()),
      }
    } catch (error) {
      if (limit.signal.aborted) return { value: limit.signal.reason }
      const stale = error instanceof SendError && !error.headersSeen && connections.isStale(error.cause)
      return { value: sendFailure(binding, error), stale }
    }
  }

  return {
    load,
    describe: (plan: SourcePlan<HttpBinding>) => printCall(plan.binding),
    async [Symbol.asyncDispose]() {
      closing.abort(closedError(options.name))
      await connections[Symbol.asyncDispose]()
    },
  }
}
