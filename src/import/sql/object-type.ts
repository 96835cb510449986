import { translate } from '../../plan/naming.ts'
import { printPath, propertyPath } from '../../plan/path.ts'
import type { ColumnStructure } from '../../source/structure.ts'
import type { LiteralObject, SdlDefinition, SdlDirective, SdlMember } from '../sdl/sdl.ts'
import { isComputed, totalField } from './aggregate-fields.ts'
import { connectionField, listField } from './list-field.ts'
import type { FieldModel, Model, RelationModel, TypeModel } from './model.ts'

/** The definition of a type: its home, a field for each column, and its relations. */
export function objectType(type: TypeModel, model: Model, aggregates: boolean): SdlDefinition {
  const { naming, relations } = model
  const members = (relation: RelationModel) =>
    relationMembers(relation, type, naming, aggregates && isComputed(relation.target, model))
  const all = relations.get(type) ?? []
  const own = [...type.fields.values()].flatMap(field => [
    columnMember(field, naming),
    ...all.filter(({ on, toOne }) => toOne && on[0]?.[0] === field.column.name).flatMap(members),
  ])
  const back = all.filter(({ toOne }) => !toOne).flatMap(members)
  return {
    kind: 'type',
    name: type.name,
    description: type.table.comment,
    directives: [{ name: 'sql', args: { table: type.table.name, ...keyOf(type) } }],
    members: [...own, ...back],
  }
}

function keyOf(type: TypeModel): LiteralObject {
  const names = type.identity.map(column => nameOf(type, column))
  const [only, more] = names
  if (only === undefined) return {}
  return { key: more === undefined ? only : names }
}

function columnMember({ name, column, type }: FieldModel, naming: Model['naming']): SdlMember {
  const directives = mapOf(name, column.name, naming)
  return { name, description: column.comment, type: mayBeNull(column) ? type : `${type}!`, directives }
}

/** A day that is none is null to clients. */
function mayBeNull({ nullable, zeroDefault }: ColumnStructure): boolean {
  return nullable || zeroDefault === true
}

/** `@map` where the name of the field does not lead to the column by itself. */
function mapOf(name: string, column: string, naming: Model['naming']): SdlDirective[] {
  if (translate(name, naming) === column) return []
  return [{ name: 'map', args: { from: printPath(propertyPath(column)) } }]
}

function relationMembers(
  relation: RelationModel,
  owner: TypeModel,
  naming: Model['naming'],
  aggregates: boolean,
): SdlMember[] {
  const { name, target, list, keyColumn, connection, total } = relation
  if (keyColumn !== undefined) return [{ name, type: target.name, directives: mapOf(name, keyColumn, naming) }]
  const sql = bindingOf(relation, owner)
  if (!list) return [{ name, type: target.name, directives: [{ name: 'sql', args: sql }] }]
  const rows = listField(name, target, sql, false)
  const pages = connection === undefined ? [] : [connectionField(connection, target, sql)]
  return [rows, ...pages, ...(total === undefined || !aggregates ? [] : [totalField(total, target, sql)])]
}

/** What the `@sql` of a relation says of the rows that belong to a parent. */
function bindingOf({ target, on, through }: RelationModel, owner: TypeModel): LiteralObject {
  const own = (column: string) => `{$this.${nameOf(owner, column)}}`
  if (!through) return { where: Object.fromEntries(on.map(([column, other]) => [nameOf(target, other), own(column)])) }
  const where = Object.fromEntries(through.where.map(([join, column]) => [join, own(column)]))
  const pairs = Object.fromEntries(through.on.map(([join, column]) => [join, nameOf(target, column)]))
  return { through: { table: through.table, where, on: pairs } }
}

export function nameOf({ fields }: TypeModel, column: string): string {
  return fields.get(column)?.name ?? ''
}
