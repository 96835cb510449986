import type { CallContext, CallReport, Freshness } from './call-context.ts'
import type { EmptyCounter, EmptyWhy } from './empty-slot.ts'

type Listener = Pick<CallContext, 'onCall' | 'onAnswer' | 'onUnasked'>

/**
 * What is told of one batch of keys: each of its calls, the last one with what has stayed empty, which is known only when
 * all answers have been read. Where there was no call, what is empty is told alone.
 */
export class BatchReport implements EmptyCounter {
  readonly #listener: Listener
  readonly #place: Pick<CallReport, 'source' | 'coordinate'>
  #last: CallReport | undefined
  #nulls: Partial<Record<EmptyWhy, number>> | undefined
  #hasEnded = false

  constructor(listener: Listener, place: Pick<CallReport, 'source' | 'coordinate'>) {
    this.#listener = listener
    this.#place = place
  }

  count(why: EmptyWhy, slots = 1): void {
    if (slots === 0) return
    this.#nulls ??= {}
    this.#nulls[why] = (this.#nulls[why] ?? 0) + slots
  }

  onCall(report: CallReport): void {
    if (this.#last) this.#listener.onCall(this.#last)
    this.#last = report
    // A page that was asked for ahead may come when nobody needs it any more.
    if (this.#hasEnded) this.end()
  }

  onAnswer(freshness: Freshness | undefined): void {
    this.#listener.onAnswer(freshness)
  }

  /** All answers have been read. */
  end(): void {
    this.#hasEnded = true
    const [last, nulls] = [this.#last, this.#nulls]
    this.#last = undefined
    this.#nulls = undefined
    if (last) this.#listener.onCall(nulls ? { ...last, nulls } : last)
    else if (nulls) this.#listener.onUnasked({ source: this.#place.source, coordinate: this.#place.coordinate, nulls })
  }
}
