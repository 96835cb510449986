import { lateAnswer } from '../result/field-error.ts'
import type { CancelSignal } from '../source/cancel.ts'
import { ownTurn, SLICE } from '../source/slices.ts'

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

  /** Waits for a turn of the event loop of its own, and begins a slice. Rejects as `begin` throws. */
  async rest(): Promise<void> {
    await ownTurn()
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
