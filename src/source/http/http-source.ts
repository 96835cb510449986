import type { HttpBinding } from '../../plan/http/http-binding.ts'
import { beginBatch, type CallBatch } from '../call-batch.ts'
import type { CallContext } from '../call-context.ts'
import type { Policy } from '../call-policy.ts'
import { emptySlot, NoAnswer } from '../empty-slot.ts'
import type { Source } from '../source.ts'
import type { Key, SourcePlan } from '../source-plan.ts'
import { addValues } from './add-values.ts'
import { describeCalls } from './describe-calls.ts'
import { withCallHook } from './hooked-calls.ts'
import { readBase } from './http-base.ts'
import { createHttpCaller, type HttpCallerOptions } from './http-caller.ts'
import { answerPages } from './pages/answer-pages.ts'
import { type PlannedCall, planCalls } from './plan-calls.ts'
import type { HttpRequest } from './request.ts'
import { countNothing, splitAnswer } from './split.ts'
import { type Response, ToldAnswer } from './told-answer.ts'

export interface HttpSourceOptions extends HttpCallerOptions {
  /** Absolute, http or https; its path and query stand in front of every binding's own. */
  readonly baseURL: string
  /** Of path and query that a batch makes. */
  readonly maxUrlBytes: number
}

/** An HTTP JSON API as a source, its calls made as the policy says. Throws TypeError for a base URL that can't be read. */
export function createHttpSource(options: HttpSourceOptions, policy: Policy = attempt => attempt): Source {
  const base = readBase(options.baseURL)
  const plain = createHttpCaller(options, base.origin, policy)
  const onCall = options.hooks?.onCall
  const caller = onCall ? withCallHook(plain, base.origin, onCall) : plain

  async function load(plan: SourcePlan<HttpBinding>, keys: readonly Key[], call: CallContext) {
    const unasked = beginBatch(call.observer, plan.binding, plan)
    const { calls, settled } = planCalls(plan, {
      base,
      keys,
      client: call.client,
      counter: unasked,
      budget: call.calls,
      maxUrlBytes: options.maxUrlBytes,
    })
    unasked.end()
    const slots = keys.map((_, slot) => settled.get(slot))
    const fill = (planned: PlannedCall) =>
      answerCall(plan, planned, call).then(({ answers, response }) => {
        for (const [n, slot] of planned.slots.entries())
          slots[slot] = addValues(answers[n], plan, { key: keys[slot] ?? [], client: call.client, response })
      })
    const [first, ...more] = calls
    if (first) await (more.length === 0 ? fill(first) : Promise.all(calls.map(fill)))
    return slots
  }

  /** One slot per key of the call, and what their objects are told of the answer. */
  async function answerCall(
    plan: SourcePlan<HttpBinding>,
    planned: PlannedCall,
    call: CallContext,
  ): Promise<{ readonly answers: readonly unknown[]; readonly response?: Response }> {
    const { binding } = plan
    const batch = beginBatch(call.observer, binding, plan)
    const keys = planned.slots.length
    const ask = (request: HttpRequest) => caller.call({ binding, request, batch, keys }, call)
    const onEmpty = () => batch.count('no_item', keys)
    try {
      const answer = await (binding.pages
        ? answerPages({ binding, pages: binding.pages, base, request: planned.request, ask, onEmpty }, plan)
        : ask(planned.request))
      if (!(answer instanceof ToldAnswer)) return { answers: slotsOf(binding, answer, planned, batch) }
      const { value, response } = answer
      return { answers: slotsOf(binding, isEmpty(binding, value) ? {} : value, planned, batch), response }
    } finally {
      batch.end()
    }
  }

  return {
    load,
    describe: (plan: SourcePlan<HttpBinding>, facts) =>
      describeCalls(plan, facts, {
        base,
        maxUrlBytes: options.maxUrlBytes,
        isCached: options.cacheBytes !== undefined,
      }),
    [Symbol.asyncDispose]: () => caller[Symbol.asyncDispose](),
  }
}

/** One slot per key of the call. */
function slotsOf(binding: HttpBinding, answer: unknown, planned: PlannedCall, batch: CallBatch): readonly unknown[] {
  if (answer instanceof Error) return planned.slots.map(() => answer)
  if (answer instanceof NoAnswer) return planned.slots.map(() => emptySlot(binding, answer.why, batch))
  if (binding.batch) return splitAnswer(binding, binding.batch.by, answer, planned, batch)
  return planned.slots.map(() => countNothing(binding, answer, batch))
}

/** Whether an answer that is one object has no body: the object is what status and headers say. */
function isEmpty({ list, batch }: HttpBinding, value: unknown): boolean {
  return !list && !batch && value instanceof NoAnswer && value.why === 'empty_answer'
}
