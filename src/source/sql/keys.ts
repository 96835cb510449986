import type { Column } from '../catalog.ts'
import type { Key } from '../source-plan.ts'
import { type Converters, convertValue } from './convert.ts'
import { canonicalText, type SqlScalar } from './sql-value.ts'

/** A key's values as their columns hold them. */
export type KeyValues = readonly SqlScalar[]

/** The keys of a batch, and the distinct ones among them that a row can have. */
export interface KeyBatch {
  /** Each key in key order; `undefined` for one that no row can have. */
  readonly values: readonly (KeyValues | undefined)[]
  /** The distinct keys as they came, and as their columns hold them. */
  readonly distinct: readonly Key[]
  readonly converted: readonly KeyValues[]
}

/** Converts each key's values; a column is `undefined` where the catalogue doesn't know it (a query's result). */
export function batchKeys(
  keys: readonly Key[],
  columns: readonly (Column | undefined)[],
  converters: Converters,
): KeyBatch {
  const found = new Map<string, { key: Key; values: KeyValues }>()
  const converted = keys.map(key => {
    const values = convertKey(key, columns, converters)
    if (!values) return undefined
    const text = keyText(values)
    if (!found.has(text)) found.set(text, { key, values })
    return values
  })
  const distinct = [...found.values()]
  return {
    values: converted,
    distinct: distinct.map(({ key }) => key),
    converted: distinct.map(({ values }) => values),
  }
}

/** The key's values as their columns hold them; `undefined` where one of them can't. */
export function convertKey(
  key: readonly unknown[],
  columns: readonly (Column | undefined)[],
  converters: Converters,
): KeyValues | undefined {
  const converted: SqlScalar[] = []
  for (let index = 0; index < columns.length; index++) {
    const value = convertValue(key[index], columns[index], converters)
    if (value === undefined) return undefined
    converted.push(value)
  }
  return converted
}

/** One text for values that are the same. */
export function keyText(key: KeyValues): string {
  const [first] = key
  return key.length === 1 && first !== undefined ? canonicalText(first) : JSON.stringify(key.map(canonicalText))
}
