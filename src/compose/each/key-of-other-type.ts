import { getNamedType } from 'graphql'
import { wordsOf } from '../../import/name/words.ts'
import { keyHome } from '../../plan/key-home.ts'
import { printPath } from '../../plan/path.ts'
import type { BoundPlan, FieldPlan, SchemaPlan } from '../../plan/schema-plan.ts'
import { fixedPath } from '../../plan/source-path.ts'

/** The key by which a field's own calls ask for one object, where its type has a home that loads many at once: `userId` for `User`. */
export function keyOfOtherType(
  { type }: FieldPlan,
  { key, list }: BoundPlan,
  plan: SchemaPlan,
): { readonly type: string; readonly from: string } | undefined {
  const [part, more] = key
  const inner = getNamedType(type).name
  const home = keyHome(plan, inner)
  if (!part || more || list || !home || home.callsPerKey !== undefined) return undefined
  const path = [...part.paths.values()].map(fixedPath).find(each => each !== undefined)
  const words = wordsOf(part.name)
  // An id by itself is that of the parent.
  return path && words.length > 1 && words.at(-1) === 'id' ? { type: inner, from: printPath(path) } : undefined
}
