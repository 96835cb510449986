import type { Column } from '../../catalog.ts'

const INT64 = [-(2n ** 63n), 2n ** 63n - 1n] as const
/** 64 bits have at most 20 characters with the sign; longer text is not worth parsing. */
const INTEGER = /^(?:0|-?[1-9]\d{0,19})$/

/** Only text in the one way that the database itself would print it: `'007'` and `'7.0'` are no integers. */
export function convertInteger(value: unknown, column: Column): bigint | undefined {
  const integer = readInteger(value)
  const [smallest, largest] = column.range ?? INT64
  return integer !== undefined && integer >= smallest && integer <= largest ? integer : undefined
}

function readInteger(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined
  return typeof value === 'string' && INTEGER.test(value) ? BigInt(value) : undefined
}
