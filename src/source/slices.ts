import { setImmediate as nextTurnOfTheEventLoop } from 'node:timers/promises'

/** How long a piece of work holds the event loop, in milliseconds. */
export const SLICE = 10

let turns: Promise<void> = Promise.resolve()

/** A turn of the event loop that no other piece of work takes: however many wait, others have theirs between two of them. */
export function ownTurn(): Promise<void> {
  turns = turns.then(() => nextTurnOfTheEventLoop())
  return turns
}

/** Does work that may pause in one go. */
export function atOnce<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}

/** What work comes to that nobody waits for any more. */
export const STOPPED = Symbol('stopped')

/**
 * Does work that may pause in slices of the event loop, until `isOver` says that nobody waits for it. Rejects as the work
 * throws.
 */
export async function inSlices<T>(work: Generator<void, T>, isOver = () => false): Promise<T | typeof STOPPED> {
  for (;;) {
    await ownTurn()
    if (isOver()) return STOPPED
    const end = performance.now() + SLICE
    do {
      const step = work.next()
      if (step.done) return step.value
    } while (performance.now() < end)
  }
}
