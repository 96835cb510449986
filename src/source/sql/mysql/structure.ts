import type { Structure } from '../../structure.ts'
import { structureOf } from '../catalog/server-structure.ts'
import type { Run } from '../dialect.ts'
import { isZeroDate, readMysqlTables } from './catalog.ts'

/** MariaDB's sequences are tables too; a view's comment is "VIEW". */
const TABLES = `select table_schema, table_name, if(table_type like '%VIEW', 'view', 'table'),
    if(table_type like '%VIEW', '', table_comment)
  from information_schema.tables where table_schema = ? and table_type <> 'SEQUENCE' order by table_name`

const COLUMNS = `select table_schema, table_name, column_name, column_type, column_comment, column_default, extra
  from information_schema.columns where table_schema = ?`

/** An expression has no column name. */
const KEYS = `select table_schema, table_name, index_name, index_name = 'PRIMARY', column_name
  from information_schema.statistics where table_schema = ? and non_unique = 0
  order by table_name, index_name, seq_in_index`

const FOREIGN_KEYS = `select table_schema, table_name, constraint_name, column_name, referenced_table_schema,
    referenced_table_name, referenced_table_schema = database(), referenced_column_name
  from information_schema.key_column_usage where table_schema = ? and referenced_table_name is not null
  order by table_name, constraint_name, ordinal_position`

/** Reads the structure of the connection's database, and of others that are asked for. */
export async function readMysqlStructure(run: Run, schemas: readonly string[]): Promise<Structure> {
  const found = await readMysqlTables(run, schemas)
  const names = new Set([...(found.default === undefined ? [] : [found.default]), ...schemas])
  const ask = async (sql: string) => {
    const results = await Promise.all([...names].map(name => run({ sql, parameters: [name] })))
    return results.flatMap(({ rows }) => rows)
  }
  const [tables, columns, keys, foreignKeys] = await Promise.all([
    ask(TABLES),
    ask(COLUMNS),
    ask(KEYS),
    ask(FOREIGN_KEYS),
  ])
  const tellsCountedOnly = !hasReturning(found.version ?? '')
  return structureOf(found, { tables, columns, keys, foreignKeys, tellsCountedOnly, readColumn: columnDetails })
}

/** INSERT … RETURNING: MariaDB from 10.5 on. */
function hasReturning(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number.parseFloat)
  return version.includes('MariaDB') && (major > 10 || (major === 10 && minor >= 5))
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
    ...(isZeroDate(String(fallback)) && { zeroDefault: true }),
    // MariaDB says 'NULL' where there is no default but null.
    ...(traits.includes('auto_increment') && { counted: true }),
    hasDefault: generated || traits.includes('auto_increment') || (fallback !== null && fallback !== 'NULL'),
    generated,
  }
}

/** The values in `enum('a','it''s')`; undefined for every other type. */
function enumValues(type: string): string[] | undefined {
  if (!/^enum\(/i.test(type)) return undefined
  return [...type.matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) => text.replaceAll("''", "'"))
}
