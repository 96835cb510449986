import type { LiteralObject, SdlMember } from '../sdl/sdl.ts'
import { rowArguments } from './list-field.ts'
import type { Model, TypeModel } from './model.ts'

/** What the names of types that need no definition end with. */
const IMPLIED = ['Aggregate', 'AggregateFilter', 'Group', 'GroupRow', 'GroupKeys', 'GroupOrder', 'GroupKeysOrder']

/** Whether all types that a type's aggregates need can be implied: no table is called like one of them. */
export function isComputed({ name }: TypeModel, { types }: Model): boolean {
  return !types.some(each => IMPLIED.some(suffix => each.name === name + suffix))
}

/** What is computed over the rows of a list. */
export function totalField(name: string, target: TypeModel, sql: LiteralObject): SdlMember {
  const args = rowArguments(target).filter(each => each.name === 'where')
  return { name, args, type: `${target.name}Aggregate`, directives: [{ name: 'sql', args: sql }] }
}

/** The rows of a type in groups; undefined where it has no field to group them by. */
export function groupsField(name: string, target: TypeModel): SdlMember | undefined {
  const rows = rowArguments(target)
  if (!rows.some(each => each.name === 'orderBy')) return undefined
  const args = [
    { name: 'groupBy', type: `[${target.name}Group!]!` },
    ...rows.filter(each => each.name === 'where'),
    { name: 'having', type: `${target.name}AggregateFilter` },
    { name: 'orderBy', type: `[${target.name}GroupOrder!]` },
    { name: 'limit', type: 'Int' },
    { name: 'timeZone', type: 'String' },
  ]
  return { name, args, type: `[${target.name}GroupRow!]`, directives: [{ name: 'sql', args: {} }] }
}
