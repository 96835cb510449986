import { LRUCache } from 'lru-cache'
import type { UpstreamAnswer } from '../send.ts'
import type { Caching } from './read-caching.ts'

export interface StoredAnswer {
  readonly answer: UpstreamAnswer
  readonly caching: Caching
  /** Bytes that what has been read of it takes beside its body. */
  readonly values: number
}

/** Roughly what an answer takes beside its text. */
const OVERHEAD_BYTES = 512
/** The largest part of the cache that one answer may take. */
const LARGEST_PART = 4

/** The answers of one source by what was asked, of so many bytes at most; those not used for longest go first. */
export class AnswerCache {
  readonly #answers: LRUCache<string, StoredAnswer>
  readonly #largest: number
  /** What is kept for a path, whatever its query and headers. */
  readonly #keys = new Map<string, Set<string>>()
  readonly #paths = new Map<string, string>()

  constructor(maxBytes: number) {
    this.#largest = Math.max(1, Math.floor(maxBytes / LARGEST_PART))
    this.#answers = new LRUCache({
      maxSize: maxBytes,
      maxEntrySize: this.#largest,
      sizeCalculation: sizeOf,
      dispose: (_answer, key, reason) => {
        if (reason !== 'set') this.#forget(key)
      },
    })
  }

  get(key: string): StoredAnswer | undefined {
    return this.#answers.get(key)
  }

  /** `path` is with its query. What has been read of an answer is left out where only the answer has room. */
  set(key: string, path: string, stored: StoredAnswer): void {
    const name = withoutQuery(path)
    this.#answers.set(key, sizeOf(stored, key) > this.#largest ? withoutValues(stored) : stored)
    if (!this.#answers.has(key)) return
    this.#paths.set(key, name)
    const keys = this.#keys.get(name)
    if (keys) keys.add(key)
    else this.#keys.set(name, new Set([key]))
  }

  delete(key: string): void {
    this.#answers.delete(key)
  }

  /** Drops all that is kept for the path, whatever its query. */
  invalidate(path: string): void {
    for (const key of [...(this.#keys.get(withoutQuery(path)) ?? [])]) this.#answers.delete(key)
  }

  #forget(key: string): void {
    const name = this.#paths.get(key)
    if (name === undefined) return
    this.#paths.delete(key)
    const keys = this.#keys.get(name)
    keys?.delete(key)
    if (keys?.size === 0) this.#keys.delete(name)
  }
}

function withoutQuery(path: string): string {
  return path.split('?', 1)[0] ?? ''
}

function withoutValues({ answer, caching }: StoredAnswer): StoredAnswer {
  return { answer: { ...answer, json: undefined }, caching, values: 0 }
}

function sizeOf({ answer: { body, headers }, values }: StoredAnswer, key: string): number {
  const text = Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + String(value).length, 0)
  return OVERHEAD_BYTES + body.length + values + 2 * (key.length + text)
}
