import { canonicalKey, type KeyId } from '../plan/canonical.ts'
import type { Key } from '../source/source-plan.ts'

/** The distinct keys of one place, in the order of their first use. */
export class DistinctKeys {
  readonly keys: Key[] = []
  readonly ids: KeyId[] = []
  readonly uses: number[] = []
  readonly #slots = new Map<KeyId, number>()

  /** The key's slot. */
  add(key: Key): number {
    const id = canonicalKey(key)
    const known = this.#slots.get(id)
    if (known !== undefined) {
      this.uses[known] = (this.uses[known] ?? 0) + 1
      return known
    }
    const slot = this.keys.push(key) - 1
    this.ids.push(id)
    this.uses.push(1)
    this.#slots.set(id, slot)
    return slot
  }
}
