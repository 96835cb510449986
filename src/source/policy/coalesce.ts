import type { CallBudget } from '../call-budget.ts'
import type { Attempt, Outcome, OutgoingCall, Policy } from '../call-policy.ts'
import { CancelSource } from '../cancel.ts'
import { endOf, startTimeLimit, type TimeLimit } from '../time-limit.ts'
import { UnderWay } from '../under-way.ts'
import type { MutationEpoch } from './mutation-epoch.ts'

/**
 * Makes one call for all of one identity that are under way at once and no mutation separates. Each of them waits as long
 * as its own request may; the call has the source's timeout, and is given up when nobody waits for it any more.
 */
export function withCoalescing(source: string, epoch: MutationEpoch): Policy {
  return <C extends OutgoingCall>(attempt: Attempt<C>): Attempt<C> => {
    const underWay = new UnderWay<string, SharedCall<C>>()
    const coalesced: Attempt<C> = call => {
      if (call.identity === undefined) return attempt(call)
      const ended = endOf(source, call, call.closing)
      if (ended) return Promise.resolve({ value: ended })
      const key = `${epoch.value} ${call.identity}`
      const known = underWay.get(key)
      if (known)
        return known.join(call).then(outcome => (outcome.isOfRequest ? coalesced(call) : { ...outcome, joined: true }))
      // What its request may not ask any more fails for that request alone.
      if (call.calls.isSpent) return attempt(call)
      const shared = new SharedCall(source, attempt, call, () => underWay.delete(key))
      underWay.set(key, shared)
      return shared.begin()
    }
    return coalesced
  }
}

/** A call that waits for a shared one. */
interface Waiter {
  readonly call: OutgoingCall
  readonly settle: (outcome: Outcome) => void
  readonly leave: () => void
  /** Its own time; the call's does for one that waits alone. */
  limit?: TimeLimit
}

/** One call and those that wait for it. */
class SharedCall<C extends OutgoingCall> {
  readonly #source: string
  readonly #attempt: Attempt<C>
  readonly #first: C
  readonly #call: C & { deadline: number }
  readonly #abort = new CancelSource()
  readonly #waiting = new Set<Waiter>()
  readonly #joined: CallBudget[] = []
  readonly #onEnd: () => void
  #hasEnded = false

  /** `onEnd` is told once, when nobody can join it any more. */
  constructor(source: string, attempt: Attempt<C>, first: C, onEnd: () => void) {
    this.#source = source
    this.#attempt = attempt
    this.#first = first
    this.#onEnd = onEnd
    this.#call = { ...first, signal: this.#abort, joined: this.#joined }
  }

  /** Makes the call; the answer, or why the first does not wait for it any more. */
  begin(): Promise<Outcome> {
    const outcome = this.#wait(this.#first)
    this.#attempt(this.#call).then(
      answer => this.#settleAll(answer),
      error => this.#settleAll({ value: error }),
    )
    return outcome
  }

  /** Waits for a call that is under way. */
  join(call: OutgoingCall): Promise<Outcome> {
    if (call.calls !== this.#first.calls) {
      this.#joined.push(call.calls)
      this.#call.onJoin?.(call.calls)
    }
    const outcome = this.#wait(call)
    // From now on the call may go on after the time of one of them.
    for (const waiter of this.#waiting) this.#limit(waiter)
    return outcome
  }

  #wait(call: OutgoingCall): Promise<Outcome> {
    return new Promise(resolve => {
      const waiter: Waiter = { call, settle: resolve, leave: () => this.#leave(waiter) }
      this.#waiting.add(waiter)
      this.#call.deadline = this.#latestDeadline()
      call.signal.addEventListener('abort', waiter.leave)
    })
  }

  #limit(waiter: Waiter): void {
    if (waiter.limit) return
    waiter.limit = startTimeLimit(this.#source, Number.POSITIVE_INFINITY, waiter.call, waiter.call.closing)
    waiter.limit.signal.addEventListener('abort', waiter.leave)
  }

  /** It waits no more: its time is up, its client has gone, or the source is closed. */
  #leave(waiter: Waiter): void {
    const value = waiter.limit?.signal.reason ?? endOf(this.#source, waiter.call, waiter.call.closing)
    this.#settle(waiter, { value })
    if (this.#waiting.size > 0 || this.#hasEnded) return
    this.#end()
    this.#abort.abort()
  }

  #settleAll(outcome: Outcome): void {
    this.#end()
    for (const waiter of this.#waiting) this.#settle(waiter, outcome)
  }

  #settle(waiter: Waiter, outcome: Outcome): void {
    if (!this.#waiting.delete(waiter)) return
    this.#call.deadline = this.#latestDeadline()
    waiter.call.signal.removeEventListener('abort', waiter.leave)
    waiter.limit?.[Symbol.dispose]()
    waiter.settle(outcome)
  }

  #end(): void {
    if (!this.#hasEnded) this.#onEnd()
    this.#hasEnded = true
  }

  /** When the last one of those that wait has no more time. */
  #latestDeadline(): number {
    let latest = Number.NEGATIVE_INFINITY
    for (const { call } of this.#waiting) if (call.deadline > latest) latest = call.deadline
    return latest
  }
}
