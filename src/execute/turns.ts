import { ownTurn } from '../source/slices.ts'
import type { Soon } from '../source/soon.ts'
import type { Pace } from './pace.ts'

type Work = () => void

const DONE = {}

/**
 * Work that waits for answers, in turns: each takes all that have arrived, lets them ask for more, and then sends what was asked.
 * There are no timers: a turn begins as soon as something has arrived. A long turn pauses for the event loop.
 */
export class Turns {
  readonly #takeAsked: () => readonly Work[]
  readonly #pace: Pace
  #waiting = 0
  #arrived: Work[] = []
  /** That of the turn that is being taken; it grows meanwhile. */
  #work: Work[] = []
  #isTaking = false
  /** Of a run that waits. */
  #idle: PromiseWithResolvers<void> | undefined
  /** How the run has ended before anybody waited. */
  #end: { readonly error?: unknown } | undefined

  /** Nothing more is asked once the pace refuses to go on. */
  constructor(takeAsked: () => readonly Work[], pace: Pace) {
    this.#takeAsked = takeAsked
    this.#pace = pace
  }

  /** Uses the promise's value in the turn after it has arrived; what it rejects with ends the run. */
  when<T>(promise: Promise<T>, use: (value: T) => void): void {
    this.#waiting += 1
    promise.then(
      value => {
        if (this.#arrived.push(() => use(value)) === 1) queueMicrotask(() => this.#turn())
      },
      error => this.#stop({ error }),
    )
  }

  /** Does more work in the turn that is being taken: at once, or after a pause where the turn has been long. */
  soon(work: Work): void {
    if (this.#pace.isOver) this.#work.push(work)
    else work()
  }

  /** Takes the first turn; a promise where something is waited for. Throws, or rejects with, what a turn or the pace throws. */
  run(first: Work): Soon<void> {
    this.#idle = undefined
    this.#end = undefined
    this.#take([first])
    return this.#ended()
  }

  #ended(): Soon<void> {
    if (this.#end && 'error' in this.#end) throw this.#end.error
    if (this.#end) return
    this.#idle = Promise.withResolvers<void>()
    return this.#idle.promise
  }

  #stop(end: { readonly error?: unknown }): void {
    this.#end = end
    if (!this.#idle) return
    if ('error' in end) this.#idle.reject(end.error)
    else this.#idle.resolve()
  }

  #turn(): void {
    if (this.#isTaking) return
    const arrived = this.#arrived
    this.#arrived = []
    this.#waiting -= arrived.length
    this.#take(arrived)
  }

  /** Adds what sends all that has been asked for; whether there is anything. */
  #addAsked(work: Work[]): boolean {
    const asked = this.#takeAsked()
    for (const send of asked) work.push(send)
    return asked.length > 0
  }

  #take(work: Work[]): void {
    this.#isTaking = true
    this.#work = work
    try {
      this.#pace.begin()
      for (let at = 0; at < work.length || this.#addAsked(work); at++) {
        if (at > 0 && this.#pace.isOver) {
          ownTurn().then(() => this.#take(work.slice(at)))
          return
        }
        work[at]?.()
      }
    } catch (error) {
      // Nothing that arrives from now on is looked at.
      this.#stop({ error })
      return
    }
    this.#isTaking = false
    if (this.#arrived.length > 0) queueMicrotask(() => this.#turn())
    else if (this.#waiting === 0) this.#stop(DONE)
  }
}
