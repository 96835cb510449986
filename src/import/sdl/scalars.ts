import type { ColumnStructure } from '../../source/structure.ts'

/** The scalars that a schema has by itself. */
export const OWN_SCALARS = ['ID', 'String', 'Int', 'Float', 'Boolean'] as const

/** Those that it declares where it uses them. */
export const DECLARED_SCALARS = ['Base64', 'BigInt', 'Date', 'DateTime', 'Decimal', 'JSON', 'Time', 'UUID'] as const

const INT64_RANGE = [-(2n ** 63n), 2n ** 63n - 1n] as const
const INT_RANGE = [-(2n ** 31n), 2n ** 31n - 1n] as const

/** The type of a column's field, without its `!`; keys of numbers and text are IDs. */
export function scalarOf(column: ColumnStructure, isKey: boolean): string {
  switch (column.kind) {
    case 'boolean':
      return 'Boolean'
    case 'integer':
      if (isKey) return 'ID'
      return isSmall(column) ? 'Int' : 'BigInt'
    case 'decimal':
      return 'Decimal'
    case 'float':
      return 'Float'
    case 'binary':
      return 'Base64'
    case 'date':
      return 'Date'
    case 'time':
      return 'Time'
    case 'datetime':
      return 'DateTime'
    case 'json':
      return 'JSON'
    case 'uuid':
      return isKey ? 'ID' : 'UUID'
    case 'inet':
      return 'String'
    default:
      return isKey ? 'ID' : 'String'
  }
}

/** SQLite's integers are all of 64 bits: the declared type is taken for what other databases call so. */
function isSmall({ range, type }: ColumnStructure): boolean {
  const isOf64Bits = range === undefined || (range[0] === INT64_RANGE[0] && range[1] === INT64_RANGE[1])
  if (!isOf64Bits) return range[0] >= INT_RANGE[0] && range[1] <= INT_RANGE[1]
  return !/big|int8|unsigned|\boid\b/.test(type)
}

/** The type of the ranges of a scalar's values, which needs no definition. */
export function rangeName(scalar: string): string {
  return `${scalar}Range`
}
