import { setImmediate as nextTurnOfTheEventLoop } from 'node:timers/promises'
import { lateAnswer } from '../result/field-error.ts'
import type { CancelSignal } from '../source/cancel.ts'

/** How long a piece of work holds the event loop, in milliseconds. */
const SLICE = 10

/** How long after the request's deadline what has arrived by then may still be read and written, in milliseconds. */
const GRACE = 5_000

/** Shares the event loop with other requests: work that may pause runs in slices, and ends with the request. */
export class Pace {
  readonly #signal: CancelSignal
  readonly #deadline: number
  #end = 0

  /** The deadline is one of `performance.now()`. */
  constructor(signal: CancelSignal, deadline: number) {
    this.#signal = signal
    this.#deadline = deadline
  }

  /** Begins a slice. Throws the signal's reason, or a SourceError long after the deadline. */
  begin(): void {
    this.#signal.throwIfAborted()
    const now = performance.now()
    if (now > this.#deadline + GRACE) throw lateAnswer()
    this.#end = now + SLICE
  }

  /** Whether the slice has taken its time. */
  get isOver(): boolean {
    return performance.now() > this.#end
  }

  /** Lets the event loop have its turn, and begins a slice. Rejects as `begin` throws. */
  async rest(): Promise<void> {
    await nextTurnOfTheEventLoop()
    this.begin()
  }

  /** Runs work that may pause. */
  async run<T>(work: Generator<void, T>): Promise<T> {
    for (;;) {
      const step = work.next()
      if (step.done) return step.value
      if (this.isOver) await this.rest()
    }
  }
}
