import type { Loader } from '../load/loader.ts'
import type { Loaders } from '../load/loaders.ts'
import type { KeyId } from '../plan/canonical.ts'
import type { BoundPlan } from '../plan/schema-plan.ts'
import { wrongShape } from '../result/field-error.ts'
import type { Slot } from '../source/source.ts'
import type { Key } from '../source/source-plan.ts'

type Asker = Pick<Loader, 'loadMany'>
type EmptySlots = Pick<Loaders, 'emptySlot'>

/**
 * One slot per key. A list in a key is several keys: each is asked by itself, and their answers follow each other in the
 * order of the list, without those that have none; one that fails is an error at its own position.
 */
export function loadKeys(
  loader: Asker,
  empty: EmptySlots,
  bound: BoundPlan,
  keys: readonly Key[],
  ids?: readonly KeyId[],
): Promise<readonly Slot[]> {
  const { spread } = bound
  const hasLists = spread.length > 0 && keys.some(key => hasList(key, spread))
  return hasLists ? loadSpread(loader, empty, bound, keys) : loader.loadMany(keys, ids)
}

async function loadSpread(
  loader: Asker,
  empty: EmptySlots,
  bound: BoundPlan,
  keys: readonly Key[],
): Promise<readonly Slot[]> {
  const { spread, source } = bound
  const asked: Key[] = []
  const ranges = keys.map(key => {
    const start = asked.length
    asked.push(...spreadKey(key, bound, empty))
    return { key, start, end: asked.length }
  })
  const slots = await loader.loadMany(asked)
  return ranges.map(({ key, start, end }) => {
    if (!hasList(key, spread)) return slots[start]
    return hasOneList(key, spread)
      ? slots.slice(start, end).flatMap(itemsOf)
      : wrongShape('a single list of keys', source)
  })
}

/** The keys that a key with a list in it stands for; a null in the list is none. Of two lists, nobody knows which belong together. */
function spreadKey(key: Key, bound: BoundPlan, empty: EmptySlots): readonly Key[] {
  const { spread } = bound
  const index = spread.find(each => Array.isArray(key[each]))
  if (index === undefined) return [key]
  if (!hasOneList(key, spread)) return []
  const list = key[index] as readonly unknown[]
  if (list.length === 0) empty.emptySlot(bound, 'no_keys')
  return list.flatMap(item => {
    if (item !== null && item !== undefined) return [key.with(index, item)]
    empty.emptySlot(bound, 'null_key')
    return []
  })
}

function hasList(key: Key, spread: readonly number[]): boolean {
  return spread.some(index => Array.isArray(key[index]))
}

function hasOneList(key: Key, spread: readonly number[]): boolean {
  return spread.filter(index => Array.isArray(key[index])).length === 1
}

function itemsOf(slot: Slot): readonly Slot[] {
  if (slot === null || slot === undefined) return []
  return Array.isArray(slot) ? slot : [slot]
}
