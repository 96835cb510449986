import type { Column } from '../catalog.ts'
import type { Key } from '../source-plan.ts'
import { convertNarrowInteger } from './convert/integer.ts'
import type { Converters } from './convert.ts'
import { narrowInteger } from './read-value.ts'
import { canonicalText, type SqlScalar, scalarOf } from './sql-value.ts'

/**
 * A key's values as their columns hold them. Those of an integer column are numbers where safe: a `bigint` costs several
 * times as much wherever it is made, looked up and bound, and there may be thousands.
 */
export type KeyValues = readonly SqlScalar[]

/** One for all keys that are the same. */
export type KeyId = string | number

/** The keys of a batch, and the distinct ones among them that a row can have. */
export interface KeyBatch {
  /** Each key in key order; `undefined` for one that no row can have. */
  readonly values: readonly (KeyValues | undefined)[]
  /** The distinct keys as they came, and as their columns hold them. */
  readonly distinct: readonly Key[]
  readonly converted: readonly KeyValues[]
}

/** The columns of a key; `undefined` for one that the catalogue doesn't know (that of a query's result). */
type KeyColumns = readonly (Column | undefined)[]

export function batchKeys(keys: readonly Key[], columns: KeyColumns, converters: Converters): KeyBatch {
  const convert = createKeyConverter(columns, converters)
  const ids = new Set<KeyId>()
  const distinct: Key[] = []
  const converted: KeyValues[] = []
  const values = keys.map(key => {
    const held = convert(key)
    if (!held) return undefined
    const known = ids.size
    ids.add(keyId(held, columns))
    if (ids.size > known) {
      distinct.push(key)
      converted.push(held)
    }
    return held
  })
  return { values, distinct, converted }
}

/** Makes what converts keys: to the values as their columns hold them; `undefined` where one of them can't. */
export function createKeyConverter(
  columns: KeyColumns,
  converters: Converters,
): (key: readonly unknown[]) => KeyValues | undefined {
  const converts = columns.map(column => createKeyValueConverter(column, converters))
  const [first] = converts
  if (converts.length === 1 && first)
    return key => {
      const value = first(key[0])
      if (value === undefined) return undefined
      // Most keys are what their column holds already.
      return value === key[0] && key.length === 1 ? (key as KeyValues) : [value]
    }
  return key => {
    const values = converts.map((convert, at) => convert(key[at]))
    return values.includes(undefined) ? undefined : (values as KeyValues)
  }
}

/** Makes what converts the values of one column of keys. */
export function createKeyValueConverter(
  column: Column | undefined,
  converters: Converters,
): (value: unknown) => SqlScalar | undefined {
  if (!column) return scalarOf
  if (column.kind === 'integer') return convertNarrowInteger(column, converters.integer)
  const convert = converters[column.kind]
  return value => convert(value, column)
}

/** The id of a key. */
function keyId(key: KeyValues, columns: KeyColumns): KeyId {
  const [first] = key
  if (key.length === 1 && first !== undefined) return keyValueId(first, columns[0])
  return JSON.stringify(key.map((value, at) => keyValueId(value, columns[at])))
}

/** The id of one of a key's values. Those of a column that nobody knows may be of any types: they are compared as text. */
export function keyValueId(value: SqlScalar, column: Column | undefined): KeyId {
  const narrow = typeof value === 'bigint' ? narrowInteger(value) : value
  return typeof narrow === 'number' && column ? narrow : canonicalText(narrow)
}
