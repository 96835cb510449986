import DataLoader from 'dataloader'
import { canonicalKey } from '../plan/canonical.ts'
import type { CallContext } from '../source/call-context.ts'
import type { Slot, Source } from '../source/source.ts'
import { SourceError } from '../source/source-error.ts'
import type { Key, SourcePlan } from '../source/source-plan.ts'

export type Loader = DataLoader<Key, Slot, string>

/** What one loader asks, and of whom. */
export interface LoaderSpec {
  readonly source: string
  readonly plan: SourcePlan
  /** Most keys of one call. */
  readonly maxBatch: number
}

/** When loaders send what they have gathered: by DataLoader's own schedule, or at each `flush`. */
export type Dispatch = 'scheduled' | 'flushed'

/** One request's DataLoaders: keys in, slots out. No key is asked twice of the same loader. */
export class Loaders {
  readonly #sources: ReadonlyMap<string, Source>
  readonly #call: CallContext
  readonly #loaders = new Map<string, Loader>()
  readonly #schedule: { batchScheduleFn?: (dispatch: () => void) => void }
  #gathered: (() => void)[] = []

  constructor(sources: ReadonlyMap<string, Source>, call: CallContext, dispatch: Dispatch) {
    this.#sources = sources
    this.#call = call
    this.#schedule = dispatch === 'flushed' ? { batchScheduleFn: send => void this.#gathered.push(send) } : {}
  }

  /** Sends what all loaders have gathered. */
  flush(): void {
    const gathered = this.#gathered
    this.#gathered = []
    for (const send of gathered) send()
  }

  /** The loader of this identity, made from the specification at its first use. */
  get(identity: string, specify: () => LoaderSpec): Loader {
    const known = this.#loaders.get(identity)
    if (known) return known
    const loader = this.#create(specify())
    this.#loaders.set(identity, loader)
    return loader
  }

  #create({ source, plan, maxBatch }: LoaderSpec): Loader {
    // A slot that holds a SourceError rejects its own key only.
    const load = async (keys: readonly Key[]) => this.#source(source).load(plan, keys, this.#call)
    return new DataLoader(load, { cacheKeyFn: canonicalKey, maxBatchSize: maxBatch, ...this.#schedule })
  }

  #source(name: string): Source {
    const source = this.#sources.get(name)
    if (!source) throw new SourceError('The source is not there.', { code: 'INTERNAL_SERVER_ERROR', source: name })
    return source
  }
}
