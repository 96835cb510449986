import type { Column } from '../../catalog.ts'
import type { Key } from '../../source-plan.ts'
import type { Converters } from '../convert/convert.ts'
import { convertNarrowInteger } from '../convert/integer.ts'
import { type SqlScalar, scalarOf } from '../sql-value.ts'
import { formReader } from './key-form.ts'
import { createValueId, groupKeys, type KeyGroups, type KeyValues } from './key-groups.ts'

/** Keys as their columns hold them. */
export interface HeldKeys {
  /** Each key in key order; `undefined` for one that no row can have. */
  readonly values: readonly (KeyValues | undefined)[]
  readonly groups: KeyGroups
}

/** The keys of a batch, and the first one of each group as it came and as its columns hold it. */
export interface KeyBatch extends HeldKeys {
  readonly distinct: readonly Key[]
  readonly converted: readonly KeyValues[]
}

/** The columns of a key; `undefined` for one that the catalogue doesn't know (that of a query's result). */
type KeyColumns = readonly (Column | undefined)[]

export function batchKeys(keys: readonly Key[], columns: KeyColumns, converters: Converters): KeyBatch {
  const held = holdKeys(keys.map(createKeyConverter(columns, converters)), columns)
  const { values, groups } = held
  const distinct: Key[] = []
  const converted: KeyValues[] = []
  for (let at = 0; at < keys.length; at++)
    if (groups.ofKeys[at] === distinct.length) {
      distinct.push(keys[at] as Key)
      converted.push(values[at] as KeyValues)
    }
  return { ...held, distinct, converted }
}

export function holdKeys(values: HeldKeys['values'], columns: KeyColumns): HeldKeys {
  return { values, groups: groupKeys(values, columns.map(createValueId)) }
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
  const convert = columnConverter(column, converters)
  if (!column.keyForms) return convert
  const read = formReader(column.keyForms)
  return value => convert(read(value))
}

function columnConverter(column: Column, converters: Converters): (value: unknown) => SqlScalar | undefined {
  if (column.kind === 'integer') return convertNarrowInteger(column, converters.integer)
  const convert = converters[column.kind]
  return value => convert(value, column)
}
