/**
 * Work that waits for answers, in turns: each takes all that have arrived, lets them ask for more, and then flushes once.
 * There are no timers: a turn begins as soon as something has arrived.
 */
export class Turns {
  readonly #flush: () => void
  readonly #signal: AbortSignal
  #waiting = 0
  #arrived: (() => void)[] = []
  #idle = Promise.withResolvers<void>()

  /** Nothing more is asked once the signal is aborted. */
  constructor(flush: () => void, signal: AbortSignal) {
    this.#flush = flush
    this.#signal = signal
  }

  /** Uses the promise's value in the turn after it has arrived; what it rejects with ends the run. */
  when<T>(promise: Promise<T>, use: (value: T) => void): void {
    this.#waiting += 1
    promise.then(
      value => {
        if (this.#arrived.push(() => use(value)) === 1) queueMicrotask(() => this.#turn())
      },
      error => this.#idle.reject(error),
    )
  }

  /** Takes the first turn; resolves once nothing is waited for. Rejects with what a turn throws, or the signal's reason. */
  run(first: () => void): Promise<void> {
    this.#idle = Promise.withResolvers<void>()
    this.#take([first])
    return this.#idle.promise
  }

  #turn(): void {
    const arrived = this.#arrived
    this.#arrived = []
    this.#waiting -= arrived.length
    this.#take(arrived)
  }

  #take(work: readonly (() => void)[]): void {
    try {
      this.#signal.throwIfAborted()
      for (const use of work) use()
      this.#flush()
      if (this.#waiting === 0) this.#idle.resolve()
    } catch (error) {
      this.#idle.reject(error)
    }
  }
}
