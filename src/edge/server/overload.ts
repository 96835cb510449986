/** How often the event loop is asked for a turn, in milliseconds. */
const INTERVAL = 100

/** How many turns must come too late one behind another: one long piece of work is no overload. */
const TURNS = 3

/** What asks for turns and tells the time, in milliseconds. */
export interface LoopClock {
  now(): number
  /** Calls `turn` as soon as it can once each `interval` has gone; answers what ends it. */
  every(interval: number, turn: () => void): () => void
}

const LOOP: LoopClock = {
  now: () => performance.now(),
  every: (interval, turn) => {
    const timer = setInterval(turn, interval).unref()
    return () => clearInterval(timer)
  },
}

/**
 * Whether there is more to do than can be done: turns of the event loop that come late by more than `limit` milliseconds, three
 * in a row. The first that comes in time ends it.
 */
export class Overload implements Disposable {
  readonly #limit: number
  readonly #onChange: (isOverloaded: boolean, delay: number) => void
  readonly #clock: LoopClock
  readonly #end: () => void
  #due: number
  #late = 0

  /** `onChange` is told when it begins and ends, with how late the last turn was. */
  constructor(limit: number, onChange: (isOverloaded: boolean, delay: number) => void, clock = LOOP) {
    this.#limit = limit
    this.#onChange = onChange
    this.#clock = clock
    this.#due = clock.now() + INTERVAL
    this.#end = clock.every(INTERVAL, () => this.#take())
  }

  get isThere(): boolean {
    return this.#late >= TURNS
  }

  #take(): void {
    const now = this.#clock.now()
    const delay = now - this.#due
    this.#due = now + INTERVAL
    const was = this.isThere
    this.#late = delay > this.#limit ? this.#late + 1 : 0
    if (was !== this.isThere) this.#onChange(this.isThere, delay)
  }

  [Symbol.dispose](): void {
    this.#end()
  }
}
