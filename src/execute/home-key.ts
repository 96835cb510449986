import { canonicalScalarKey, type KeyId } from '../plan/canonical.ts'
import type { Shape } from '../plan/operation/shape.ts'
import type { Key } from '../source/source-plan.ts'

/** A scalar that stands where an object of a type with a home belongs. */
export class HomeKey {
  /** In how many positions it stands. */
  uses = 0
  /** What the home answered. */
  answer: unknown = undefined
}

/** The distinct home keys in the values of one place, with what their home is asked by and the keys' canonical ids. */
export class HomeKeys {
  readonly list: HomeKey[] = []
  readonly keys: Key[] = []
  readonly ids: KeyId[] = []
  readonly #known = new Map<KeyId, HomeKey>()

  /** The one HomeKey for this key. */
  add(key: unknown): HomeKey {
    const id = canonicalScalarKey(key)
    let known = this.#known.get(id)
    if (!known) {
      known = new HomeKey()
      this.#known.set(id, known)
      this.list.push(known)
      this.keys.push([key])
      this.ids.push(id)
    }
    known.uses += 1
    return known
  }
}

/**
 * A read value with what the home answered in the place of each key. A key that the home does not know is null, or left
 * out of a list of non-null items.
 */
export function replaceHomeKeys(value: unknown, shape: Shape): unknown {
  if (value instanceof HomeKey) return value.answer
  if (shape.kind !== 'list' || !Array.isArray(value)) return value
  const items = value.map(item => replaceHomeKeys(item, shape.item))
  return shape.item.nonNull ? items.filter((item, at) => item !== null || !(value[at] instanceof HomeKey)) : items
}
