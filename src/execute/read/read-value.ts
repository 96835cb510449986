import { GraphQLFloat, isEnumType } from 'graphql'
import type { LeafShape, Shape } from '../../plan/operation/shape.ts'
import { OWN_SCALAR } from '../../plan/resolver/own-scalar.ts'
import { wrongShape } from '../../result/field-error.ts'

/** What reading a place's values makes of objects and of home keys. */
export interface ValueReader {
  object(value: object, source: string): unknown
  homeKey(key: unknown): unknown
  /** A whole list that need not be read item by item; undefined for any other. */
  rows?(values: readonly unknown[], item: Shape, source: string): unknown
}

/**
 * Reads an upstream's value as the type says: leaves stay, objects and scalars in the place of an object become what the
 * reader makes of them, and what can't be used a SourceError with the reason `wrong_shape`, at its own position in a list.
 */
export function readValue(value: unknown, shape: Shape, source: string, reader: ValueReader): unknown {
  if (value === undefined || value === null || value instanceof Error) return value
  if (shape.kind === 'leaf') return readLeaf(value, shape, source)
  if (shape.kind === 'list') {
    const { item } = shape
    if (!Array.isArray(value)) return wrongShape('a list', source)
    return reader.rows?.(value, item, source) ?? value.map(each => readValue(each, item, source, reader))
  }
  if (Array.isArray(value) && !shape.listed.has(source)) return wrongShape('an object', source)
  if (typeof value === 'object') return reader.object(value, source)
  return shape.hasHome ? reader.homeKey(value) : wrongShape('an object', source)
}

/** What MySQL holds, and what is built on it answers, where there is no day: it is none. */
const NO_DAY = '0000-00-00'
const DAYS: ReadonlySet<string> = new Set(['Date', 'DateTime'])

/**
 * Enum values are told apart by their text, whatever the upstream's type for them. A Float takes integers of any size, as
 * JSON numbers do; the scalar JSON takes lists and objects too.
 */
export function readLeaf(value: unknown, { type }: LeafShape, source: string): unknown {
  if (value instanceof Error) return value
  if (typeof value === 'object') return readObject(value as object, type, source)
  if (type === GraphQLFloat && typeof value === 'bigint') return Number(value)
  if (typeof value === 'string' && value.startsWith(NO_DAY) && DAYS.has(type.name)) return null
  return isEnumType(type) ? String(value) : value
}

/** An object where a leaf belongs: what code of one's own takes for one, or a Date that a resolver returns. */
function readObject(value: object, type: LeafShape['type'], source: string): unknown {
  if (type.name === 'JSON' || type.extensions[OWN_SCALAR]) return value
  const isDate = value instanceof Date && DAYS.has(type.name) && !Number.isNaN(value.getTime())
  if (!isDate) return wrongShape('a scalar', source)
  const text = value.toISOString()
  return type.name === 'Date' ? text.slice(0, text.indexOf('T')) : text
}
