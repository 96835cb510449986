import { setImmediate as nextTurnOfTheEventLoop } from 'node:timers/promises'

/** How long a slice holds the event loop, in milliseconds. */
const SLICE = 10

/** Runs work that may pause; after each slice the event loop has its turn. */
export async function runSlices<T>(work: Generator<void, T>): Promise<T> {
  let end = performance.now() + SLICE
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
    if (performance.now() < end) continue
    await nextTurnOfTheEventLoop()
    end = performance.now() + SLICE
  }
}
