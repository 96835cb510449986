import type { Catalog, Column, ColumnKind, Table } from '../../catalog.ts'
import type { Collation } from '../../collation.ts'
import { groupKey, groupRows } from '../catalog/group-rows.ts'
import { catalogOf, type ServerTable, type ServerTables } from '../catalog/server-structure.ts'
import type { ResultSet, Run, Statement } from '../dialect.ts'
import { arrayText } from './array-text.ts'
import { isForm } from './forms.ts'
import { isPlain } from './plain-name.ts'

/**
 * Tables (partitioned and foreign ones too), views and materialized views that a plain name finds by the
 * search_path. A domain is what it is made of. Nothing is compared with a row of values, and what is compared by operators of other
 * names (hstore's) is not compared either, nor what is shown by a name and compared by its number (`regclass`).
 */
const COLUMNS = `with recursive base (oid, root, required, modifier, dimensions) as (
    select oid, oid, false, -1, 0 from pg_catalog.pg_type where typtype <> 'd'
    union all
    select domain.oid, base.root, base.required or domain.typnotnull, greatest(domain.typtypmod, base.modifier),
      greatest(domain.typndims, base.dimensions)
      from pg_catalog.pg_type as domain join base on base.oid = domain.typbasetype where domain.typtype = 'd'
  ), ordered (oid) as materialized (
    select opcintype from pg_catalog.pg_opclass
    join pg_catalog.pg_am as method on method.oid = opcmethod and method.amname = 'btree'
    join pg_catalog.pg_operator on oprname = '>' and oprleft = opcintype and oprright = opcintype where opcdefault
  )
  select schema.nspname, relation.relname, ${isPlain('relation', 'schema')}, attribute.attname,
    type.typname, type.typcategory, attribute.attnotnull or base.required,
    (select json_agg(enumlabel order by enumsortorder) from pg_catalog.pg_enum where enumtypid = element.oid),
    element.typtype = 'c' or element.typtype = 'b' and element.oid not in (
      select oid from ordered union all
      select castsource from pg_catalog.pg_cast where castmethod = 'b' and castcontext = 'i' and casttarget in (select oid from ordered)
        and casttarget <> 'pg_catalog.oid'::pg_catalog.regtype),
    (select quote_ident(nspname) || '.' || quote_ident(collname) from pg_catalog.pg_collation as c
      join pg_catalog.pg_namespace as n on n.oid = c.collnamespace
      where c.oid = attribute.attcollation and not c.collisdeterministic),
    greatest(attribute.atttypmod, base.modifier), greatest(attribute.attndims, base.dimensions),
    element.typdelim, element.typname, element.typcategory
  from pg_catalog.pg_class as relation
  join pg_catalog.pg_namespace as schema on schema.oid = relation.relnamespace
  join pg_catalog.pg_attribute as attribute on attribute.attrelid = relation.oid
  join base on base.oid = attribute.atttypid
  join pg_catalog.pg_type as type on type.oid = base.root
  join base as item
    on item.oid = case when type.typcategory = 'A' and type.typelem <> 0 then type.typelem else type.oid end
  join pg_catalog.pg_type as element on element.oid = item.root
  where relation.relkind in ('r', 'p', 'f', 'v', 'm') and attribute.attnum > 0 and not attribute.attisdropped
    and (${isPlain('relation', 'schema')} or schema.nspname = any($1::text[]))
  order by relation.relname, schema.nspname, attribute.attnum`

/**
 * Of all rows of a table, with their columns; there is none for an expression, nor for a column in another collation than its own, or with its
 * nulls elsewhere than an order has them that says nothing of them.
 */
