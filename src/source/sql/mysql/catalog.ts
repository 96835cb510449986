import type { Catalog, Column, ColumnKind, Table } from '../../catalog.ts'
import { groupKey, groupRows } from '../catalog/group-rows.ts'
import { catalogOf, type ServerTable, type ServerTables } from '../catalog/server-structure.ts'
import type { ResultSet, Run } from '../dialect.ts'
import { mysqlCollation } from './collation.ts'

const SERVER = 'select database(), version()'
const SCHEMAS = 'select schema_name from information_schema.schemata'

/** Of one database: MariaDB opens the tables of all unless one is named by itself. */
const COLUMNS = `select c.table_schema, c.table_name, c.column_name, c.data_type, c.column_type, c.is_nullable,
    c.collation_name, c.character_set_name, coalesce(c.datetime_precision, c.numeric_scale), c.column_default
  from information_schema.columns as c where c.table_schema = ?
  order by c.table_name, c.ordinal_position`

/** MariaDB's JSON is LONGTEXT with a check, which it makes by itself. */
const JSON_CHECKS = `select table_name, check_clause from information_schema.check_constraints
  where constraint_schema = ? and check_clause like 'json\\_valid(%'`

/** A table without any index is not among them, nor is a view. */
const INDEXES = `select table_name, index_name, index_type = 'FULLTEXT', column_name
  from information_schema.statistics where table_schema = ? order by table_name, index_name, seq_in_index`

/** Tables, views and their columns of the connection's database, and of others that are asked for. */
export async function readMysqlCatalog(run: Run, schemas: readonly string[]): Promise<Catalog> {
  return catalogOf(await readMysqlTables(run, schemas))
}

export async function readMysqlTables(run: Run, asked: readonly string[]): Promise<ServerTables> {
  const { rows } = await run({ sql: SERVER, parameters: [] })
  const [database, version = ''] = texts(rows[0] ?? [])
  const isMariaDB = version.includes('MariaDB')
  const names = new Set([...(database === undefined ? [] : [database]), ...asked])
  // One after the other: a server may give its user one connection only.
  const tables: ServerTable[] = []
  for (const name of names) tables.push(...(await readTables(name, name === database, isMariaDB, run)))
  const all = asked.length > 0 ? await run({ sql: SCHEMAS, parameters: [] }) : undefined
  return { tables, default: database, asked, schemas: all?.rows.map(([name]) => String(name)), version }
}

async function readTables(schema: string, isPlain: boolean, isMariaDB: boolean, run: Run): Promise<ServerTable[]> {
  const parameters = [schema]
  const { rows } = await run({ sql: COLUMNS, parameters })
  const checks = isMariaDB ? await run({ sql: JSON_CHECKS, parameters }) : undefined
  const jsonChecks = new Set(checks?.rows.map(([table, clause]) => `${table}\n${clause}`))
  const tables = new Map<string, ServerTable & { columns: Map<string, Column> }>()
  for (const [spelled, table, name, dataType, columnType, nullable, collation, charset, digits, fallback] of rows.map(
    texts,
  )) {
    if (table === undefined || name === undefined || dataType === undefined || columnType === undefined) continue
    const isJson = jsonChecks.has(`${table}\njson_valid(\`${name.replaceAll('`', '``')}\`)`)
    const type = isJson ? { kind: 'json' as const } : mysqlColumnType(dataType.toLowerCase(), columnType.toLowerCase())
    const entry = tables.get(table) ?? { schema: spelled ?? schema, name: table, isPlain, columns: new Map() }
    const text = type.kind === 'text' && textSettings(collation, charset)
    const scale = digits !== undefined && SCALED.has(type.kind) && { scale: Number(digits) }
    entry.columns.set(name, {
      name,
      ...type,
      ...text,
      ...scale,
      ...(isZeroDate(fallback) && { zeroDates: true }),
      nullable: nullable === 'YES',
    })
    tables.set(table, entry)
  }
  const indexes = groupRows((await run({ sql: INDEXES, parameters })).rows, 1)
  return [...tables.values()].map(table => {
    const rows = indexes.get(groupKey([table.name]))
    return rows ? { ...table, fullText: fullTextOf(rows) } : table
  })
}

/** The columns of each index of texts. */
function fullTextOf(rows: ResultSet['rows']): Table['fullText'] {
  return [...groupRows(rows, 1).values()]
    .filter(([part]) => Number(part?.[0]) === 1)
    .map(parts => parts.map(([, column]) => String(column)))
}

/** Whether a column's default is a zero date; MariaDB has it in quotes. */
export function isZeroDate(fallback: string | undefined): boolean {
  return /^'?0000-00-00/.test(fallback ?? '')
}

function textSettings(collation = '', charset = 'utf8mb4'): Pick<Column, 'charset' | 'collation'> {
  const compared = mysqlCollation(collation, charset)
  return { ...(charset !== 'utf8mb4' && { charset }), ...(compared && { collation: compared }) }
}

function texts(row: readonly unknown[]): (string | undefined)[] {
  return row.map(value => (value === null ? undefined : String(value)))
}

const SCALED: ReadonlySet<ColumnKind> = new Set(['decimal', 'time', 'datetime'])

const INTEGER_BITS: ReadonlyMap<string, bigint> = new Map([
  ['tinyint', 8n],
  ['smallint', 16n],
  ['mediumint', 24n],
  ['int', 32n],
  ['bigint', 64n],
])

/** Every other type is read as text: CHAR, TEXT, ENUM, SET, … */
const KINDS: ReadonlyMap<string, ColumnKind> = new Map([
  ['decimal', 'decimal'],
  ['double', 'float'],
  ['binary', 'binary'],
  ['varbinary', 'binary'],
  ['tinyblob', 'binary'],
  ['blob', 'binary'],
  ['mediumblob', 'binary'],
  ['longblob', 'binary'],
  ['vector', 'binary'],
  ['date', 'date'],
  ['time', 'time'],
  ['datetime', 'datetime'],
  ['timestamp', 'datetime'],
  ['json', 'json'],
  ['uuid', 'uuid'],
  ['inet4', 'inet'],
  ['inet6', 'inet'],
])

/** Their bytes are of an inner form. */
const SPATIAL = /^(geometry|geomcollection|geometrycollection|(multi)?(point|linestring|polygon))$/

type ColumnType = Pick<Column, 'kind' | 'range' | 'single' | 'listed' | 'incomparable' | 'opaque'>

function mysqlColumnType(dataType: string, columnType: string): ColumnType {
  if (SPATIAL.test(dataType)) return { kind: 'binary', incomparable: true, opaque: 'ST_AsText' }
  if (dataType === 'enum' || dataType === 'set') return { kind: 'text', listed: true }
  if (dataType === 'float') return { kind: 'float', single: true }
  if (columnType === 'bit(1)') return { kind: 'boolean' }
  if (dataType === 'year') return { kind: 'integer', range: [0n, 2155n] }
  if (dataType === 'bit') return { kind: 'integer', range: [0n, 2n ** BigInt(/\d+/.exec(columnType)?.[0] ?? 1) - 1n] }
  const bits = INTEGER_BITS.get(dataType)
  if (bits === undefined) return { kind: KINDS.get(dataType) ?? 'text' }
  const kind = columnType.startsWith('tinyint(1)') ? 'boolean' : 'integer'
  if (columnType.includes('unsigned')) return { kind, range: [0n, 2n ** bits - 1n] }
  return { kind, range: [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n] }
}
