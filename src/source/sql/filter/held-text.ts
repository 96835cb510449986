import type { Column } from '../../catalog.ts'
import type { Comparison, Given } from './comparison.ts'

/** The text that that of a column is held against, as a column `as` has it; undefined where it is none, or the column holds bytes. */
export function heldText(operand: Given, as: Column, { known, converters }: Comparison): string | undefined {
  const text = operand.kind === 'value' ? converters.text(operand.value, as) : undefined
  // SQLite takes a NUL for a pattern's end: all that stands behind it would be found too.
  return typeof text !== 'string' || text.includes('\0') || known?.kind === 'binary' ? undefined : text
}

/** Whether a column must be made text first. */
export function isNoText(known: Column | undefined): boolean {
  return known !== undefined && (known.kind !== 'text' || known.typed === true)
}
