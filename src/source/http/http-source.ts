import { Agent } from 'undici'
import type { HttpBinding } from '../../plan/http/http-binding.ts'
import type { CallContext } from '../call-context.ts'
import type { Source } from '../source.ts'
import { SourceError } from '../source-error.ts'
import type { Key, SourcePlan } from '../source-plan.ts'
import { addValues } from './add-values.ts'
import { printCall } from './call-text.ts'
import { startCallTimer } from './call-timer.ts'
import { cancelledError, internalError, lateError, networkError } from './error.ts'
import { readBase } from './http-base.ts'
import { answerPages } from './pages/answer-pages.ts'
import { type PlannedCall, planCalls } from './plan-calls.ts'
import type { HttpRequest } from './request.ts'
import { needsBody, readAnswer } from './response.ts'
import { send } from './send.ts'
import { SendError } from './send-error.ts'
import { emptySlot, splitAnswer } from './split.ts'

export interface HttpSourceOptions {
  /** As in `@source(name:)`. */
  readonly name: string
  /** Absolute, http or https; its path and query stand in front of every binding's own. */
  readonly baseURL: string
  /** Milliseconds for one call: connection, headers and body. */
  readonly timeout: number
  /** Milliseconds for a connection, TLS included; 2,000 unless said. */
  readonly connectTimeout?: number
}

/** An HTTP JSON API as a source. Throws TypeError for a base URL that can't be read. */
export function createHttpSource(options: HttpSourceOptions): Source {
  const base = readBase(options.baseURL)
  // undici's own timers tick in half seconds; the call's timer ends it instead. HTTP/2 would tell its failures otherwise.
  const agent = new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
    connect: { timeout: options.connectTimeout ?? 2_000 },
  })

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
    const start = performance.now()
    if (call.signal.aborted) return cancelledError(binding, call.signal.reason)
    if (call.deadline <= start) return lateError(binding, 'deadline', false)
    const answer = await exchange(binding, request, call, call.deadline - start)
    call.onCall({
      source: options.name,
      coordinate: binding.coordinate,
      text: `${request.method} ${base.origin}${request.path}`,
      keys: slots.length,
      milliseconds: performance.now() - start,
      ...(answer instanceof SourceError ? { error: answer } : {}),
    })
    return answer
  }

  async function exchange(binding: HttpBinding, request: HttpRequest, call: CallContext, left: number) {
    using timer = startCallTimer(options.timeout, left)
    const signal = AbortSignal.any([call.signal, timer.signal])
    try {
      const answer = await send(agent, base.origin, request, status => needsBody(binding, status), signal)
      return readAnswer(binding, answer)
    } catch (error) {
      if (call.signal.aborted) return cancelledError(binding, call.signal.reason)
      if (timer.signal.aborted) return lateError(binding, timer.limit, true)
      return error instanceof SendError ? networkError(binding, error) : internalError(binding, error)
    }
  }

  return {
    load,
    describe: (plan: SourcePlan<HttpBinding>) => printCall(plan.binding),
    [Symbol.asyncDispose]: () => agent.destroy(),
  }
}
