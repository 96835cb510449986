import { AGGREGATE_FUNCTIONS, AGGREGATE_NAMES, type AggregateFunction } from '../../schema/aggregate-functions.ts'
import { capital } from '../name/case.ts'
import type { LiteralObject, SdlDefinition, SdlMember } from '../sdl/sdl.ts'
import { rowArguments } from './list-field.ts'
import type { FieldModel, Model, TypeModel } from './model.ts'

/** What the names of types that need no definition end with. */
const IMPLIED = ['Aggregate', 'AggregateFilter', 'Group', 'GroupRow', 'GroupKeys', 'GroupOrder', 'GroupKeysOrder']

/** Whether all types that a type's aggregates need can be implied: no table is called like one of them. */
export function isComputed({ name }: TypeModel, { types }: Model): boolean {
  return !types.some(each => IMPLIED.some(suffix => each.name === name + suffix))
}

/** The functions that a type has columns for, and no column that its implied aggregate would have and its database can't compute. */
export function functionsOf({ fields }: TypeModel): readonly AggregateFunction[] {
  const all = [...fields.values()]
  return AGGREGATE_NAMES.filter(name => {
    const computed = all.filter(({ type }) => AGGREGATE_FUNCTIONS[name].resultOf(type) !== undefined)
    return computed.length > 0 && !computed.some(isIncomparable)
  })
}

/** `type LocAggregate` for each type whose implied one would have what its database can't compute. */
export function ownAggregates(model: Model): SdlDefinition[] {
  const types = model.types.filter(type => hasIncomparable(type) && isComputed(type, model))
  return types.map(type => ({
    kind: 'type',
    name: `${type.name}Aggregate`,
    members: [
      { name: 'count', type: 'Int!' },
      ...functionsOf(type).map(name => ({ name, type: `${type.name}Aggregate${capital(name)}!` })),
    ],
  }))
}

function hasIncomparable({ fields }: TypeModel): boolean {
  return [...fields.values()].some(
    field => isIncomparable(field) && AGGREGATE_FUNCTIONS.countDistinct.resultOf(field.type) !== undefined,
  )
}

/** Whether the database tells its values neither apart nor in order, whatever their type says: PostgreSQL's `point`. */
function isIncomparable({ column }: FieldModel): boolean {
  return column.incomparable === true
}

/** What is computed over the rows of a list. */
export function totalField(name: string, target: TypeModel, sql: LiteralObject): SdlMember {
  const args = rowArguments(target).filter(each => each.name === 'where')
  return { name, args, type: `${target.name}Aggregate`, directives: [{ name: 'sql', args: sql }] }
}

/** The rows of a type in groups; undefined where it has no field to group them by, or one that can't be told apart. */
export function groupsField(name: string, target: TypeModel): SdlMember | undefined {
  const rows = rowArguments(target)
  if (hasIncomparable(target) || !rows.some(each => each.name === 'orderBy')) return undefined
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
