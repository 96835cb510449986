import type { SchemaPlan } from '../schema-plan.ts'
import type { Denial, Scopes } from './guards.ts'

/**
 * A schema without the fields that `denialOf` denies, and those that are asked for too often: nothing is asked for them, no column of theirs is selected, and each is an error at
 * its place.
 */
export function restrict(
  plan: SchemaPlan,
  denialOf: (scopes: Scopes) => Denial | undefined,
  over: ReadonlyMap<string, Denial>,
): SchemaPlan {
  const denied = new Map(over)
  for (const [coordinate, all] of plan.guards) {
    const denial = all.map(denialOf).find(each => each !== undefined)
    if (denial) denied.set(coordinate, denial)
  }
  const types = new Map(
    [...plan.types].map(([name, type]) => {
      const fields = [...type.fields].filter(([field]) => !denied.has(`${name}.${field}`))
      return [name, fields.length === type.fields.size ? type : { ...type, fields: new Map(fields) }]
    }),
  )
  return { ...plan, types, denied }
}
