import { getNamedType } from 'graphql'
import type { FieldPlan, SchemaPlan, TypePlan } from '../../plan/schema-plan.ts'
import { isSqlBinding, type SqlBinding } from '../../plan/sql/sql-binding.ts'
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
    if (node) warn(field, binding, node, definition, problems)
  }
}

function warn(
  { coordinate }: FieldPlan,
  binding: SqlBinding,
  node: TypePlan,
  { directives }: SchemaDefinition,
  problems: ProblemList,
): void {
  const shown = columnsShown(node, binding.source)
  const use = directives.get(coordinate)?.find(({ name }) => name === binding.kind)
  if (!use) return
  const ordered = binding.orderBy.map(({ column }) => column)
  const places = [
    ['orderBy', [...ordered, ...(binding.clientOrder?.values() ?? [])]],
    ['key', binding.page?.key ?? []],
  ] as const
  for (const [argument, columns] of places) {
    const hidden = [...new Set(columns)].filter(
      column => !shown.has(column) && (argument !== 'key' || !ordered.includes(column)),
    )
    if (hidden.length === 0) continue
    const names = hidden.map(column => `"${column}"`).join(', ')
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
