import { beginBatch, type CallBatch } from '../source/call-batch.ts'
import type { CallContext } from '../source/call-context.ts'
import type { CallDescription, LoadFacts } from '../source/call-description.ts'
import { type EmptyWhy, emptySlot } from '../source/empty-slot.ts'
import type { Slot, Source, TransactionStep } from '../source/source.ts'
import type { SourcePlan } from '../source/source-plan.ts'
import { undone } from '../source/undone.ts'
import { Loader, type LoaderOptions } from './loader.ts'

/** What one loader asks, and of whom. */
export interface LoaderSpec {
  readonly source: string
  readonly plan: SourcePlan
  /** Most keys of one call. */
  readonly maxBatch: number
}

/** What a slot belongs to that is empty before anything is asked. */
export interface EmptyPlace {
  readonly source: string
  readonly coordinate: string
  /** Whether the answer per key is a list. */
  readonly list: boolean
}

/** When loaders send what they have gathered: by DataLoader's own schedule, or when who takes it says so. */
export type Dispatch = 'scheduled' | 'taken'

/** One request's loaders: keys in, slots out. */
export class Loaders {
  readonly #sources: ReadonlyMap<string, Source>
  readonly #call: CallContext
  readonly #schedule: ((send: () => void) => void) | undefined
  readonly #loaders = new Map<string, Loader>()
  #gathered: (() => void)[] = []
  /** What is empty without a call, by coordinate. */
  #unasked = new Map<string, CallBatch>()

  constructor(sources: ReadonlyMap<string, Source>, call: CallContext, dispatch: Dispatch) {
    this.#sources = sources
    this.#call = call
    this.#schedule = dispatch === 'taken' ? send => void this.#gathered.push(send) : undefined
  }

  /** The loader of this identity, made from the specification at its first use. */
  get(identity: string, specify: () => LoaderSpec): Loader {
    const known = this.#loaders.get(identity)
    if (known) return known
    const { source, plan, maxBatch } = specify()
    const load: LoaderOptions['load'] = keys => this.#source(source).load(plan, keys, this.#call)
    const loader = new Loader({ plan, load, maxBatch, schedule: this.#schedule })
    this.#loaders.set(identity, loader)
    return loader
  }

  /**
   * Does the steps in one transaction of a source. One slot per step: all are answers, or all are errors; a step that can't
   * be asked for is its error.
   */
  async transaction(name: string, steps: readonly (TransactionStep | Error)[]): Promise<readonly Slot[]> {
    const failures = steps.map(step => (step instanceof Error ? step : undefined))
    if (failures.some(failure => failure)) return undone(name, failures)
    const source = this.#source(name)
    if (!source.transaction) throw new Error(`the source "${name}" has no transactions`)
    return await source.transaction(steps as readonly TransactionStep[], this.#call)
  }

  /** The calls of a load for this request, without making them. */
  describe(name: string, plan: SourcePlan, facts: Omit<LoadFacts, 'client'>): CallDescription {
    return this.#source(name).describe(plan, { ...facts, client: this.#call.client })
  }

  /** How many calls more may be made. */
  get callsLeft(): number {
    return this.#call.calls.left
  }

  /** The slot of a key that is not asked for. All of one coordinate in one turn are told together. */
  emptySlot(place: EmptyPlace, why: EmptyWhy): Slot {
    if (this.#unasked.size === 0) queueMicrotask(() => this.#tellUnasked())
    let batch = this.#unasked.get(place.coordinate)
    if (!batch) {
      batch = beginBatch(this.#call.observer, place)
      this.#unasked.set(place.coordinate, batch)
    }
    return emptySlot(place, why, batch)
  }

  /** What all loaders have gathered, to be sent one after the other. */
  takeGathered(): readonly (() => void)[] {
    const gathered = this.#gathered
    this.#gathered = []
    return gathered
  }

  #tellUnasked(): void {
    const batches = [...this.#unasked.values()]
    this.#unasked.clear()
    for (const batch of batches) batch.end()
  }

  #source(name: string): Source {
    const source = this.#sources.get(name)
    if (!source) throw new Error(`there is no source "${name}"`)
    return source
  }
}
