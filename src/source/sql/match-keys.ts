import type { Column } from '../catalog.ts'
import type { Collation } from '../collation.ts'
import type { ResultSet } from './dialect.ts'
import { foldText } from './fold-text.ts'
import { type KeyId, type KeyValues, keyValueId } from './keys.ts'
import type { SqlScalar } from './sql-value.ts'

/** Keys and rows meet where their ids are the same; `undefined` meets nothing. */
export interface MetKeys {
  readonly keys: readonly (KeyId | undefined)[]
  readonly rows: readonly (KeyId | undefined)[]
}

/**
 * The class of each text: those of one class are equal to the database. `undefined` is a text that none of its rows can
 * hold.
 */
export type Classify = (collation: Collation, texts: readonly string[]) => Promise<readonly (string | undefined)[]>

type KeyList = readonly (KeyValues | undefined)[]

/** The values of one key column in all rows; `undefined` for one that no key is equal to. */
export type RowKeyColumn = readonly (SqlScalar | undefined)[]

/**
 * Brings the values of keys and of the rows that were found by them to ids that are the same exactly where the database
 * takes the values as equal: `ABC` and `abc` under many collations, `ß` and `ss` under some. The database is asked for what
 * its collation makes of texts only where there are some that no simple rule covers.
 */
export async function matchKeys(
  keys: KeyList,
  rows: readonly RowKeyColumn[],
  columns: readonly (Column | undefined)[],
  classify: Classify,
): Promise<MetKeys> {
  const reads = await Promise.all(
    columns.map(async (column, at) => {
      const read = column?.collation && (await textsOf(column.collation, textsAt(at, keys, rows[at] ?? []), classify))
      return (value: SqlScalar) => (read && typeof value === 'string' ? read(value) : keyValueId(value, column))
    }),
  )
  const [first, ...others] = reads
  const [firstRows = []] = rows
  if (first && others.length === 0)
    return { keys: keys.map(key => key && idOf(key[0], first)), rows: firstRows.map(value => idOf(value, first)) }
  const joined = (valueAt: (at: number) => SqlScalar | undefined) => {
    const ids = reads.map((read, at) => idOf(valueAt(at), read))
    return ids.includes(undefined) ? undefined : JSON.stringify(ids)
  }
  return {
    keys: keys.map(key => key && joined(at => key[at])),
    rows: firstRows.map((_, row) => joined(at => rows[at]?.[row])),
  }
}

/** All rows meet the one key that they were asked by. */
export function meetOneKey(keys: KeyList, rowCount: number): MetKeys {
  return { keys: keys.map(key => key && ''), rows: Array<KeyId>(rowCount).fill('') }
}

/** Reads the answer to `SqlDialect.classify`. */
export function readClasses({ rows }: ResultSet, texts: readonly string[]): readonly (string | undefined)[] {
  const classes = Array<string | undefined>(texts.length).fill(undefined)
  for (const [position, found] of rows) if (found !== null) classes[Number(position) - 1] = String(found)
  return classes
}

function idOf(value: SqlScalar | undefined, read: (value: SqlScalar) => KeyId | undefined): KeyId | undefined {
  return value === undefined ? undefined : read(value)
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

function textsAt(at: number, keys: KeyList, rows: RowKeyColumn): Set<string> {
  const texts = new Set<string>()
  const add = (value: SqlScalar | undefined) => {
    if (typeof value === 'string') texts.add(value)
  }
  for (const key of keys) add(key?.[at])
  for (const value of rows) add(value)
  return texts
}
