import type { Column } from '../../catalog.ts'
import type { Collation } from '../../collation.ts'
import type { Soon } from '../../soon.ts'
import type { ResultSet } from '../dialect.ts'
import type { SqlScalar } from '../sql-value.ts'
import { foldText } from './fold-text.ts'
import { createValueId, groupKeys, joinedId, type KeyGroups, type KeyId, type ValueId } from './key-groups.ts'
import type { HeldKeys } from './keys.ts'

/** Keys and rows meet where they are of the same group. */
export interface MetKeys {
  /** The group of each key, and of each row; -1 for one that meets nothing. */
  readonly keys: readonly number[]
  readonly rows: readonly number[]
  /** How many groups there are. */
  readonly groups: number
}

/**
 * The class of each text: those of one class are equal to the database. `undefined` is a text that none of its rows can
 * hold.
 */
export type Classify = (collation: Collation, texts: readonly string[]) => Promise<readonly (string | undefined)[]>

/** The values of one key column in all rows; `undefined` for one that no key is equal to. */
export type RowKeyColumn = readonly (SqlScalar | undefined)[]

/**
 * Brings keys and the rows that were found by them to groups that are the same exactly where the database takes their
 * values as equal: `ABC` and `abc` under many collations, `ß` and `ss` under some. The database is asked for what its
 * collation makes of texts only where there are some that no simple rule covers.
 */
export function matchKeys(
  keys: HeldKeys,
  rows: readonly RowKeyColumn[],
  columns: readonly (Column | undefined)[],
  classify: Classify,
): Soon<MetKeys> {
  const isCollated = columns.some(column => column?.collation)
  if (!isCollated) return meetKeys(keys.groups, rows, columns.map(createValueId))
  return collatedIds(keys.values, rows, columns, classify).then(valueIds =>
    meetKeys(groupKeys(keys.values, valueIds), rows, valueIds),
  )
}

function meetKeys({ ofKeys, byId }: KeyGroups, rows: readonly RowKeyColumn[], valueIds: readonly ValueId[]): MetKeys {
  const [firstIds] = valueIds
  const [firstRows = []] = rows
  const groupOf = (id: KeyId | undefined) => (id === undefined ? -1 : (byId.get(id) ?? -1))
  const ofRows =
    firstIds && valueIds.length === 1
      ? firstRows.map(value => (value === undefined ? -1 : groupOf(firstIds(value))))
      : firstRows.map((_, row) => groupOf(joinedId(valueIds, column => rows[column]?.[row])))
  return { keys: ofKeys, rows: ofRows, groups: byId.size }
}

/** All rows meet the one key that they were asked by. */
export function meetOneKey(keys: HeldKeys['values'], rowCount: number): MetKeys {
  return { keys: keys.map(key => (key ? 0 : -1)), rows: Array<number>(rowCount).fill(0), groups: 1 }
}

/** Reads the answer to `SqlDialect.classify`. */
export function readClasses({ rows }: ResultSet, texts: readonly string[]): readonly (string | undefined)[] {
  const classes = Array<string | undefined>(texts.length).fill(undefined)
  for (const [position, found] of rows) if (found !== null) classes[Number(position) - 1] = String(found)
  return classes
}

/** What tells the values of each column apart, where texts are equal as their collation says. */
function collatedIds(
  keys: HeldKeys['values'],
  rows: readonly RowKeyColumn[],
  columns: readonly (Column | undefined)[],
  classify: Classify,
): Promise<readonly ValueId[]> {
  const idsOf = async (column: Column | undefined, at: number): Promise<ValueId> => {
    const idOf = createValueId(column)
    if (!column?.collation) return idOf
    const read = await textsOf(column.collation, textsAt(at, keys, rows[at] ?? []), classify)
    return value => (typeof value === 'string' ? read(value) : idOf(value))
  }
  return Promise.all(columns.map(idsOf))
}

/** How texts of the collation are read: those that are equal become the same. */
async function textsOf(
  collation: Collation,
  texts: ReadonlySet<string>,
  classify: Classify,
): Promise<(text: string) => string | undefined> {
  const list = [...texts]
  if (list.every(text => foldText(text, collation) !== undefined)) return text => foldText(text, collation)
  const classes = await classify(collation, list)
  const known = new Map(list.map((text, at) => [text, classes[at]]))
  return text => known.get(text)
}

function textsAt(at: number, keys: HeldKeys['values'], rows: RowKeyColumn): Set<string> {
  const texts = new Set<string>()
  const add = (value: SqlScalar | undefined) => {
    if (typeof value === 'string') texts.add(value)
  }
  for (const key of keys) add(key?.[at])
  for (const value of rows) add(value)
  return texts
}
