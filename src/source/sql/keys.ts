import type { Column } from '../catalog.ts'
import type { Key } from '../source-plan.ts'
import { type Converters, convertValue } from './convert.ts'
import { canonicalText, type SqlScalar } from './sql-value.ts'

/** The keys of a batch, and the distinct ones among them that a row can have. */
export interface KeyBatch {
  /** The canonical text of each key, in key order; `undefined` for a key that no row can have. */
  readonly texts: readonly (string | undefined)[]
  /** The distinct keys as they came, and as their columns hold them. */
  readonly distinct: readonly Key[]
  readonly converted: readonly (readonly SqlScalar[])[]
}

/** Converts each key's values; a column is `undefined` where the catalogue doesn't know it (a query's result). */
export function batchKeys(
  keys: readonly Key[],
  columns: readonly (Column | undefined)[],
  converters: Converters,
): KeyBatch {
  const found = new Map<string, { key: Key; values: readonly SqlScalar[] }>()
  const texts = keys.map(key => {
    const values = convertKey(key, columns, converters)
    if (!values) return undefined
    const text = keyText(values)
    if (!found.has(text)) found.set(text, { key, values })
    return text
  })
  const distinct = [...found.values()]
  return { texts, distinct: distinct.map(({ key }) => key), converted: distinct.map(({ values }) => values) }
}

/** The key's values as their columns hold them; `undefined` where one of them can't. */
export function convertKey(
  key: readonly unknown[],
  columns: readonly (Column | undefined)[],
  converters: Converters,
): readonly SqlScalar[] | undefined {
  const converted: SqlScalar[] = []
  for (const [index, column] of columns.entries()) {
    const value = convertValue(key[index], column, converters)
    if (value === undefined) return undefined
    converted.push(value)
  }
  return converted
}

/** The one text under which a key and a row meet. */
export function keyText(key: readonly SqlScalar[]): string {
  const [first] = key
  return key.length === 1 && first !== undefined ? canonicalText(first) : JSON.stringify(key.map(canonicalText))
}
