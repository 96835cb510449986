import type { SqlBinding } from '../../../plan/sql/sql-binding.ts'
import { orderedColumns } from '../../../plan/sql/sql-order.ts'
import { equalitiesOf } from '../../../plan/sql/type-where.ts'
import { isStructure } from '../../../plan/sql/unique-keys.ts'
import type { Table } from '../../../source/catalog.ts'

/**
 * What is wrong with the order of a connection: rows that are equal in all of it have no place of their own, and pages lose
 * them. Of a table without keys, and of a view, only its author knows.
 */
export function checkPage(
  { page, where, orderBy, keyColumns, through }: SqlBinding,
  table: Table,
): { readonly message: string; readonly suggestion: string } | undefined {
  if (!page || !isStructure(table)) return undefined
  // Those of a nullable column may be null for many; a primary key is taken at its word.
  const neverNull = (key: readonly string[]) => key.every(column => table.columns.get(column)?.nullable === false)
  const keys = [table.primaryKey, ...table.uniqueKeys.filter(neverNull)].filter(key => key.length > 0)
  const isKnown = keys.length > 0 && !table.hasOtherKeys && page.key.every(column => table.columns.has(column))
  if (!isKnown) return undefined
  const told = new Set([
    ...page.key,
    ...orderedColumns(orderBy),
    // The same in all rows of a page.
    ...equalitiesOf(where).map(({ column }) => column),
    ...(through ? [] : keyColumns),
  ])
  if (keys.some(key => key.every(column => told.has(column)))) return undefined
  return {
    message: `several rows of "${table.name}" may have the same (${page.key.join(', ')}), and pages would lose some of them.`,
    suggestion: `Name a key at the type's @sql: ${keyText(keys[0] ?? [])}.`,
  }
}

function keyText(key: readonly string[]): string {
  const names = key.map(column => `"${column}"`)
  return `key: ${names.length === 1 ? names[0] : `[${names.join(', ')}]`}`
}
