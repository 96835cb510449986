import type { Column } from '../../catalog.ts'
import { convertInteger } from './integer.ts'

const BOOLEANS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [1, true],
  [1n, true],
  ['1', true],
  ['true', true],
  [false, false],
  [0, false],
  [0n, false],
  ['0', false],
  ['false', false],
])

/** A flag; where the column has a range, as a TINYINT(1) has, also another number. */
export function convertBoolean(value: unknown, column?: Column): boolean | bigint | undefined {
  return BOOLEANS.get(value) ?? (column?.range && convertInteger(value, column))
}
