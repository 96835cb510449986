import type { Catalog, Column, Table } from '../../catalog.ts'
import type { ColumnStructure, ForeignKey, Structure, TableStructure } from '../../structure.ts'
import type { ResultSet } from '../dialect.ts'
import { groupKey, groupRows } from './group-rows.ts'
import { type FoundSchemas, type FoundTable, nameOfTable, nameTables } from './name-tables.ts'

/** A table with its columns, as a server's own catalogue tells them. */
export interface ServerTable extends FoundTable {
  readonly columns: ReadonlyMap<string, Column>
  readonly fullText?: Table['fullText']
  readonly indexes?: Table['indexes']
}

/** What a server's own catalogue tells of its tables. */
export interface ServerTables extends FoundSchemas {
  readonly tables: readonly ServerTable[]
  /** All schemas, where some are asked for. */
  readonly schemas: readonly string[] | undefined
  /** What the server calls itself. */
  readonly version?: string
}

type Rows = ResultSet['rows']

/** What it tells beyond their columns; every row begins with the schema and the name of its table. */
export interface ServerDetails {
  /** Kind and comment; of what is no table to work with, there is no row. */
  readonly tables: Rows
  /** The column's name, and what `readColumn` makes of the rest. */
  readonly columns: Rows
  readonly readColumn: (row: readonly unknown[], column: Column) => Omit<ColumnStructure, keyof Column>
  /** The key's name, whether it is the primary one, and a column, or null for an expression; in the order of the key. */
  readonly keys: Rows
  /** The key's name, a column, the other table's schema and name, whether that is plain, and its column. */
  readonly foreignKeys: Rows
  /** The name of a constraint or unique index, and a column; undefined where errors name none. */
  readonly constraints?: Rows
  readonly tellsCountedOnly?: boolean
}

export function catalogOf(found: ServerTables): Catalog {
  const tables = nameTables(found.tables, found, ({ columns, fullText, indexes }, name) => ({
    ...name,
    columns,
    ...(fullText && { fullText }),
    ...(indexes && { indexes }),
  }))
  return { tables, ...schemasOf(found) }
}

export function structureOf(found: ServerTables, details: ServerDetails): Structure {
  const kinds = groupRows(details.tables, 2)
  const columnRows = groupRows(details.columns, 3)
  const keyRows = groupRows(details.keys, 2)
  const foreignRows = groupRows(details.foreignKeys, 2)
  const constraintRows = details.constraints && groupRows(details.constraints, 2)
  const known = found.tables.filter(({ schema, name }) => kinds.has(groupKey([schema, name])))
  const tables = nameTables(known, found, ({ schema, name, columns, fullText, indexes }, names): TableStructure => {
    const key = groupKey([schema, name])
    const [[kind, comment] = []] = kinds.get(key) ?? []
    const allKeys = keysOf(keyRows.get(key) ?? [])
    const keys = allKeys.filter(each => !each.columns.includes(null)) as readonly Key[]
    const constraints = constraintRows && [...groupRows(constraintRows.get(key) ?? [], 1)]
    const complete = [...columns.values()].map(column => {
      const [row = []] = columnRows.get(groupKey([schema, name, column.name])) ?? []
      return [column.name, { ...column, ...details.readColumn(row, column) }] as const
    })
    return {
      ...names,
      ...(fullText && { fullText }),
      ...(indexes && { indexes }),
      kind: kind === 'view' ? 'view' : 'table',
      comment: String(comment ?? ''),
      columns: new Map(complete),
      primaryKey: keys.find(({ isPrimary }) => isPrimary)?.columns ?? [],
      uniqueKeys: keys.filter(({ isPrimary }) => !isPrimary).map(each => each.columns),
      ...(keys.length < allKeys.length && { hasOtherKeys: true }),
      ...(details.tellsCountedOnly && { tellsCountedOnly: true }),
      ...(constraints && {
        constraints: new Map(
          constraints.map(([name, parts]) => [JSON.parse(name)[0], parts.map(each => String(each[0]))]),
        ),
      }),
      foreignKeys: foreignKeysOf(foreignRows.get(key) ?? []),
    }
  })
  return { tables, ...schemasOf(found) }
}

function schemasOf({ default: schema, schemas }: ServerTables): Pick<Catalog, 'schema' | 'schemas'> {
  return { ...(schema !== undefined && { schema }), ...(schemas && { schemas }) }
}

interface Key<Part = string> {
  readonly isPrimary: boolean
  readonly columns: readonly Part[]
}

function keysOf(rows: Rows): readonly Key<string | null>[] {
  return [...groupRows(rows, 1).values()].map(parts => ({
    isPrimary: Number(parts[0]?.[0]) === 1,
    columns: parts.map(([, column]) => (column === null ? null : String(column))),
  }))
}

function foreignKeysOf(rows: Rows): ForeignKey[] {
  return [...groupRows(rows, 1).values()].map(parts => {
    const [, schema, name, isPlain] = parts[0] ?? []
    return {
      columns: parts.map(([column]) => String(column)),
      table: nameOfTable({ schema: String(schema), name: String(name), isPlain: Number(isPlain) === 1 }),
      targets: parts.map(([, , , , target]) => String(target)),
    }
  })
}
