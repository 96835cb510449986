import { type GraphQLOutputType, getNamedType, getNullableType, isLeafType, isListType, isNonNullType } from 'graphql'
import type { Path } from '../../../plan/path.ts'
import type { Table } from '../../../source/catalog.ts'
import { listDepth } from './list-depth.ts'

/** What shows bytes as what they are, and takes the same. An ID is whatever it is shown as. */
const OF_BYTES: ReadonlySet<string> = new Set(['Base64', 'UUID', 'ID'])

interface FieldProblem {
  /** Whether other rows can be read: a warning. */
  readonly isOfSomeRows?: true
  readonly message: string
  readonly suggestion: string
}

/** What shows a day that there is not as null. */
const OF_DAYS: ReadonlySet<string> = new Set(['Date', 'DateTime'])

/**
 * What is wrong with the type of a plain field, by the column that it reads: bytes are shown and taken as Base64, which no text is,
 * and a list is no single value. JSON may be more than a scalar shows, and null may stand for a day that there is not.
 */
export function checkFieldType(type: GraphQLOutputType, path: Path, { columns }: Table): FieldProblem | undefined {
  const [first, ...inside] = path
  const column = first?.kind === 'property' ? columns.get(first.name) : undefined
  if (!column) return undefined
  const { name, items = column, loose } = column
  const { name: typeName } = getNamedType(type)
  const isWhole = inside.length === 0
  const isLeaf = isLeafType(getNamedType(type))
  const isList = isListType(getNullableType(type))
  if (column.kind === 'list' && isWhole && isLeaf && typeName !== 'JSON' && !isList)
    return { message: `"${name}" holds lists, and the field one value.`, suggestion: `Make it [${typeName}].` }
  if (column.zeroDates && isWhole && isNonNullType(type) && OF_DAYS.has(typeName))
    return {
      isOfSomeRows: true,
      message: `"${name}" may hold 0000-00-00, which is null, and the field never is.`,
      suggestion: `Make it ${typeName}.`,
    }
  if (isWhole && isLeaf && typeName !== 'JSON' && (items.kind === 'json' || listDepth(type) < (column.dimensions ?? 0)))
    return {
      isOfSomeRows: true,
      message: `"${name}" holds ${items.kind === 'json' ? 'JSON, whose objects and lists' : 'lists in lists, which'} are no ${typeName}.`,
      suggestion: `Make it ${column.kind === 'list' ? '[JSON]' : 'JSON'}.`,
    }
  if (items.kind !== 'binary') return undefined
  // An object is found by its key; a SQLite file may have JSON where it says BLOB.
  const isKey = isWhole && !isLeaf
  if (isKey || (loose && (typeName === 'JSON' || !isWhole)) || (isWhole && OF_BYTES.has(typeName))) return undefined
  return {
    message: `"${name}" holds bytes, which are no ${typeName}.`,
    suggestion: 'Make the field Base64, or read their text by a query of your own.',
  }
}
