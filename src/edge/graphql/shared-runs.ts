import { type CancelSignal, CancelSource } from '../../source/cancel.ts'
import { type Soon, whenHere } from '../../source/soon.ts'
import { UnderWay } from '../../source/under-way.ts'
import type { PreparedOperation } from './prepare.ts'
import type { Refusal } from './refusal.ts'
import type { Executed } from './run.ts'

/** What a run came to. */
export interface Outcome {
  readonly result: Executed | Refusal
  /** Whether it has read nothing of its client's request but what tells runs apart. */
  readonly isForAll: boolean
}

/** Runs an operation for one request. It neither throws nor rejects. */
type Run = (signal: CancelSignal) => Soon<Outcome>

interface WantedRun<Asker> {
  readonly prepared: PreparedOperation
  /** All that the answer depends on beside the operation, as one text; undefined for a run of its own. */
  readonly id: string | undefined
  /** Aborted when the client has gone. */
  readonly signal: CancelSignal
  readonly run: Run
  /** For whom it is. */
  readonly asker: Asker
}

/**
 * Makes one run of all that are the same and under way at once; each gets the same bytes. A run is given up when the last that
 * waits for it has gone.
 */
export class SharedRuns<Asker> {
  readonly #patience: number
  readonly #underWay = new WeakMap<PreparedOperation, UnderWay<string, SharedRun<Asker>>>()

  /** `patience` is how long after its start a run may still be joined, in milliseconds: its time is that of the first request. */
  constructor(patience: number) {
    this.#patience = patience
  }

  /** `onJoined` is told whose run is waited for, where it is another request's; undefined once the client has gone. */
  result(wanted: WantedRun<Asker>, onJoined: (other: Asker) => void): Soon<Executed | Refusal | undefined> {
    const { prepared, id, signal, run, asker } = wanted
    if (id === undefined) return ownResult(wanted)
    const runs = this.#runsOf(prepared)
    const known = runs.get(id)
    if (known && performance.now() - known.begun <= this.#patience) {
      onJoined(known.asker)
      return known.wait(signal).then(outcome => (!outcome || outcome.isForAll ? outcome?.result : ownResult(wanted)))
    }
    if (signal.aborted) return undefined
    const cancel = new CancelSource()
    const outcome = run(cancel)
    // What waits for nothing is over before another request comes.
    if (!(outcome instanceof Promise)) return outcome.result
    const shared = new SharedRun(asker, outcome, cancel, () => {
      if (runs.get(id) === shared) runs.delete(id)
    })
    runs.set(id, shared)
    return shared.wait(signal).then(each => each?.result)
  }

  #runsOf(prepared: PreparedOperation): UnderWay<string, SharedRun<Asker>> {
    const known = this.#underWay.get(prepared)
    if (known) return known
    const runs = new UnderWay<string, SharedRun<Asker>>()
    this.#underWay.set(prepared, runs)
    return runs
  }
}

function ownResult({ run, signal }: Pick<WantedRun<unknown>, 'run' | 'signal'>): Soon<Outcome['result']> {
  return whenHere(run(signal), ({ result }) => result)
}

/** One run that is under way, and who waits for it. */
class SharedRun<Asker> {
  /** For whom it has begun. */
  readonly asker: Asker
  readonly begun = performance.now()
  readonly #cancel: CancelSource
  readonly #onEnd: () => void
  readonly #waiting = new Set<(outcome: Outcome | undefined) => void>()

  /** `onEnd` is told when nobody can join it any more, `cancel` when nobody waits for it. */
  constructor(asker: Asker, outcome: Promise<Outcome>, cancel: CancelSource, onEnd: () => void) {
    this.asker = asker
    this.#cancel = cancel
    this.#onEnd = onEnd
    outcome.then(each => {
      this.#onEnd()
      for (const settle of this.#waiting) settle(each)
    })
  }

  /** Undefined once the client has gone. */
  wait(signal: CancelSignal): Promise<Outcome | undefined> {
    return new Promise(resolve => {
      const settle = (outcome: Outcome | undefined) => {
        signal.removeEventListener('abort', leave)
        resolve(outcome)
      }
      const leave = () => {
        this.#waiting.delete(settle)
        resolve(undefined)
        if (this.#waiting.size > 0) return
        this.#onEnd()
        this.#cancel.abort()
      }
      if (signal.aborted) return resolve(undefined)
      this.#waiting.add(settle)
      signal.addEventListener('abort', leave)
    })
  }
}
