/** Milliseconds between two looks at the clock. */
const TICK = 5
/** A turn of the event loop counts as so many milliseconds at most. */
const LONGEST_TURN = 10

/**
 * A clock that goes on only while the event loop turns: of a turn that took longer than 10 ms (work, garbage, a process
 * that had no core) it counts 10 ms. All parts of a round share one loop, so what is late by this clock was not held up by
 * a busy machine.
 */
export interface LoopClock extends Disposable {
  /** Milliseconds. */
  now(): number
  /** How long the loop has been held up in all, and by its longest turn, in milliseconds. */
  readonly heldUp: number
  readonly longest: number
}

export function startLoopClock(): LoopClock {
  let last = performance.now()
  let counted = 0
  let heldUp = 0
  let longest = 0
  const turn = () => {
    const now = performance.now()
    const passed = now - last
    last = now
    counted += Math.min(passed, LONGEST_TURN)
    heldUp += Math.max(0, passed - LONGEST_TURN)
    longest = Math.max(longest, passed)
  }
  const timer = setInterval(turn, TICK)
  return {
    now: () => counted + Math.min(performance.now() - last, LONGEST_TURN),
    get heldUp() {
      return heldUp
    },
    get longest() {
      return longest
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}
