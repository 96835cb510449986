/** How many operations of a round are done, for those who wait for more of them. */
export class Progress {
  done = 0
  ended = false
  readonly #waiting = new Map<() => void, number>()

  advance(): void {
    this.done++
    this.#wake()
  }

  /** There will be no more. */
  end(): void {
    this.ended = true
    this.#wake()
  }

  /** Resolves once so many more are done, or the round has ended. */
  after(operations: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.set(resolve, this.done + operations)
    this.#wake()
    return promise
  }

  #wake(): void {
    for (const [resolve, done] of this.#waiting) {
      if (!this.ended && done > this.done) continue
      this.#waiting.delete(resolve)
      resolve()
    }
  }
}
