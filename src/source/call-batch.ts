import { type CallClient, type CallObserver, type CallPlace, CallRecord } from './call-record.ts'
import type { EmptyCounter, EmptyWhy } from './empty-slot.ts'
import type { SourcePlan } from './source-plan.ts'

/** The calls for one batch of keys, and what stays empty of it. */
export interface CallBatch extends EmptyCounter {
  /** A call is wanted, and will be ended; undefined where nobody looks. */
  begin(client: CallClient, text: string, keys: number): CallRecord | undefined
  /** All answers have been read. */
  end(): void
}

/** Begins what is told of a batch. Where there is no observer, it is nothing and costs nothing. */
export function beginBatch(observer: CallObserver | undefined, place: CallPlace, plan?: SourcePlan): CallBatch {
  return observer ? new ObservedBatch(observer, place, plan) : UNOBSERVED
}

const UNOBSERVED: CallBatch = { begin: () => undefined, count() {}, end() {} }

/**
 * Tells each call of a batch, the last one with what has stayed empty, which is known only when all answers have been read.
 * Where there was no call, what is empty is told alone.
 */
class ObservedBatch implements CallBatch {
  readonly #observer: CallObserver
  readonly #place: CallPlace
  readonly #plan: SourcePlan | undefined
  readonly #onEnd = (record: CallRecord) => this.#take(record)
  #last: CallRecord | undefined
  #nulls: Partial<Record<EmptyWhy, number>> | undefined
  #hasEnded = false

  constructor(observer: CallObserver, place: CallPlace, plan: SourcePlan | undefined) {
    this.#observer = observer
    this.#place = place
    this.#plan = plan
  }

  count(why: EmptyWhy, slots = 1): void {
    if (slots === 0) return
    this.#nulls ??= {}
    this.#nulls[why] = (this.#nulls[why] ?? 0) + slots
  }

  begin(client: CallClient, text: string, keys: number): CallRecord {
    const record = new CallRecord(this.#place, this.#plan, client, text, keys, this.#onEnd)
    this.#observer.onBegin?.(record)
    return record
  }

  end(): void {
    this.#hasEnded = true
    const [last, nulls] = [this.#last, this.#nulls]
    this.#last = undefined
    this.#nulls = undefined
    if (last) {
      last.nulls = nulls
      this.#observer.onCall(last)
    } else if (nulls) this.#observer.onUnasked(this.#place, nulls)
  }

  #take(record: CallRecord): void {
    if (this.#last) this.#observer.onCall(this.#last)
    this.#last = record
    // A page that was asked for ahead may come when nobody needs it any more.
    if (this.#hasEnded) this.end()
  }
}
