import type { Column, ColumnKind } from '../../catalog.ts'
import { type SqlScalar, type SqlValue, scalarOf } from '../sql-value.ts'
import { convertAny } from './any.ts'
import { convertBinary } from './binary.ts'
import { convertBoolean } from './boolean.ts'
import { convertDate, convertDateTime, convertTime } from './date-time.ts'
import { convertDecimal } from './decimal.ts'
import { convertFloat } from './float.ts'
import { convertInet } from './inet.ts'
import { convertInteger } from './integer.ts'
import { convertJson } from './json.ts'
import { withinScale } from './scale.ts'
import type { FormsOf } from './stored-forms.ts'
import { convertText } from './text.ts'
import { convertUuid } from './uuid.ts'

/** The value as the column holds it; `undefined` where the column's type can't hold it (it is *unknown*). Never throws. */
type Converter = (value: unknown, column: Column) => SqlScalar | undefined
export interface Converters extends Readonly<Record<ColumnKind, Converter>> {
  readonly forms?: FormsOf
  /** The items of a list as its column holds all of them; absent where no column is a list. */
  readonly storedList?: (items: readonly SqlValue[], column: Column) => SqlScalar
}

/** How a database with strict column types converts; equal values of a column convert to the same one. */
export const CONVERTERS: Converters = {
  boolean: convertBoolean,
  integer: convertInteger,
  decimal: value => convertDecimal(value),
  float: convertFloat,
  text: convertText,
  binary: convertBinary,
  date: convertDate,
  time: convertTime,
  datetime: convertDateTime,
  json: convertJson,
  uuid: convertUuid,
  inet: convertInet,
  any: convertAny,
  list: () => undefined,
}

/** What is compared with the column; by the value's own type where no column is known (that of a query's result). */
export function convertValue(
  value: unknown,
  column: Column | undefined,
  converters: Converters,
): SqlScalar | undefined {
  if (column?.incomparable) return undefined
  return column ? converters[column.kind](value, column) : scalarOf(value)
}

/**
 * What is written into the column: where its texts have a form, any that the server takes; no more digits than it holds,
 * so that the row is found by what was written.
 */
export function storedValue(value: unknown, column: Column, converters: Converters): SqlScalar | undefined {
  // Its type is that of the value.
  if (column.kind === 'any') return typeof value === 'string' && !value.isWellFormed() ? undefined : scalarOf(value)
  if (column.kind === 'list') return storedList(value, column, converters)
  const { form, ...open } = column
  // Of the parts of a range, the server would fail at those that make none.
  const isText = form !== undefined && typeof value !== 'object'
  const converted = converters[column.kind](value, isText ? open : column)
  return column.scale === undefined ? converted : withinScale(converted, column.scale)
}

/** Each item is as a column of its type has it, or null. */
function storedList(value: unknown, column: Column, converters: Converters): SqlScalar | undefined {
  const { items } = column
  if (!items || !converters.storedList || !Array.isArray(value)) return undefined
  const stored: SqlValue[] = []
  for (const item of value) {
    const converted = item === null || item === undefined ? null : storedValue(item, items, converters)
    if (converted === undefined) return undefined
    stored.push(converted)
  }
  return converters.storedList(stored, column)
}
