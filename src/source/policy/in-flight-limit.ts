import type { OutgoingCall, Policy } from '../call-policy.ts'
import { SourceError } from '../source-error.ts'
import { raceSignal, startTimeLimit } from '../time-limit.ts'

export interface InFlightOptions {
  readonly source: string
  /** Most tries at once. */
  readonly maxInFlight: number
  /** Most that wait for their turn. */
  readonly maxWaiting: number
}

/** Lets so many tries go at once; the others wait in line, and leave it when nobody needs them any more. */
export function withInFlightLimit({ source, maxInFlight, maxWaiting }: InFlightOptions): Policy {
  const queue = new Set<() => void>()
  let inFlight = 0

  const full = () =>
    new SourceError('Too many calls wait for the source.', {
      code: 'REQUEST_CONCURRENCY_LIMITED',
      source,
    })

  /** Waits for a place; rejects with a SourceError. */
  const enter = async (call: OutgoingCall) => {
    if (inFlight < maxInFlight) {
      inFlight++
      return
    }
    if (queue.size >= maxWaiting) throw full()
    using limit = startTimeLimit(source, Number.POSITIVE_INFINITY, call, call.closing)
    const { promise, resolve } = Promise.withResolvers<void>()
    queue.add(resolve)
    // Whoever is given a place in the very moment in which it gives up has it all the same, and gives it back.
    await raceSignal(promise, limit.signal).catch((error: unknown) => {
      if (queue.delete(resolve)) throw error
    })
  }

  /** Hands the place on, so that nobody who comes later is served first. */
  const leave = () => {
    const [next] = queue
    if (!next) {
      inFlight--
      return
    }
    queue.delete(next)
    next()
  }

  return attempt => async call => {
    try {
      await enter(call)
    } catch (error) {
      return { value: error }
    }
    try {
      return await attempt(call)
    } finally {
      leave()
    }
  }
}
