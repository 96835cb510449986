import type { CallBudget } from '../call-budget.ts'
import type { OutgoingCall, Policy } from '../call-policy.ts'
import { FairQueue } from '../fair-queue.ts'
import type { SourceState } from '../source.ts'
import { SourceError } from '../source-error.ts'
import { raceSignal, startTimeLimit } from '../time-limit.ts'

export interface InFlightOptions {
  readonly source: string
  /** Most tries at once. */
  readonly maxInFlight: number
  /** Most that wait for their turn. */
  readonly maxWaiting: number
}

interface Waiter {
  take(): void
  fail(error: Error): void
}

interface InFlightLimit {
  readonly policy: Policy
  state(): SourceState
}

/**
 * Lets so many tries go at once; the others wait in the line of their request, and leave it when nobody needs them any
 * more. Requests take turns.
 */
export function createInFlightLimit({ source, maxInFlight, maxWaiting }: InFlightOptions): InFlightLimit {
  const refuse = () =>
    new SourceError('Too many calls wait for the source.', { code: 'REQUEST_CONCURRENCY_LIMITED', source })
  const queue = new FairQueue<Waiter>({ maxWaiting, refuse })
  let inFlight = 0

  /** Waits for a place; rejects with a SourceError. */
  const waitForPlace = async (call: OutgoingCall) => {
    queue.admit(call.calls)
    using limit = startTimeLimit(source, Number.POSITIVE_INFINITY, call, call.closing)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    let isTaken = false
    const take = () => {
      isTaken = true
      resolve()
    }
    const place = queue.push(call.calls, { take, fail: reject })
    for (const joined of call.joined ?? []) queue.join(joined, place)
    const join = (joined: CallBudget) => queue.join(joined, place)
    call.onJoin = join
    try {
      await raceSignal(promise, limit.signal)
    } catch (error) {
      // Whoever is given a place in the very moment in which it gives up has it all the same, and gives it back.
      if (isTaken) return
      queue.delete(place)
      throw error
    } finally {
      call.onJoin = undefined
    }
  }

  /** Hands the place on, so that nobody who comes later is served first. */
  const leave = () => {
    const next = queue.shift()
    if (next) next.take()
    else inFlight--
  }

  const policy: Policy = attempt => async call => {
    try {
      if (inFlight < maxInFlight) inFlight++
      else {
        const start = performance.now()
        await waitForPlace(call).finally(() => {
          if (call.record) call.record.queued += performance.now() - start
        })
      }
    } catch (error) {
      return { value: error }
    }
    try {
      return await attempt(call)
    } finally {
      leave()
    }
  }

  return { policy, state: () => ({ inFlight, waiting: queue.size }) }
}