const INDEXES = `select schema.nspname, relation.relname, index.indexrelid, attribute.attname
  from pg_catalog.pg_class as relation
  join pg_catalog.pg_namespace as schema on schema.oid = relation.relnamespace
  join pg_catalog.pg_index as index on index.indrelid = relation.oid and index.indisvalid and index.indpred is null
  join pg_catalog.pg_class as own on own.oid = index.indexrelid
  join pg_catalog.pg_am as method on method.oid = own.relam and method.amname = 'btree'
  cross join unnest(index.indkey::int2[], index.indcollation::oid[], index.indoption::int2[])
    with ordinality as part (number, sorting, options, position)
  left join pg_catalog.pg_attribute as attribute on attribute.attrelid = relation.oid and attribute.attnum = part.number
    and part.sorting in (0, attribute.attcollation) and part.options in (0, 3)
  where (relation.relkind <> 'r' or not relation.relhassubclass)
    and part.position <= index.indnkeyatts and (${isPlain('relation', 'schema')} or schema.nspname = any($1::text[]))
  order by index.indexrelid, part.position`

const SCHEMAS = 'select current_schema(), (select json_agg(nspname) from pg_catalog.pg_namespace)'

export async function readPostgresCatalog(run: Run, schemas: readonly string[]): Promise<Catalog> {
  return catalogOf(await readPostgresTables(run, schemas))
}

export async function readPostgresTables(run: Run, asked: readonly string[]): Promise<ServerTables> {
  const { rows } = await run({ sql: COLUMNS, parameters: [arrayText(asked)] })
  const indexes = groupRows((await run({ sql: INDEXES, parameters: [arrayText(asked)] })).rows, 2)
  const schemas = await run({ sql: SCHEMAS, parameters: [] })
  const tables = new Map<string, ServerTable & { columns: Map<string, Column> }>()
  for (const [schema, table, isPlain, columnName, ...type] of rows) {
    const key = groupKey([schema, table])
    const column = readColumn(String(columnName), type)
    const entry = tables.get(key) ?? {
      ...{ schema: String(schema), name: String(table), isPlain: isPlain === true },
      columns: new Map<string, Column>(),
      indexes: indexesOf(indexes.get(key) ?? []),
    }
    entry.columns.set(column.name, column)
    tables.set(key, entry)
  }
  const [current, names] = schemas.rows[0] ?? []
  return {
    tables: [...tables.values()],
    default: current === null ? undefined : String(current),
    asked,
    schemas: asked.length > 0 ? JSON.parse(String(names)) : undefined,
  }
}

/** The columns of each index, of rows with its number and one of them. */
function indexesOf(rows: ResultSet['rows']): Table['indexes'] {
  return [...groupRows(rows, 1).values()].map(parts => {
    const columns = parts.map(([column]) => column)
    const expression = columns.indexOf(null)
    return columns.slice(0, expression < 0 ? columns.length : expression).map(String)
  })
}

/** A row per text: its position from 1, and the text that equal ones have in common. */
export function classifyPostgresTexts({ name }: Collation, texts: readonly string[]): Statement {
  const sql = `select k.n, ${classOf(name)} from unnest($1::text[]) with ordinality as k (t, n)`
  return { sql, parameters: [arrayText(texts)] }
}

/** A name is that of a type, or one that the server has quoted. */
function classOf(name: string): string {
  if (name === CITEXT.name) return 'lower(k.t)'
  return `dense_rank() over (order by ${isForm(name) ? `k.t::${name}` : `k.t collate ${name}`})`
}

const KINDS: ReadonlyMap<string, ColumnKind> = new Map([
  ['bool', 'boolean'],
  ['numeric', 'decimal'],
  ['float4', 'float'],
  ['float8', 'float'],
  ['bytea', 'binary'],
  ['date', 'date'],
  ['time', 'time'],
  ['timestamp', 'datetime'],
  ['timestamptz', 'datetime'],
  ['uuid', 'uuid'],
  ['json', 'json'],
  ['jsonb', 'json'],
  ['inet', 'inet'],
])

/** Equal where `lower` makes it so: of ASCII in every locale, of other letters as the database's own says. */
const CITEXT: Collation = { name: 'citext', ignoresCase: true, ignoresPadding: false, rulesCover: 'ascii' }

/** Spaces at the end of a `char(n)` don't count. */
const PADDED: Collation = { name: 'bpchar', ignoresCase: false, ignoresPadding: true, rulesCover: 'all' }

