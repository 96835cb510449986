import type { CallBudget } from '../call-budget.ts'
import type { Attempt, Outcome, OutgoingCall, Policy } from '../call-policy.ts'
import { raceSignal, startTimeLimit } from '../time-limit.ts'
import type { MutationEpoch } from './mutation-epoch.ts'

/**
 * Makes one call for all of one identity that are under way at once and no mutation separates. Each of them waits as long
 * as its own request may; the call has the source's timeout, and is given up when nobody waits for it any more.
 */
export function withCoalescing(source: string, epoch: MutationEpoch): Policy {
  return <C extends OutgoingCall>(attempt: Attempt<C>): Attempt<C> => {
    const underWay = new Map<string, SharedCall>()
    return async call => {
      if (call.identity === undefined) return attempt(call)
      using limit = startTimeLimit(source, Number.POSITIVE_INFINITY, call, call.closing)
      if (limit.signal.aborted) return { value: limit.signal.reason }
      const key = `${epoch.value} ${call.identity}`
      const known = underWay.get(key)
      // What its request may not ask any more fails for that request alone.
      if (!known && call.calls.isSpent) return attempt(call)
      const shared = known ?? shareCall(attempt, call, () => underWay.delete(key))
      if (!known) underWay.set(key, shared)
      const outcome = await shared.wait(call, limit.signal)
      return known ? { ...outcome, joined: true } : outcome
    }
  }
}

/** One call and those that wait for it. */
interface SharedCall {
  /** Makes the call if this is the first; the answer, or the signal's reason where that comes first. */
  wait(call: OutgoingCall, signal: AbortSignal): Promise<Outcome>
}

/** `onEnd` is told once, when nobody can join it any more. */
function shareCall<C extends OutgoingCall>(attempt: Attempt<C>, first: C, onEnd: () => void): SharedCall {
  const abort = new AbortController()
  const waiting = new Set<Pick<OutgoingCall, 'deadline'>>()
  const joined: CallBudget[] = []
  let outcome: Promise<Outcome> | undefined
  let ended = false

  const end = () => {
    if (!ended) onEnd()
    ended = true
  }
  const call: C = {
    ...first,
    signal: abort.signal,
    joined,
    /** The last one of those that wait. */
    get deadline() {
      return Math.max(...Array.from(waiting, ({ deadline }) => deadline))
    },
  }

  return {
    async wait({ deadline, calls }, signal) {
      const waiter = { deadline }
      waiting.add(waiter)
      if (calls !== first.calls) {
        joined.push(calls)
        call.onJoin?.(calls)
      }
      outcome ??= attempt(call).finally(end)
      try {
        return await raceSignal(outcome, signal)
      } catch (error) {
        return { value: error }
      } finally {
        waiting.delete(waiter)
        if (waiting.size === 0 && !ended) {
          end()
          abort.abort()
        }
      }
    },
  }
}
