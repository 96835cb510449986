import { type GraphQLObjectType, isObjectType } from 'graphql'
import { decodeGlobalId } from '../plan/global-id.ts'
import type { BoundPlan, FieldPlan, SchemaPlan } from '../plan/schema-plan.ts'
import { badInput, deniedField, limitExceeded } from '../result/field-error.ts'
import { DistinctKeys } from './distinct-keys.ts'
import type { Args } from './place-loaders.ts'

/** Most ids that one field finds objects by. */
const MOST_IDS = 10_000

/** The ids of one type: their keys there, and which key belongs at which position of the list. */
interface IdsOfType {
  readonly type: GraphQLObjectType
  readonly home: BoundPlan
  readonly distinct: DistinctKeys
  readonly positions: { readonly at: number; readonly slot: number }[]
}

/** What `node` or `nodes` finds objects by. */
export interface AskedIds {
  /** What stands at the position of each id: the error of one that is none or of a type that the user may not see, and nothing yet of the others. */
  readonly found: unknown[]
  readonly types: readonly IdsOfType[]
}

/** Reads the global ids that `node` or `nodes` is asked with. Throws SourceError where there are too many. */
export function readAskedIds({ findsBy }: FieldPlan, args: Args, schemaPlan: SchemaPlan): AskedIds {
  const ids = [args[findsBy ?? '']].flat() as readonly string[]
  if (ids.length > MOST_IDS) throw limitExceeded(`More than ${MOST_IDS} ids are not asked for at once.`)
  const types = new Map<string, IdsOfType>()
  const found = ids.map((text, at) => {
    const id = decodeGlobalId(text, schemaPlan.nodeTypes)
    if (!id) return badInput(`"${findsBy}" takes global ids, as objects have them here, and this is none.`)
    const denial = schemaPlan.denied?.get(id.type)
    if (denial) return deniedField(denial)
    const ofType = types.get(id.type) ?? idsOfType(id.type, schemaPlan)
    types.set(id.type, ofType)
    ofType.positions.push({ at, slot: ofType.distinct.add([id.key]) })
    return null
  })
  return { found, types: [...types.values()] }
}

function idsOfType(name: string, { schema, types }: SchemaPlan): IdsOfType {
  const [type, home] = [schema.getType(name), types.get(name)?.home]
  if (!isObjectType(type) || !home) throw new Error(`the type ${name} has no home`)
  return { type, home, distinct: new DistinctKeys(), positions: [] }
}
