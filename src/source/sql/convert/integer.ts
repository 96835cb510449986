import type { Column } from '../../catalog.ts'
import { narrowInteger } from '../narrow-integer.ts'
import type { SqlScalar } from '../sql-value.ts'

const INT64 = [-(2n ** 63n), 2n ** 63n - 1n] as const
/** 64 bits have at most 20 characters with the sign; longer text is not worth parsing. */
const INTEGER = /^(?:0|-?[1-9]\d{0,19})$/

/** Only text in the one way that the database itself would print it: `'007'` and `'7.0'` are no integers. */
export function convertInteger(value: unknown, column: Column): bigint | undefined {
  const integer = readInteger(value)
  const [smallest, largest] = column.range ?? INT64
  return integer !== undefined && integer >= smallest && integer <= largest ? integer : undefined
}

/**
 * Makes what converts as `convert` does, with a number where that is safe. What comes as a number needs no `bigint` for it:
 * the limits of a column are compared exactly, as those that no number holds are far from every safe integer.
 */
export function convertNarrowInteger(
  column: Column,
  convert: (value: unknown, column: Column) => SqlScalar | undefined,
): (value: unknown) => SqlScalar | undefined {
  const [smallest, largest] = (column.range ?? INT64).map(Number) as [number, number]
  return value => {
    if (typeof value === 'number')
      return Number.isSafeInteger(value) && value >= smallest && value <= largest ? value : undefined
    const converted = convert(value, column)
    return typeof converted === 'bigint' ? narrowInteger(converted) : converted
  }
}

function readInteger(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined
  return typeof value === 'string' && INTEGER.test(value) ? BigInt(value) : undefined
}
