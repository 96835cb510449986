import type { Shape } from '../../plan/operation/shape.ts'
import { Leaves, Rows } from '../answer-node.ts'
import type { RowWriter } from './row-writer.ts'
import { type FieldWriter, selectionWriter } from './selection-writer.ts'

/** A list as it is written. */
export type List = Rows | Leaves | readonly unknown[]

export function isList(value: unknown): value is List {
  return Array.isArray(value) || value instanceof Rows || value instanceof Leaves
}

/** The list as it was read. */
export function valuesOf(list: List): readonly unknown[] {
  return list instanceof Rows || list instanceof Leaves ? list.values : list
}

/** Most items that are written at once: enough for one look at their texts. */
export const CHUNK = 64

/** Bytes that are written in a fraction of a slice, and stay in the processor's cache. */
const SHORT = 32_768

/** How many items the next chunk has, after one of `count` items that took so much. */
export function nextCount(count: number, length: number): number {
  return length < SHORT ? Math.min(count * 2, CHUNK) : Math.max(count >> 1, 1)
}

/** An item of a list as any other settled value. */
export function itemOf(list: List, at: number, shape: Shape): unknown {
  return list instanceof Rows || list instanceof Leaves ? list.at(at, shape) : list[at]
}

/** What writes the list's objects with generated code. */
export function rowOf(field: FieldWriter, item: Shape, list: List): RowWriter<FieldWriter> | undefined {
  if (list instanceof Rows) return selectionWriter(list.selection, list.source).row
  return field.deepIndex < 0 && item.kind === 'object' ? field.below().row : undefined
}
