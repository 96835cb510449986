import { type GraphQLInputField, type GraphQLInputObjectType, getNamedType, getNullableType, isListType } from 'graphql'
import type { SqlNestedRows } from '../../plan/sql/sql-write.ts'
import { equalitiesOf } from '../../plan/sql/type-where.ts'
import { checkAssignments } from './check-assignments.ts'
import { inputRow, isNestedField } from './compile-rows.ts'
import { relatedContext } from './filter/related-context.ts'
import type { Relation } from './filter/relation.ts'
import type { SqlContext } from './sql-context.ts'

/** Those of the input types that have been met, by the field and the type: an input type may hold itself. */
type Known = Map<string, SqlNestedRows>

/** Compiles the fields of an input object that are rows of other tables. Reports those that can't be inserted with their row. */
export function compileNested(
  context: SqlContext,
  fields: readonly GraphQLInputField[],
  argument: string,
  known: Known = new Map(),
): readonly SqlNestedRows[] {
  return fields.flatMap(field => {
    if (!isNestedField(context, field)) return []
    const relation = context.relations(context.returned, field.name, context.source)
    const at = `the input field ${field.name} of ${context.returned}`
    if (relation?.kind !== 'relation') {
      context.report(argument, `${at} can't be inserted with its row: ${relation?.message}`, 'Take columns only.')
      return []
    }
    if (isListType(getNullableType(field.type)) !== relation.list) {
      const name = getNamedType(field.type).name
      context.report(
        argument,
        `${at} leads to ${relation.list ? 'a list of rows' : 'one row'}.`,
        `Write ${field.name}: ${relation.list ? `[${name}!]` : name}.`,
      )
      return []
    }
    return [nestedRows(context, field, relation, argument, known)]
  })
}

function nestedRows(
  context: SqlContext,
  field: GraphQLInputField,
  relation: Relation,
  argument: string,
  known: Known,
): SqlNestedRows {
  const type = getNamedType(field.type) as GraphQLInputObjectType
  const id = `${context.returned}.${field.name} ${type.name}`
  const found = known.get(id)
  if (found) return found
  const { to, list, homeKey } = relation
  const inside = relatedContext(context, relation)
  const written = inputRow(inside, type, argument)
  checkAssignments(inside, 'insert', { templates: [written] }, to)
  const role = to.via ? 'joined' : !list && isKey(to.on, homeKey) ? 'parent' : 'child'
  for (const { related } of role === 'child' ? to.on : [])
    if (written.some(({ column }) => column === related))
      context.report(
        argument,
        `"${related}" of ${relation.type} is that of the row around it.`,
        `Leave it out of ${type.name}.`,
      )
  const nested: SqlNestedRows[] = []
  const rows: SqlNestedRows = {
    ...{ field: field.name, many: list, role, table: to.table, on: to.on, homeKey, nested },
    via: to.via && { table: to.via.table, on: to.via.on, fixed: equalitiesOf(to.via.where) },
    template: [...written.map(({ column, value }) => ({ column, value })), ...equalitiesOf(to.where)],
  }
  known.set(id, rows)
  nested.push(...compileNested(inside, Object.values(type.getFields()), argument, known))
  return rows
}

function isKey(on: SqlNestedRows['on'], key: readonly string[]): boolean {
  return on.length === key.length && on.every(({ related }) => key.includes(related))
}
