import { type GraphQLObjectType, isObjectType } from 'graphql'
import type { FieldPlace } from '../../plan/operation/operation-plan.ts'
import type { BoundPlan, FieldPlan, SchemaPlan } from '../../plan/schema-plan.ts'
import { readAskedIds } from '../asked-ids.ts'
import { Amount } from './amount.ts'
import type { KnownArguments } from './known-arguments.ts'

/** Most types that ids are looked at to be of, where nobody knows the ids. */
const MOST_TYPES = 100

interface FoundType {
  readonly type: GraphQLObjectType
  readonly home: BoundPlan
  /** How many of its objects there are. */
  readonly count: Amount
}

/** The types of the objects that `node` or `nodes` finds, as many as `count`; undefined where these are too many to tell. */
export function typesFound(
  place: FieldPlace,
  count: Amount,
  schemaPlan: SchemaPlan,
  args: KnownArguments,
): readonly FoundType[] | undefined {
  const { schema, types, nodeTypes } = schemaPlan
  const known = args.of(place)
  if (known && args.has(place)) {
    try {
      const asked = readAskedIds(place.field as FieldPlan, known, schemaPlan)
      return asked.types.map(each => ({ ...each, count: Amount.of(each.distinct.keys.length) }))
    } catch {
      return []
    }
  }
  if (nodeTypes.size > MOST_TYPES) return undefined
  return [...nodeTypes].flatMap(name => {
    const [type, home] = [schema.getType(name), types.get(name)?.home]
    return isObjectType(type) && home ? [{ type, home, count }] : []
  })
}
