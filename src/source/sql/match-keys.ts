import type { Column } from '../catalog.ts'
import type { Collation } from '../collation.ts'
import type { ResultSet } from './dialect.ts'
import { foldText } from './fold-text.ts'
import { type KeyValues, keyText } from './keys.ts'
import { canonicalText } from './sql-value.ts'

/** Keys and rows meet where their texts are the same; `undefined` meets nothing. */
export interface MetKeys {
  readonly keys: readonly (string | undefined)[]
  readonly rows: readonly (string | undefined)[]
}

/**
 * The class of each text: those of one class are equal to the database. `undefined` is a text that none of its rows can
 * hold.
 */
export type Classify = (collation: Collation, texts: readonly string[]) => Promise<readonly (string | undefined)[]>

type KeyList = readonly (KeyValues | undefined)[]

/**
 * Brings the values of keys and of the rows that were found by them to texts that are the same exactly where the database
 * takes the values as equal: `ABC` and `abc` under many collations, `ß` and `ss` under some. The database is asked for what
 * its collation makes of texts only where there are some that no simple rule covers.
 */
export async function matchKeys(
  keys: KeyList,
  rows: KeyList,
  columns: readonly (Column | undefined)[],
  classify: Classify,
): Promise<MetKeys> {
  const texts = await Promise.all(
    columns.map((column, at) => textsOf(column?.collation, valuesAt(at, keys, rows), classify)),
  )
  const textOf = (values: KeyValues | undefined) => values && joinTexts(values, texts)
  return { keys: keys.map(textOf), rows: rows.map(textOf) }
}

/** All rows meet the one key that they were asked by. */
export function meetOneKey(keys: KeyList, rowCount: number): MetKeys {
  return { keys: keys.map(key => key && ''), rows: Array<string>(rowCount).fill('') }
}

/** Reads the answer to `SqlDialect.classify`. */
export function readClasses({ rows }: ResultSet, texts: readonly string[]): readonly (string | undefined)[] {
  const classes = Array<string | undefined>(texts.length).fill(undefined)
  for (const [position, found] of rows) if (found !== null) classes[Number(position) - 1] = String(found)
  return classes
}

/** How a key column's text is read; `undefined` where it is read as it is. */
type ColumnTexts = ((text: string) => string | undefined) | undefined

async function textsOf(
  collation: Collation | undefined,
  values: ReadonlySet<string>,
  classify: Classify,
): Promise<ColumnTexts> {
  if (!collation) return undefined
  const list = [...values]
  if (list.every(text => foldText(text, collation) !== undefined)) return text => foldText(text, collation)
  const classes = await classify(collation, list)
  const known = new Map(list.map((text, at) => [text, classes[at]]))
  return text => known.get(text)
}

function valuesAt(at: number, ...lists: readonly KeyList[]): Set<string> {
  const texts = new Set<string>()
  for (const list of lists)
    for (const values of list) {
      const value = values?.[at]
      if (typeof value === 'string') texts.add(value)
    }
  return texts
}

function joinTexts(values: KeyValues, texts: readonly ColumnTexts[]): string | undefined {
  if (texts.every(read => read === undefined)) return keyText(values)
  const parts = values.map((value, at) => {
    const read = texts[at]
    return read && typeof value === 'string' ? read(value) : canonicalText(value)
  })
  return parts.includes(undefined) ? undefined : JSON.stringify(parts)
}
