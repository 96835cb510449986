/** What a source may spend on retries. */
export interface RetryBudget {
  /** A call begins: it earns a part of a retry. */
  enter(): void
  leave(): void
  /** Whether there is a retry to spend; it is spent. */
  spend(): boolean
}

/** Of all calls, and of those that are under way. */
const RATIO = 0.2
/** Retries that are there from the start, and that a source with few calls may save up again. */
const FLOOR = 3

/**
 * A fifth of a source's calls may be retries: an upstream that fails all the time gets no more than 1.2 times the calls,
 * and 3. No more than a fifth of the calls under way, or 3, is saved up, so that a calm hour pays for no storm.
 */
export function createRetryBudget(): RetryBudget {
  let tokens = FLOOR
  let active = 0
  return {
    enter() {
      active++
      tokens = Math.min(tokens + RATIO, Math.max(FLOOR, active * RATIO))
    },
    leave() {
      active--
    },
    spend() {
      // Fifths are no exact numbers.
      if (tokens < 1 - 1e-9) return false
      tokens--
      return true
    },
  }
}
