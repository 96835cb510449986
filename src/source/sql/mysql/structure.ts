import type { Structure, TableStructure } from '../../structure.ts'
import type { Run } from '../dialect.ts'
import { groupKey, groupRows } from '../group-rows.ts'
import { readMysqlCatalog } from './catalog.ts'

const TABLES = `select table_name, table_type, table_comment from information_schema.tables
  where table_schema = database() order by table_name`

const COLUMNS = `select table_name, column_name, column_type, column_comment, column_default, extra
  from information_schema.columns where table_schema = database()`

/** An expression has no column name. */
const UNIQUE_KEYS = `select table_name, index_name, column_name from information_schema.statistics
  where table_schema = database() and non_unique = 0 order by table_name, index_name, seq_in_index`

const FOREIGN_KEYS = `select table_name, constraint_name, column_name, referenced_table_name, referenced_column_name
  from information_schema.key_column_usage
  where table_schema = database() and referenced_table_schema = database()
  order by table_name, constraint_name, ordinal_position`

/** Reads the structure of the connection's database. */
export async function readMysqlStructure(run: Run): Promise<Structure> {
  const ask = (sql: string) => run({ sql, parameters: [] })
  const [catalog, tables, columnRows, keyRows, foreignRows] = await Promise.all([
    readMysqlCatalog(run),
    ask(TABLES),
    ask(COLUMNS).then(result => groupRows(result, 2)),
    ask(UNIQUE_KEYS).then(result => groupRows(result, 1)),
    ask(FOREIGN_KEYS).then(result => groupRows(result, 1)),
  ])
  const structures = tables.rows.flatMap(([name, type, comment]): TableStructure[] => {
    const table = catalog.tables.get(String(name))
    // MariaDB's sequences are tables too.
    if (!table || type === 'SEQUENCE') return []
    const isView = type === 'VIEW'
    const key = groupKey([name])
    const uniqueKeys = uniqueKeysOf(keyRows.get(key) ?? [])
    const columns = [...table.columns.values()].map(column => {
      const [details = []] = columnRows.get(groupKey([name, column.name])) ?? []
      return [column.name, { ...column, ...columnDetails(details) }] as const
    })
    return [
      {
        name: table.name,
        kind: isView ? 'view' : 'table',
        // A view's is "VIEW".
        comment: isView ? '' : String(comment ?? ''),
        columns: new Map(columns),
        primaryKey: uniqueKeys.get('PRIMARY') ?? [],
        uniqueKeys: [...uniqueKeys].filter(([index]) => index !== 'PRIMARY').map(([, names]) => names),
        foreignKeys: foreignKeysOf(foreignRows.get(key) ?? []),
      },
    ]
  })
  return { tables: new Map(structures.map(table => [table.name, table])) }
}

function columnDetails([columnType, comment, fallback, extra]: readonly unknown[]) {
  const type = String(columnType)
  const traits = String(extra).toLowerCase()
  const generated = /\b(virtual|stored|persistent) generated\b/.test(traits)
  const names = enumValues(type)
  return {
    type: type.toLowerCase(),
    comment: String(comment ?? ''),
    ...(names ? { values: { names } } : {}),
    // MariaDB says 'NULL' where there is no default but null.
    hasDefault: generated || traits.includes('auto_increment') || (fallback !== null && fallback !== 'NULL'),
    generated,
  }
}

/** The values in `enum('a','it''s')`; undefined for every other type. */
function enumValues(type: string): string[] | undefined {
  if (!/^enum\(/i.test(type)) return undefined
  return [...type.matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) => text.replaceAll("''", "'"))
}

function uniqueKeysOf(rows: readonly (readonly unknown[])[]): ReadonlyMap<string, readonly string[]> {
  const indexes = [...groupRows({ columns: [], rows }, 1)].filter(([, parts]) => parts.every(([name]) => name !== null))
  return new Map(indexes.map(([index, parts]) => [JSON.parse(index)[0], parts.map(([name]) => String(name))]))
}

function foreignKeysOf(rows: readonly (readonly unknown[])[]) {
  return [...groupRows({ columns: [], rows }, 1).values()].map(parts => ({
    columns: parts.map(([column]) => String(column)),
    table: String(parts[0]?.[1]),
    targets: parts.map(([, , target]) => String(target)),
  }))
}
