import type { Column } from '../../catalog.ts'
import type { ColumnStructure, Structure } from '../../structure.ts'
import { checkedNames } from '../catalog/check-values.ts'
import { structureOf } from '../catalog/server-structure.ts'
import type { Run } from '../dialect.ts'
import { arrayText } from './array-text.ts'
import { readPostgresTables } from './catalog.ts'
import { isPlain } from './plain-name.ts'

const RELATION = `pg_catalog.pg_class as relation
  join pg_catalog.pg_namespace as schema on schema.oid = relation.relnamespace`
const WANTED = `(${isPlain('relation', 'schema')} or schema.nspname = any($1::text[]))`

/** Partitions are part of their table. */
const TABLES = `select schema.nspname, relation.relname, case when relkind in ('v', 'm') then 'view' else 'table' end,
    obj_description(relation.oid, 'pg_class')
  from ${RELATION}
  where relkind in ('r', 'p', 'f', 'v', 'm') and not relispartition and ${WANTED}`

/** The name of a type, and the checks of a domain, are those of a list's values. */
const COLUMNS = `select schema.nspname, relation.relname, attribute.attname,
    format_type(attribute.atttypid, attribute.atttypmod), col_description(relation.oid, attribute.attnum),
    attribute.atthasdef or attribute.attidentity <> '', attribute.attgenerated <> '' or attribute.attidentity = 'a',
    case when type.typtype not in ('d', 'e') then null when pg_catalog.pg_type_is_visible(type.oid) then type.typname
      else (select nspname from pg_catalog.pg_namespace as n where n.oid = type.typnamespace) || '.' || type.typname end,
    (select string_agg(pg_get_constraintdef(c.oid), ' ' order by c.conname) from pg_catalog.pg_constraint as c
      where c.contype = 'c' and c.convalidated and c.contypid = type.oid and type.typcategory <> 'A'),
    (select string_agg(pg_get_constraintdef(c.oid), ' ' order by c.conname) from pg_catalog.pg_constraint as c
      where c.contype = 'c' and c.convalidated and c.conrelid = relation.oid and c.conkey = array[attribute.attnum])
  from ${RELATION}
  join pg_catalog.pg_attribute as attribute on attribute.attrelid = relation.oid
  join pg_catalog.pg_type as own on own.oid = attribute.atttypid
  join pg_catalog.pg_type as type
    on type.oid = case when own.typtype = 'b' and own.typcategory = 'A' and own.typelem <> 0 then own.typelem else own.oid end
  where attribute.attnum > 0 and not attribute.attisdropped and ${WANTED}`

/** Unique indexes on columns alone: not on expressions, nor for some rows only; the primary key first. */
const KEYS = `select schema.nspname, relation.relname, key.relname, index.indisprimary, attribute.attname
  from ${RELATION}
  join pg_catalog.pg_index as index on index.indrelid = relation.oid
  join pg_catalog.pg_class as key on key.oid = index.indexrelid
  cross join unnest(index.indkey::int2[]) with ordinality as part (number, position)
  join pg_catalog.pg_attribute as attribute on attribute.attrelid = relation.oid and attribute.attnum = part.number
  where index.indisunique and index.indpred is null and index.indexprs is null and part.position <= index.indnkeyatts
    and ${WANTED}
  order by index.indisprimary desc, key.relname, part.position`

const FOREIGN_KEYS = `select schema.nspname, relation.relname, c.conname, source.attname, other.nspname, target.relname,
    ${isPlain('target', 'other')}, wanted.attname
  from ${RELATION}
  join pg_catalog.pg_constraint as c on c.conrelid = relation.oid
  join pg_catalog.pg_class as target on target.oid = c.confrelid
  join pg_catalog.pg_namespace as other on other.oid = target.relnamespace
  cross join unnest(c.conkey, c.confkey) with ordinality as part (number, wanted, position)
  join pg_catalog.pg_attribute as source on source.attrelid = relation.oid and source.attnum = part.number
  join pg_catalog.pg_attribute as wanted on wanted.attrelid = target.oid and wanted.attnum = part.wanted
  where c.contype = 'f' and c.conparentid = 0 and ${WANTED}
  order by c.conname, part.position`

/** Those of an expression are all that it reads; those that an index only includes are none. */
const CONSTRAINTS = `select schema.nspname, relation.relname, c.conname, attribute.attname
  from ${RELATION}
  join pg_catalog.pg_constraint as c on c.conrelid = relation.oid
  join pg_catalog.pg_attribute as attribute on attribute.attrelid = relation.oid and attribute.attnum = any(c.conkey)
  where ${WANTED}
  union select schema.nspname, relation.relname, key.relname, attribute.attname
  from ${RELATION}
  join pg_catalog.pg_index as index on index.indrelid = relation.oid
  join pg_catalog.pg_class as key on key.oid = index.indexrelid
  join pg_catalog.pg_attribute as attribute on attribute.attrelid = relation.oid and attribute.attnum > 0
  where index.indisunique and ${WANTED} and (
    attribute.attnum = any((index.indkey::int2[])[0:index.indnkeyatts - 1])
    or index.indexprs is not null and exists (select from pg_catalog.pg_depend
      where objid = key.oid and refobjid = relation.oid and refobjsubid = attribute.attnum))`

/** Reads the structure of what is in the search_path, and of other schemas that are asked for. */
export async function readPostgresStructure(run: Run, schemas: readonly string[]): Promise<Structure> {
  const ask = async (sql: string) => (await run({ sql, parameters: [arrayText(schemas)] })).rows
  const [found, tables, columns, keys, foreignKeys, constraints] = await Promise.all([
    readPostgresTables(run, schemas),
    ask(TABLES),
    ask(COLUMNS),
    ask(KEYS),
    ask(FOREIGN_KEYS),
    ask(CONSTRAINTS),
  ])
  return structureOf(found, { tables, columns, keys, foreignKeys, constraints, readColumn: columnDetails })
}

function columnDetails(
  [type, comment, hasDefault, generated, typeName, domainChecks, checks]: readonly unknown[],
  column: Column,
): Omit<ColumnStructure, keyof Column> {
  const { items = column } = column
  const names = items.labels && [...items.labels]
  const ofType = names ?? checkedNames(domainChecks, items)
  const own = ofType ? undefined : checkedNames(checks, column)
  return {
    type: String(type).toLowerCase(),
    comment: String(comment ?? ''),
    ...(ofType && { values: { names: ofType, ...(typeName !== null && { typeName: String(typeName) }) } }),
    ...(own && { values: { names: own } }),
    hasDefault: hasDefault === true,
    generated: generated === true,
  }
}
