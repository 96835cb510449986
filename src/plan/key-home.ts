import type { BoundPlan, SchemaPlan } from './schema-plan.ts'

/** The home of a type whose objects one scalar is the key of; none where the key has several columns. */
export function keyHome({ types }: Pick<SchemaPlan, 'types'>, typeName: string): BoundPlan | undefined {
  const home = types.get(typeName)?.home
  return home?.key.length === 1 ? home : undefined
}
