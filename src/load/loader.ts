import DataLoader from 'dataloader'
import { canonicalKey, type KeyId } from '../plan/canonical.ts'
import { type Soon, whenFailed, whenHere } from '../source/soon.ts'
import type { Slot } from '../source/source.ts'
import { SourceError } from '../source/source-error.ts'
import type { Key, SourcePlan } from '../source/source-plan.ts'

export interface LoaderOptions {
  /** What it asks. */
  readonly plan: SourcePlan
  /** One slot per key, in key order; a failed key is a SourceError in its slot. */
  readonly load: (keys: readonly Key[]) => Promise<readonly Slot[]>
  /** Most keys of one `load`. */
  readonly maxBatch: number
  /** Holds a batch back until it is to be sent; DataLoader's own schedule unless said. */
  readonly schedule: ((send: () => void) => void) | undefined
}

type KeyList = readonly Key[]
type SlotList = readonly Slot[]

/** Keys that were asked for together: those from `start` up to `end`. */
interface Asked {
  readonly start: number
  readonly end: number
  /** Undefined once they are answered. */
  answered: Promise<void> | undefined
}

/**
 * Gathers keys into batches and never asks for one twice. DataLoader gathers lists of keys, not single ones: a list costs
 * one promise, whatever its length.
 */
export class Loader {
  /** The index of each key, in the order of their first use, and their slots. */
  readonly #indexes = new Map<KeyId, number>()
  readonly #slots: Slot[] = []
  /** The ids of the first keys, which get their indexes once more keys are asked for: of most loaders there are none. */
  #first: readonly KeyId[] = []
  /** In the order of their keys. */
  readonly #asked: Asked[] = []
  readonly #lists: DataLoader<KeyList, SlotList>
  readonly plan: SourcePlan

  constructor({ plan, load, maxBatch, schedule }: LoaderOptions) {
    this.plan = plan
    const loadLists = (lists: readonly KeyList[]) => loadInChunks(lists, maxBatch, load)
    this.#lists = new DataLoader(loadLists, { cache: false, ...(schedule ? { batchScheduleFn: schedule } : {}) })
  }

  /**
   * One slot per key, in key order; a failed key is a SourceError in its slot. `ids` are the keys' canonical ids, where the
   * caller has them and no key comes twice.
   */
  loadMany(keys: KeyList, ids?: readonly KeyId[]): Promise<SlotList> {
    const isFirst = this.#indexes.size + this.#first.length === 0
    return isFirst && ids && ids.length > 0 ? this.#loadFirst(keys, ids) : this.#loadUnknown(keys, ids)
  }

  /** Resolves in as many steps as `#loadUnknown`: those who ask together go on together, and ask together for what is below. */
  #loadFirst(keys: KeyList, ids: readonly KeyId[]): Promise<SlotList> {
    this.#first = ids
    return Promise.all([this.#ask(keys, 0)]).then(() => this.#slots.slice(0, keys.length))
  }

  /** Asks for those of the keys that nobody has asked for. */
  #loadUnknown(keys: KeyList, ids: readonly KeyId[] = keys.map(canonicalKey)): Promise<SlotList> {
    this.#indexFirst()
    const unknown: Key[] = []
    const start = this.#indexes.size
    const indexes = keys.map((key, at) => {
      const id = ids[at] as string
      const known = this.#indexes.get(id)
      if (known !== undefined) return known
      const index = start + unknown.push(key) - 1
      this.#indexes.set(id, index)
      return index
    })
    if (unknown.length > 0) void this.#ask(unknown, start)
    return Promise.all(this.#waitedFor(indexes)).then(() => indexes.map(index => this.#slots[index]))
  }

  /** Has a key's slot from elsewhere; it is not asked for. */
  answer(key: Key, slot: Slot): void {
    this.#indexFirst()
    const index = this.#indexes.size
    this.#indexes.set(canonicalKey(key), index)
    this.#slots[index] = slot
  }

  #indexFirst(): void {
    if (this.#indexes.size === 0) for (const [index, id] of this.#first.entries()) this.#indexes.set(id, index)
  }

  /** Resolves once the keys' slots are there; never rejects. */
  #ask(keys: KeyList, start: number): Promise<void> {
    const answered = this.#lists.load(keys).then(slots => {
      for (let at = 0; at < keys.length; at++) this.#slots[start + at] = slots[at]
      asked.answered = undefined
    })
    const asked: Asked = { start, end: start + keys.length, answered }
    this.#asked.push(asked)
    return answered
  }

  /** What answers those of the keys that are not answered yet: there may be as many lists as keys. */
  #waitedFor(indexes: readonly number[]): Iterable<Promise<void>> {
    const waited = new Set<Promise<void>>()
    for (const index of indexes) {
      const asked = this.#asked[this.#askedAt(index)]
      if (asked?.answered && index < asked.end) waited.add(asked.answered)
    }
    return waited
  }

  /** The place of the last list that begins at the key or before it; -1 for none. */
  #askedAt(index: number): number {
    let [low, high] = [0, this.#asked.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#asked[middle] as Asked).start <= index) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

/** The slots of each list; lists share chunks, and wait only for their own: DataLoader lets each wait for a promise. */
function loadInChunks(lists: readonly KeyList[], maxBatch: number, load: LoaderOptions['load']): Promise<SlotList[]> {
  const [only] = lists
  const keys = lists.length === 1 && only ? only : lists.flat()
  if (keys === only && keys.length <= maxBatch)
    return Promise.resolve(whenHere(loadChunk(keys, load), slots => [slots]))
  const size = Math.min(maxBatch, keys.length)
  const chunks: Soon<SlotList>[] = []
  for (let start = 0; start < keys.length; start += size) chunks.push(loadChunk(keys.slice(start, start + size), load))
  let next = 0
  const ofLists = lists.map(async ({ length }) => {
    const start = next
    const end = start + length
    next = end
    const [first, last] = [Math.floor(start / size), Math.floor((end - 1) / size)]
    const parts = await Promise.all(chunks.slice(first, last + 1))
    return parts.flatMap((slots, at) => {
      const before = (first + at) * size
      return slots.slice(Math.max(0, start - before), end - before)
    })
  })
  return Promise.resolve(ofLists as unknown as SlotList[])
}

/** A source answers errors in slots; one that rejects all the same is a fault of ours, which fails its own chunk only. */
function loadChunk(keys: KeyList, load: LoaderOptions['load']): Soon<SlotList> {
  return whenFailed<SlotList>(
    () => load(keys),
    cause => {
      const code = 'INTERNAL_SERVER_ERROR'
      const error = new SourceError('Something went wrong inside the gateway.', { code, cause })
      return keys.map(() => error)
    },
  )
}
