import type { FieldDef } from 'pg'
import type { ColumnOrigin } from '../dialect.ts'
import type { Answer, WireStatement } from './extended-query.ts'
import { type ArrayType, isKnownType, unknownTypes } from './result.ts'

/** What a pool has found out about its server; neither is removed while it is used. */
export interface FoundNames {
  /** The array types of the server, as they were found in answers. */
  readonly types: Map<number, ArrayType | null>
  /** The columns of tables behind those of answers: by the table's OID, and the column's number. */
  readonly columns: Map<number, Map<number, ColumnOrigin | null>>
}

/** Asks the server. Rejects with pg's error. */
export type Ask = (statement: WireStatement) => Promise<Answer>

const COLUMNS = `select attrelid, attnum, relname, attname,
    case when not pg_catalog.pg_table_is_visible(attrelid)
      then (select nspname from pg_catalog.pg_namespace as schema where schema.oid = relnamespace) end
  from pg_catalog.pg_attribute join pg_catalog.pg_class as relation on relation.oid = attrelid
  where attrelid = any($1::oid[]) and attnum > 0`
const TYPES = 'select oid, typcategory, typelem, typdelim from pg_catalog.pg_type where oid = any($1::oid[])'

/** Looks up what is not known yet of the answer's types and columns. */
export async function findNames(fields: readonly FieldDef[], found: FoundNames, ask: Ask): Promise<void> {
  await findTypes(unknownTypes(fields, found.types), found, ask)
  await findColumns(fields, found, ask)
}

/** Whether nothing of the answer's has to be looked up. */
export function knowsNames(fields: readonly FieldDef[], { types, columns }: FoundNames): boolean {
  return fields.every(field => isKnownType(field.dataTypeID, types) && isKnownColumn(field, columns))
}

/** Where the answer's columns come from. */
export function originsOf(fields: readonly FieldDef[], { columns }: FoundNames): readonly (ColumnOrigin | undefined)[] {
  return fields.map(({ tableID, columnID }) => columns.get(tableID)?.get(columnID) ?? undefined)
}

async function findTypes(oids: readonly number[], { types }: FoundNames, ask: Ask): Promise<void> {
  if (oids.length === 0) return
  const { rows } = await ask({ text: TYPES, values: [`{${oids}}`] })
  for (const oid of oids) types.set(oid, null)
  for (const [oid, category, element, delimiter] of rows)
    if (category === 'A') types.set(Number(oid), { element: Number(element), delimiter: delimiter ?? ',' })
}

async function findColumns(fields: readonly FieldDef[], { columns }: FoundNames, ask: Ask): Promise<void> {
  const unknown = fields.filter(field => !isKnownColumn(field, columns))
  if (unknown.length === 0) return
  const tables = new Set(unknown.map(({ tableID }) => tableID))
  const { rows } = await ask({ text: COLUMNS, values: [`{${[...tables]}}`] })
  const foundOf = (oid: number) => {
    const ofTable = columns.get(oid) ?? new Map<number, ColumnOrigin | null>()
    columns.set(oid, ofTable)
    return ofTable
  }
  for (const { tableID, columnID } of unknown) foundOf(tableID).set(columnID, null)
  for (const [oid, number, table, column, schema] of rows)
    foundOf(Number(oid)).set(Number(number), { ...(schema && { schema }), table: table ?? '', column: column ?? '' })
}

function isKnownColumn({ tableID, columnID }: FieldDef, columns: FoundNames['columns']): boolean {
  return tableID <= 0 || columns.get(tableID)?.has(columnID) === true
}