/** Only the server knows which texts are equal. */
const ASKED = { ignoresCase: false, ignoresPadding: false, rulesCover: 'none' } as const

/** What LIKE takes as it is. */
const TEXT_TYPES: ReadonlySet<unknown> = new Set(['text', 'varchar', 'bpchar', 'citext', 'name'])

const INTEGER_RANGES: ReadonlyMap<string, readonly [bigint, bigint]> = new Map([
  ['int2', [-(2n ** 15n), 2n ** 15n - 1n]],
  ['int4', [-(2n ** 31n), 2n ** 31n - 1n]],
  ['int8', [-(2n ** 63n), 2n ** 63n - 1n]],
  ['oid', [0n, 2n ** 32n - 1n]],
])

/** What both ends of the ranges are. */
const BOUNDS: ReadonlyMap<string, Column & { readonly type: string }> = new Map(
  (
    [
      ['int4range', 'int4', 'integer'],
      ['int8range', 'int8', 'integer'],
      ['numrange', 'numeric', 'decimal'],
      ['daterange', 'date', 'date'],
      ['tsrange', 'timestamp', 'datetime'],
      ['tstzrange', 'timestamptz', 'datetime'],
    ] as const
  ).map(([range, type, kind]) => {
    const integers = INTEGER_RANGES.get(type)
    return [range, { name: '', kind, type, ...(integers && { range: integers }), nullable: false }]
  }),
)

/** Every type that is not named here is read as text: text, citext, enums, intervals, addresses, ranges, … */
function readColumn(
  name: string,
  [
    type,
    category,
    required,
    labels,
    incomparable,
    collation,
    modifier,
    dimensions,
    delimiter,
    ...item
  ]: readonly unknown[],
): Column {
  const nullable = required !== true
  const order = incomparable === true ? { incomparable } : {}
  if (category === 'A') {
    const items = readColumn(name, [...item, false, labels, incomparable, null, -1])
    const opaque = (items.opaque !== undefined || items.kind === 'list') && { opaque: 'to_json' }
    const separated = delimiter !== ',' && { delimiter: String(delimiter) }
    return { name, kind: 'list', ...order, ...opaque, items, dimensions: Number(dimensions), ...separated, nullable }
  }
  if (typeof labels === 'string')
    return { name, kind: 'text', typed: true, labels: new Set(JSON.parse(labels)), nullable }
  const range = INTEGER_RANGES.get(String(type))
  if (range) return { name, kind: 'integer', range, nullable }
  const kind = KINDS.get(String(type)) ?? 'text'
  if (kind === 'float') return { name, kind, single: type === 'float4', nullable }
  if (kind !== 'text') return { name, kind, ...order, ...scaleOf(kind, Number(modifier)), nullable }
  if (type === 'citext') return { name, kind, collation: CITEXT, nullable }
  const made = category === 'C' ? 'to_json' : type === 'hstore' ? 'hstore_to_json' : undefined
  const opaque = made !== undefined && { opaque: made }
  const words = type === 'tsvector' && { searched: true }
  const text = { name, kind, typed: !TEXT_TYPES.has(type), ...order, ...opaque, ...words, nullable }
  if (isForm(type)) {
    const bounds = BOUNDS.get(type)
    return { ...text, form: type, collation: { name: type, ...ASKED }, ...(bounds && { bounds }) }
  }
  if (collation !== null) return { ...text, collation: { name: String(collation), ...ASKED, refusesPatterns: true } }
  return type === 'bpchar' ? { ...text, padded: true, collation: PADDED } : text
}

/** The modifier of `timestamp(3)` is 3; that of `numeric(4, 2)` has the scale in its lowest 11 bits, with a sign, above 4. */
function scaleOf(kind: ColumnKind, modifier: number): Pick<Column, 'scale'> {
  if (modifier < 0) return {}
  if (kind === 'time' || kind === 'datetime') return { scale: modifier }
  return kind === 'decimal' ? { scale: (((modifier - 4) & 0x7ff) ^ 0x400) - 0x400 } : {}
}
