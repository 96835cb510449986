import type { Catalog, Column, ColumnKind } from '../../catalog.ts'
import { SourceError } from '../../source-error.ts'
import type { Run } from '../dialect.ts'
import { readSqliteCollations } from './collation.ts'

const TABLES = `select name, type = 'view', case type when 'virtual' then (select sql from sqlite_schema as s where s.name = t.name) end
  from pragma_table_list as t
  where schema = 'main' and type in ('table', 'view', 'virtual') and name not like 'sqlite\\_%' escape '\\' order by name`
/** Without the hidden columns of virtual tables. */
const COLUMNS = 'select name, type, "notnull", pk from pragma_table_xinfo(?) where hidden <> 1 order by cid'

/** How a table of FTS5 is made (https://sqlite.org/fts5.html). */
const FTS5 = /\busing\s+fts5\b/i

/** Tables, views and their columns of the file. */
export async function readSqliteCatalog(run: Run): Promise<Catalog> {
  const names = await run({ sql: TABLES, parameters: [] })
  const tables = await Promise.all(
    names.rows.map(async ([name, isView, definition]) => {
      const table = String(name)
      const columns = await readColumns(table, isView === 1, run)
      return { name: table, columns, ...(FTS5.test(String(definition)) && { fullText: [[...columns.keys()]] }) }
    }),
  )
  return { tables: new Map(tables.map(table => [table.name, table])) }
}

/** A view on a table that is gone has no columns; it is no reason to have no catalogue. */
async function readColumns(table: string, isView: boolean, run: Run): Promise<ReadonlyMap<string, Column>> {
  try {
    const { rows } = await run({ sql: COLUMNS, parameters: [table] })
    const columns = rows.map(row => readColumn(row, isView))
    const collations = await readSqliteCollations(
      table,
      columns.map(({ name }) => name),
      run,
    )
    return new Map(columns.map((column, at) => [column.name, { ...column, ...collations[at] }]))
  } catch (error) {
    if (error instanceof SourceError && error.reason === 'db_error') return new Map()
    throw error
  }
}

function readColumn([columnName, type, notNull, primaryKey]: readonly unknown[], isView: boolean): Column {
  const name = String(columnName)
  const declared = String(type).toUpperCase()
  // Only an INTEGER PRIMARY KEY implies NOT NULL (https://sqlite.org/lang_createtable.html#the_primary_key).
  const isRowId = primaryKey !== 0 && declared === 'INTEGER'
  const nullable = notNull === 0 && !isRowId
  // A view says BLOB of what has no type, too: that has the same affinity.
  const kind = isView && declared === 'BLOB' ? { kind: 'any' as const } : sqliteColumnType(declared)
  return { name, ...kind, ...(!isRowId && { loose: true }), nullable }
}

const NAMED_KINDS: ReadonlyMap<string, ColumnKind> = new Map([
  ['', 'any'],
  ['ANY', 'any'],
  ['BOOL', 'boolean'],
  ['BOOLEAN', 'boolean'],
  ['TINYINT(1)', 'boolean'],
  ['JSON', 'json'],
  ['DATE', 'date'],
  ['TIME', 'time'],
  ['DATETIME', 'datetime'],
  ['TIMESTAMP', 'datetime'],
])

/** The first rule that fits (https://sqlite.org/datatype3.html#determination_of_column_affinity). */
const AFFINITIES: readonly (readonly [RegExp, ColumnKind])[] = [
  [/INT/, 'integer'],
  [/CHAR|CLOB|TEXT/, 'text'],
  [/BLOB/, 'binary'],
  [/REAL|FLOA|DOUB/, 'float'],
  [/DECIMAL|NUMERIC|NUMBER|^NUM$/, 'decimal'],
]

/** What has a type that no rule names holds anything, numbers and UUIDs alike: text is what all of it can be compared as. */
function sqliteColumnType(declared: string): Pick<Column, 'kind' | 'range'> {
  const kind = NAMED_KINDS.get(declared) ?? AFFINITIES.find(([pattern]) => pattern.test(declared))?.[1] ?? 'text'
  return kind === 'integer' || kind === 'boolean' ? { kind, range: [-(2n ** 63n), 2n ** 63n - 1n] } : { kind }
}
