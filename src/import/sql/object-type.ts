import { translate } from '../../plan/names.ts'
import { printPath, propertyPath } from '../../plan/path.ts'
import type { Literal, SdlArgument, SdlDefinition, SdlDirective, SdlMember } from '../sdl/sdl.ts'
import type { FieldModel, Model, RelationModel, TypeModel } from './model.ts'

/** The definition of a type: its home, a field for each column, and its relations. */
export function objectType(type: TypeModel, { naming, relations }: Model): SdlDefinition {
  const all = relations.get(type) ?? []
  const members = [...type.fields.values()].flatMap(field => [
    columnMember(field, naming),
    ...all
      .filter(({ on, toOne }) => toOne && on[0]?.[0] === field.column.name)
      .map(relation => relationMember(relation, type, naming)),
  ])
  const back = all.filter(({ toOne }) => !toOne).map(relation => relationMember(relation, type, naming))
  return {
    kind: 'type',
    name: type.name,
    description: type.table.comment,
    directives: [{ name: 'sql', args: { table: type.table.name, ...keyOf(type) } }],
    members: [...members, ...back],
  }
}

function keyOf({ identity, fields }: TypeModel): Record<string, Literal> {
  const [key, more] = identity.map(column => fields.get(column)?.name ?? '')
  return key === undefined || more !== undefined ? {} : { key }
}

function columnMember({ name, column, type }: FieldModel, naming: Model['naming']): SdlMember {
  const directives = mapOf(name, column.name, naming)
  return { name, description: column.comment, type: column.nullable ? type : `${type}!`, directives }
}

/** `@map` where the name of the field does not lead to the column by itself. */
function mapOf(name: string, column: string, naming: Model['naming']): SdlDirective[] {
  if (translate(name, naming) === column) return []
  return [{ name: 'map', args: { from: printPath(propertyPath(column)) } }]
}

function relationMember(relation: RelationModel, owner: TypeModel, naming: Model['naming']): SdlMember {
  const { name, target, list, on, keyColumn } = relation
  if (keyColumn !== undefined) return { name, type: target.name, directives: mapOf(name, keyColumn, naming) }
  const pairs = on.map(([own, other]) => [nameOf(target, other), `{$this.${nameOf(owner, own)}}`] as const)
  const args = { where: Object.fromEntries(pairs), ...(list ? orderOf(target) : {}) }
  const directives = [{ name: 'sql', args }]
  if (!list) return { name, type: target.name, directives }
  return { name, args: orderArgument(target), type: `[${target.name}!]`, directives }
}

/** `orderBy`, where the type has fields to order by. */
export function orderArgument({ name, fields }: TypeModel): SdlArgument[] {
  const isOrderable = [...fields.values()].some(({ type }) => type !== 'JSON')
  return isOrderable ? [{ name: 'orderBy', type: `[${name}Order!]` }] : []
}

/** The order of lists: that of the key. */
export function orderOf(type: TypeModel): { orderBy?: Literal } {
  const names = type.identity.map(column => nameOf(type, column))
  const [only, more] = names
  if (only === undefined) return {}
  return { orderBy: more === undefined ? only : names }
}

export function nameOf({ fields }: TypeModel, column: string): string {
  return fields.get(column)?.name ?? ''
}
