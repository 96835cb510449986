import { type GraphQLObjectType, getNamedType, isLeafType } from 'graphql'
import { wordsOf } from '../../import/name/words.ts'
import { type Path, printPath } from '../../plan/path.ts'
import type { FieldPlan, SchemaPlan } from '../../plan/schema-plan.ts'
import { fixedPath } from '../../plan/source-path.ts'

/** Last words of names of keys. */
const KEY_WORDS: ReadonlySet<string> = new Set(['id', 'ids', 'uuid', 'uuids', 'guid', 'guids'])

/**
 * Whether a plain field of objects surely stands where an answer has keys, and not the objects themselves: where there is nothing else,
 * where the value is made from others, where another field of the type shows it as a value, or where its name says so.
 */
export function leadsToKeys(
  plan: FieldPlan,
  type: GraphQLObjectType,
  source: string,
  { sources, types }: SchemaPlan,
): boolean {
  if (sources.get(source)?.nestsObjects === false) return true
  const path = plan.paths.get(source)
  if (path === undefined) return false
  const fixed = fixedPath(path)
  if (!fixed) return true
  if (KEY_WORDS.has(wordsOf(lastName(fixed)).at(-1) ?? '')) return true
  const others = [...(types.get(type.name)?.fields.values() ?? [])]
  return others.some(each => isLeafType(getNamedType(each.type)) && isSame(fixedPath(each.paths.get(source)), fixed))
}

function isSame(one: Path | undefined, other: Path): boolean {
  return one !== undefined && printPath(one) === printPath(other)
}

function lastName(path: Path): string {
  const last = path.findLast(segment => segment.kind === 'property')
  return last?.name ?? ''
}
