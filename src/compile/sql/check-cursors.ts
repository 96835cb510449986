import { getNamedType } from 'graphql'
import type { FieldPlan, SchemaPlan, TypePlan } from '../../plan/schema-plan.ts'
import { isSqlBinding, type SqlBinding } from '../../plan/sql/sql-binding.ts'
import { type OrderFields, orderedColumns, type SqlOrder } from '../../plan/sql/sql-order.ts'
import type { SqlTerm } from '../../plan/sql/sql-terms.ts'
import type { SchemaDefinition } from '../../schema/definition.ts'
import { argumentPosition, type ProblemList } from '../problem-list.ts'
import { columnsReadBy } from './columns-read-by.ts'

/** Warns of every connection whose cursors hold a column that clients don't see otherwise: a cursor is text in the clear. */
export function checkCursors(
  { types }: Pick<SchemaPlan, 'types'>,
  definition: SchemaDefinition,
  problems: ProblemList,
): void {
  for (const field of [...types.values()].flatMap(type => [...type.fields.values()])) {
    const { binding } = field.bound ?? {}
    if (!binding || !isSqlBinding(binding) || !binding.page) continue
    const node = nodeOf(field, types)
    if (node) warn(field, binding, node, types, definition, problems)
  }
}

function warn(
  { coordinate }: FieldPlan,
  binding: SqlBinding,
  node: TypePlan,
  types: ReadonlyMap<string, TypePlan>,
  { directives }: SchemaDefinition,
  problems: ProblemList,
): void {
  const shown = columnsShown(node, binding.source)
  const isShown = ({ table, column }: Ordered) =>
    table === undefined
      ? shown.has(column)
      : typesOf(table, binding.source, types).some(type => columnsShown(type, binding.source).has(column))
  const use = directives.get(coordinate)?.find(({ name }) => name === binding.kind)
  if (!use) return
  const ordered = orderedColumns(binding.orderBy)
  const key = (binding.page?.key ?? []).filter(column => !ordered.includes(column))
  const places = [
    ['orderBy', [...binding.orderBy.flatMap(itemColumns), ...fieldColumns(binding.clientOrder)]],
    ['key', key.map(column => ({ table: undefined, column }))],
  ] as const
  for (const [argument, columns] of places) {
    const hidden = columns.filter(column => !isShown(column))
    if (hidden.length === 0) continue
    const names = [
      ...new Set(hidden.map(({ table, column }) => `"${table === undefined ? '' : `${table}.`}${column}"`)),
    ].join(', ')
    problems.warn(
      coordinate,
      argumentPosition(use, argument),
      `the cursors of this connection show ${names} in the clear, which ${node.name} has no field of.`,
      argument === 'key'
        ? `Name a key at the @sql of ${node.name} that clients may see, or give ${node.name} such a field.`
        : `Order it by what clients may see, or give ${node.name} such a field.`,
    )
  }
}

/** A column that an order names: of the rows themselves, or of a related row's table. */
interface Ordered {
  readonly table: string | undefined
  readonly column: string
}

function itemColumns({ column, by }: SqlOrder): readonly Ordered[] {
  if (by?.kind === 'related') return [{ table: by.relations.at(-1)?.table, column: by.column }]
  if (by?.kind === 'aggregate') return termColumns([by.term], by.relations.at(-1)?.table)
  return column === undefined ? [] : [{ table: undefined, column }]
}

/** Those that a client may order by; the fields of related rows may lead back to themselves. */
function fieldColumns(
  fields: OrderFields | undefined,
  table?: string,
  seen = new Set<OrderFields>(),
): readonly Ordered[] {
  if (!fields || seen.has(fields)) return []
  seen.add(fields)
  return [...fields.values()].flatMap(reader => {
    if (reader.kind === 'column') return [{ table, column: reader.column }]
    if (reader.kind === 'aggregate') return termColumns(reader.terms.values(), reader.relation.table)
    return fieldColumns(reader.fields, reader.relation.table, seen)
  })
}

/** Their number is no column. */
function termColumns(terms: Iterable<SqlTerm>, table: string | undefined): readonly Ordered[] {
  return [...terms].flatMap(({ column }) => (column === undefined ? [] : [{ table, column }]))
}

/** The types whose objects are rows of the table. */
function typesOf(table: string, source: string, types: ReadonlyMap<string, TypePlan>): readonly TypePlan[] {
  return [...types.values()].filter(({ home }) => {
    if (home?.source !== source || !isSqlBinding(home.binding)) return false
    return home.binding.from.kind === 'table' && home.binding.from.table === table
  })
}

/** The type of a connection's rows. */
function nodeOf({ type }: FieldPlan, types: ReadonlyMap<string, TypePlan>): TypePlan | undefined {
  const step = (from: TypePlan | undefined, name: string) => {
    const field = from?.fields.get(name)
    return field && types.get(getNamedType(field.type).name)
  }
  const connection = types.get(getNamedType(type).name)
  return step(step(connection, 'edges'), 'node') ?? step(connection, 'nodes')
}

/** The columns that the type's own fields are made from. */
function columnsShown({ fields }: TypePlan, source: string): ReadonlySet<string> {
  return new Set([...fields.values()].flatMap(field => columnsReadBy(field, source)))
}
