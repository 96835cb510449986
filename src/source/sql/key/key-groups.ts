import type { Column } from '../../catalog.ts'
import { convertAny } from '../convert/any.ts'
import { narrowInteger } from '../narrow-integer.ts'
import { canonicalText, type SqlScalar } from '../sql-value.ts'

/**
 * A key's values as their columns hold them. Those of an integer column are numbers where safe: a `bigint` costs several
 * times as much wherever it is made, looked up and bound, and there may be thousands.
 */
export type KeyValues = readonly SqlScalar[]

/** One for all keys that are the same. */
export type KeyId = string | number

/** What tells the values of one key column apart; `undefined` for a value that no row can have. */
export type ValueId = (value: SqlScalar) => KeyId | undefined

/** Which keys are the same, by numbers in the order of their first use. */
export interface KeyGroups {
  /** The group of each key; -1 for a key that no row can have. */
  readonly ofKeys: readonly number[]
  readonly byId: ReadonlyMap<KeyId, number>
}

export function groupKeys(keys: readonly (KeyValues | undefined)[], valueIds: readonly ValueId[]): KeyGroups {
  const byId = new Map<KeyId, number>()
  const [only] = valueIds
  const isSingle = valueIds.length === 1
  const ofKeys = keys.map(key => {
    if (!key) return -1
    const id = isSingle && only ? only(key[0] as SqlScalar) : joinedId(valueIds, at => key[at])
    if (id === undefined) return -1
    const known = byId.get(id)
    if (known !== undefined) return known
    const group = byId.size
    byId.set(id, group)
    return group
  })
  return { ofKeys, byId }
}

/** The id of a key of several columns. */
export function joinedId(
  valueIds: readonly ValueId[],
  valueAt: (column: number) => SqlScalar | undefined,
): KeyId | undefined {
  const ids = valueIds.map((idOf, at) => {
    const value = valueAt(at)
    return value === undefined ? undefined : idOf(value)
  })
  return ids.includes(undefined) ? undefined : JSON.stringify(ids)
}

/** What tells values apart as they are. Those of a column that nobody knows may be of any types: they are compared as text. */
export function createValueId(column: Column | undefined): (value: SqlScalar) => KeyId {
  if (column?.kind === 'any') return value => canonicalText(convertAny(value) ?? value)
  return value => {
    const narrow = typeof value === 'bigint' ? narrowInteger(value) : value
    // Those that are not finite have no JSON of their own.
    return column && Number.isFinite(narrow) ? (narrow as number) : canonicalText(narrow)
  }
}
