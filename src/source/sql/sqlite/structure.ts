import type { Table } from '../../catalog.ts'
import type { ColumnStructure, ForeignKey, Structure, TableStructure } from '../../structure.ts'
import { checkedValues, namesAmong } from '../catalog/check-values.ts'
import { groupRows } from '../catalog/group-rows.ts'
import type { Run } from '../dialect.ts'
import { readSqliteCatalog } from './catalog.ts'

const KINDS = "select name, type from pragma_table_list where schema = 'main'"
const COLUMNS = 'select name, type, pk, dflt_value, hidden from pragma_table_xinfo(?)'
/** An expression has no column name; a partial index holds for some rows only. */
const UNIQUE_KEYS = `select keys.name, parts.name from pragma_index_list(?) as keys, pragma_index_info(keys.name) as parts
  where keys."unique" = 1 and keys.partial = 0 and keys.origin <> 'pk' order by keys.seq desc, parts.seqno`
const OTHER_KEYS = `select 1 from pragma_index_list(?) as keys
  where keys."unique" = 1 and (keys.partial = 1 or exists (
    select 1 from pragma_index_info(keys.name) as parts where parts.name is null)) limit 1`
const DEFINITION = "select sql from sqlite_schema where type = 'table' and name = ?"
const FOREIGN_KEYS = 'select id, "from", "table", "to" from pragma_foreign_key_list(?) order by id desc, seq'

/** Reads the structure of the file. SQLite keeps no comments. */
export async function readSqliteStructure(run: Run): Promise<Structure> {
  const [catalog, kinds] = await Promise.all([readSqliteCatalog(run), run({ sql: KINDS, parameters: [] })])
  const views = new Set(kinds.rows.filter(([, type]) => type === 'view').map(([name]) => name))
  const structures: TableStructure[] = []
  for (const table of catalog.tables.values()) {
    // A view on a table that is gone.
    if (table.columns.size === 0) continue
    structures.push(await readTable(table, views.has(table.name), run))
  }
  const tables = new Map(structures.map(table => [table.name, table]))
  const spelled = new Map(structures.map(table => [table.name.toLowerCase(), table]))
  for (const table of structures)
    tables.set(table.name, {
      ...table,
      foreignKeys: table.foreignKeys.flatMap(key => resolveForeignKey(key, table, spelled)),
    })
  return { tables }
}

async function readTable(table: Table, isView: boolean, run: Run): Promise<TableStructure> {
  const parameters = [table.name]
  const { rows } = await run({ sql: COLUMNS, parameters })
  const keyed = rows.filter(([, , position]) => Number(position) > 0).sort(([, , a], [, , b]) => Number(a) - Number(b))
  const rowId = keyed.length === 1 && String(keyed[0]?.[1]).toUpperCase() === 'INTEGER' ? keyed[0]?.[0] : undefined
  const definition = await run({ sql: DEFINITION, parameters })
  const checks = checkedValues(definition.rows[0]?.[0])
  const columns = rows.flatMap(([name, type, , fallback, hidden]): [string, ColumnStructure][] => {
    const column = table.columns.get(String(name))
    // 2 and 3 are generated columns (https://sqlite.org/pragma.html#pragma_table_xinfo).
    const generated = Number(hidden) >= 2
    const hasDefault = generated || name === rowId || (fallback !== null && String(fallback).toUpperCase() !== 'NULL')
    if (!column) return []
    const own = checks.filter(check => check.column.toLowerCase() === column.name.toLowerCase())
    const names = namesAmong(own, column)
    const values = names && { values: { names } }
    return [
      [column.name, { ...column, ...values, type: String(type).toLowerCase(), comment: '', hasDefault, generated }],
    ]
  })
  const uniqueKeys = groupRows((await run({ sql: UNIQUE_KEYS, parameters })).rows, 1)
  const foreignKeys = groupRows((await run({ sql: FOREIGN_KEYS, parameters })).rows, 1)
  const others = await run({ sql: OTHER_KEYS, parameters })
  return {
    name: table.name,
    ...(table.fullText && { fullText: table.fullText }),
    ...(others.rows.length > 0 && { hasOtherKeys: true }),
    kind: isView ? 'view' : 'table',
    comment: '',
    columns: new Map(columns),
    primaryKey: keyed.map(([name]) => String(name)),
    uniqueKeys: [...uniqueKeys.values()]
      .filter(parts => parts.every(([name]) => name !== null))
      .map(parts => parts.map(([name]) => String(name))),
    foreignKeys: [...foreignKeys.values()].map(parts => ({
      columns: parts.map(([from]) => String(from)),
      table: String(parts[0]?.[1]),
      targets: parts.flatMap(([, , to]) => (to === null ? [] : [String(to)])),
    })),
  }
}

/**
 * A foreign key as the tables spell its names, which SQLite compares without case; one without columns of the other
 * table means its primary key. None where the other table is not there.
 */
function resolveForeignKey(
  key: ForeignKey,
  own: TableStructure,
  tables: ReadonlyMap<string, TableStructure>,
): ForeignKey[] {
  const target = tables.get(key.table.toLowerCase())
  if (!target) return []
  const columns = key.columns.map(name => spelledIn(own, name))
  const targets = key.targets.length > 0 ? key.targets.map(name => spelledIn(target, name)) : target.primaryKey
  return targets.length === columns.length ? [{ columns, table: target.name, targets }] : []
}

function spelledIn({ columns }: TableStructure, name: string): string {
  if (columns.has(name)) return name
  return [...columns.keys()].find(each => each.toLowerCase() === name.toLowerCase()) ?? name
}
