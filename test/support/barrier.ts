/** A gate that opens once enough have arrived at it: proves that things are under way at once, without a clock. */
export interface Barrier {
  /** Resolves when the gate is open. */
  arrive(): Promise<void>
  /** Opens the gate for all, now and later. */
  release(): void
}

/** A gate that opens at the `count`th arrival; one without a count opens only by `release`. */
export function createBarrier(count = Number.POSITIVE_INFINITY): Barrier {
  const { promise, resolve } = Promise.withResolvers<void>()
  let arrived = 0
  return {
    arrive() {
      arrived++
      if (arrived >= count) resolve()
      return promise
    },
    release: resolve,
  }
}
