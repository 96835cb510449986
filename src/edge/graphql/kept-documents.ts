import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'

/** Operations that are kept, and the bytes of all with their hashes; the one that was not asked for the longest makes room. */
const MOST = 10_000
const MOST_BYTES = 33_554_432

/** Operations that clients have sent with their hashes (Apollo's automatic persisted queries), by these. */
export class KeptDocuments {
  readonly #texts = new LRUCache<string, string>({ max: MOST, maxSize: MOST_BYTES })

  text(hash: string): string | undefined {
    return this.#texts.get(hash)
  }

  /** Whether `hash` is that of a text. One that has been kept is not hashed again. */
  fits(hash: string, text: string): boolean {
    return this.#texts.peek(hash) === text || createHash('sha256').update(text).digest('hex') === hash
  }

  /** Keeps a text under its hash. */
  keep(hash: string, text: string): void {
    this.#texts.set(hash, text, { size: (hash.length + text.length) * 2 })
  }
}
