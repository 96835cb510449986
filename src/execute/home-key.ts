import { canonicalKey, type KeyId } from '../plan/canonical.ts'
import type { Shape } from '../plan/operation/shape.ts'

/** A scalar that stands where an object of a type with a home belongs. */
export class HomeKey {
  readonly key: unknown
  /** Its canonical id. */
  readonly id: KeyId
  /** In how many positions it stands. */
  uses = 0

  constructor(key: unknown, id: KeyId) {
    this.key = key
    this.id = id
  }
}

/** The distinct home keys in the values of one place. */
export class HomeKeys {
  readonly #known = new Map<KeyId, HomeKey>()

  get list(): readonly HomeKey[] {
    return [...this.#known.values()]
  }

  /** The one HomeKey for this key. */
  add(key: unknown): HomeKey {
    const id = canonicalKey([key])
    const known = this.#known.get(id) ?? new HomeKey(key, id)
    this.#known.set(id, known)
    known.uses += 1
    return known
  }
}

/**
 * A read value with what the home answered in the place of each key. A key that the home does not know is null, or left
 * out of a list of non-null items.
 */
export function replaceHomeKeys(value: unknown, shape: Shape, found: ReadonlyMap<HomeKey, unknown>): unknown {
  if (value instanceof HomeKey) return found.get(value)
  if (shape.kind !== 'list' || !Array.isArray(value)) return value
  const items = value.map(item => replaceHomeKeys(item, shape.item, found))
  return shape.item.nonNull ? items.filter((item, at) => item !== null || !(value[at] instanceof HomeKey)) : items
}
