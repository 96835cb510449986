import type { Table } from '../../catalog.ts'

/** A table or view as a server's own catalogue names it. */
export interface FoundTable {
  readonly schema: string
  readonly name: string
  /** Whether its name alone leads to it. */
  readonly isPlain: boolean
}

/** The schemas that a server has, as far as they are asked for. */
export interface FoundSchemas {
  /** That of plain names; none where a connection has no database. */
  readonly default: string | undefined
  readonly asked: readonly string[]
}

/**
 * Tables under the names that a schema file calls them by: `orders` in the default schema, `sales.orders` in another. What
 * is really called `sales.orders` in the default schema comes first.
 */
export function nameTables<T extends FoundTable, N extends Table>(
  found: readonly T[],
  { asked }: FoundSchemas,
  make: (table: T, name: Pick<Table, 'name' | 'id'>) => N,
): ReadonlyMap<string, N> {
  const tables = new Map<string, N>()
  const plain = found
    .filter(({ isPlain }) => isPlain)
    .map(table => ({ table, made: make(table, { name: table.name }) }))
  for (const { table, made } of plain) tables.set(table.name, made)
  for (const { table, made } of plain)
    if (asked.includes(table.schema) && !tables.has(fullName(table))) tables.set(fullName(table), made)
  for (const table of found) {
    const name = fullName(table)
    if (!table.isPlain && !tables.has(name)) tables.set(name, make(table, { name, id: [table.schema, table.name] }))
  }
  return tables
}

/** How a schema file calls a table. */
export function nameOfTable(table: FoundTable): string {
  return table.isPlain ? table.name : fullName(table)
}

function fullName({ schema, name }: FoundTable): string {
  return `${schema}.${name}`
}
