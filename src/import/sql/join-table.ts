import type { ColumnStructure, TableStructure } from '../../source/structure.ts'
import { isUnique, type NamedForeignKey } from './foreign-keys.ts'
import { isKeyColumn } from './key-column.ts'

/** A table whose rows only say that a row of one table belongs to a row of another. */
export interface JoinTable {
  readonly table: TableStructure
  readonly sides: readonly [NamedForeignKey, NamedForeignKey]
  /** Whether it has nothing but the columns of both sides: then its own type would tell nothing more. */
  readonly bare: boolean
}

/** Reads a table as a join table: two foreign keys, and beside them only what the database fills by itself. */
export function joinTableOf(table: TableStructure, foreignKeys: readonly NamedForeignKey[]): JoinTable | undefined {
  const [one, other, more] = foreignKeys.filter(key => !isSharedKey(key, foreignKeys))
  if (table.kind === 'view' || !one || !other || more) return undefined
  // A column of both, such as a tenant's, keeps them together; beside it each has its own.
  const joined = [...new Set([...one.columns, ...other.columns])]
  const isShared = (column: string) => one.columns.includes(column) && other.columns.includes(column)
  if ([one, other].some(({ columns }) => columns.every(isShared)) || !joined.every(isWritable)) return undefined
  if (!joined.every(column => isKeyColumn(table.columns.get(column)))) return undefined
  // A row for each parent at most is no list.
  if (isUnique(one.columns, table) || isUnique(other.columns, table)) return undefined
  const rest = [...table.columns.values()].filter(({ name }) => !joined.includes(name))
  if (!rest.every(column => isFilled(column, table))) return undefined
  return { table, sides: [one, other], bare: rest.length === 0 }
}

/** Whether two others have all of its columns: the tenant of both sides. */
function isSharedKey({ columns }: NamedForeignKey, all: readonly NamedForeignKey[]): boolean {
  const wider = all.filter(key => key.columns.length > columns.length)
  return wider.filter(key => columns.every(column => key.columns.includes(column))).length > 1
}

/** Whether a `through` can say the name: it is one of GraphQL, and no word of a filter. */
function isWritable(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !['and', 'or', 'not'].includes(name)
}

/** A counted key, or the time of the row. */
function isFilled({ name, kind, hasDefault }: ColumnStructure, { primaryKey }: TableStructure): boolean {
  return hasDefault && (kind === 'datetime' || (primaryKey.length === 1 && primaryKey[0] === name))
}
