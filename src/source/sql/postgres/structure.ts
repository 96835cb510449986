import type { Structure, TableStructure } from '../../structure.ts'
import type { Run } from '../dialect.ts'
import { groupKey, groupRows } from '../group-rows.ts'
import { readPostgresCatalog } from './catalog.ts'

/** Partitions are part of their table. */
const TABLES = `select relname, relkind in ('v', 'm'), obj_description(oid, 'pg_class') from pg_catalog.pg_class
  where relkind in ('r', 'p', 'f', 'v', 'm') and not relispartition and pg_catalog.pg_table_is_visible(oid)
  order by relname`

const COLUMNS = `select relation.relname, attribute.attname, format_type(attribute.atttypid, attribute.atttypmod),
    col_description(relation.oid, attribute.attnum), attribute.atthasdef or attribute.attidentity <> '',
    attribute.attgenerated <> '' or attribute.attidentity = 'a',
    case type.typtype when 'e' then type.typname end
  from pg_catalog.pg_class as relation
  join pg_catalog.pg_attribute as attribute on attribute.attrelid = relation.oid
  join pg_catalog.pg_type as type on type.oid = attribute.atttypid
  where attribute.attnum > 0 and not attribute.attisdropped and pg_catalog.pg_table_is_visible(relation.oid)`

/** Unique indexes on columns alone: not on expressions, nor for some rows only; the primary key first. */
const UNIQUE_KEYS = `select relation.relname, key.relname, attribute.attname, index.indisprimary
  from pg_catalog.pg_index as index
  join pg_catalog.pg_class as relation on relation.oid = index.indrelid
  join pg_catalog.pg_class as key on key.oid = index.indexrelid
  cross join unnest(index.indkey::int2[]) with ordinality as part (number, position)
  join pg_catalog.pg_attribute as attribute on attribute.attrelid = relation.oid and attribute.attnum = part.number
  where index.indisunique and index.indpred is null and index.indexprs is null and part.position <= index.indnkeyatts
    and pg_catalog.pg_table_is_visible(relation.oid)
  order by relation.relname, index.indisprimary desc, key.relname, part.position`

const FOREIGN_KEYS = `select relation.relname, c.conname, source.attname, target.relname, wanted.attname
  from pg_catalog.pg_constraint as c
  join pg_catalog.pg_class as relation on relation.oid = c.conrelid
  join pg_catalog.pg_class as target on target.oid = c.confrelid
  cross join unnest(c.conkey, c.confkey) with ordinality as part (number, wanted, position)
  join pg_catalog.pg_attribute as source on source.attrelid = relation.oid and source.attnum = part.number
  join pg_catalog.pg_attribute as wanted on wanted.attrelid = target.oid and wanted.attnum = part.wanted
  where c.contype = 'f' and c.conparentid = 0 and pg_catalog.pg_table_is_visible(relation.oid)
    and pg_catalog.pg_table_is_visible(target.oid)
  order by relation.relname, c.conname, part.position`

/** Reads the structure of what is in the search_path. */
export async function readPostgresStructure(run: Run): Promise<Structure> {
  const ask = (sql: string) => run({ sql, parameters: [] })
  const [catalog, tables, columnRows, keyRows, foreignRows] = await Promise.all([
    readPostgresCatalog(run),
    ask(TABLES),
    ask(COLUMNS).then(result => groupRows(result, 2)),
    ask(UNIQUE_KEYS).then(result => groupRows(result, 1)),
    ask(FOREIGN_KEYS).then(result => groupRows(result, 1)),
  ])
  const structures = tables.rows.flatMap(([name, isView, comment]): TableStructure[] => {
    const table = catalog.tables.get(String(name))
    // The server's own tables are visible as well.
    if (!table) return []
    const key = groupKey([name])
    const keys = [...groupRows({ columns: [], rows: keyRows.get(key) ?? [] }, 1).values()]
    const columns = [...table.columns.values()].map(column => {
      const [details = []] = columnRows.get(groupKey([name, column.name])) ?? []
      return [column.name, { ...column, ...columnDetails(details, column.labels) }] as const
    })
    return [
      {
        name: table.name,
        kind: isView === true ? 'view' : 'table',
        comment: String(comment ?? ''),
        columns: new Map(columns),
        primaryKey: keys.filter(isPrimary).flatMap(namesOf),
        uniqueKeys: keys.filter(parts => !isPrimary(parts)).map(namesOf),
        foreignKeys: foreignKeysOf(foreignRows.get(key) ?? []),
      },
    ]
  })
  return { tables: new Map(structures.map(table => [table.name, table])) }
}

type Rows = readonly (readonly unknown[])[]

function columnDetails(
  [type, comment, hasDefault, generated, enumName]: readonly unknown[],
  labels: ReadonlySet<string> | undefined,
) {
  return {
    type: String(type).toLowerCase(),
    comment: String(comment ?? ''),
    ...(labels && { values: { names: [...labels], ...(enumName !== null && { typeName: String(enumName) }) } }),
    hasDefault: hasDefault === true,
    generated: generated === true,
  }
}

function isPrimary(parts: Rows): boolean {
  return parts[0]?.[1] === true
}

function namesOf(parts: Rows): string[] {
  return parts.map(([name]) => String(name))
}

function foreignKeysOf(rows: Rows) {
  return [...groupRows({ columns: [], rows }, 1).values()].map(parts => ({
    columns: namesOf(parts),
    table: String(parts[0]?.[1]),
    targets: parts.map(([, , target]) => String(target)),
  }))
}
