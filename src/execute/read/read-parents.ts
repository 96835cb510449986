import type { FieldPlace } from '../../plan/operation/operation-plan.ts'
import { ownCopy } from '../../plan/own-copy.ts'
import type { ResolverPlan } from '../../plan/resolver/resolver-plan.ts'
import { missingValue } from '../../result/field-error.ts'
import type { Node } from '../answer-node.ts'
import { caught } from '../caught.ts'
import { readField } from './read-field.ts'

/** The parents of a place that its resolver is called for, with what it is given of each. The others have their errors already. */
export function readParents(
  { deepIndex }: FieldPlace,
  resolver: ResolverPlan,
  parents: readonly Node[],
): { readonly nodes: readonly Node[]; readonly objects: readonly unknown[] } {
  const nodes: Node[] = []
  const objects: unknown[] = []
  for (const node of parents) {
    const { value, source, selection, deep } = node
    const parent = caught(() => readParent(resolver, value, source, selection.provides))
    if (parent instanceof Error) deep[deepIndex] = parent
    else {
      nodes.push(node)
      objects.push(parent)
    }
  }
  return { nodes, objects }
}

/**
 * An object as a resolver is given it, for itself: what the resolver needs, under the names that it says, or all of the answer where
 * it does not say. `provides` are the plain fields that the answer carries, if not all. Throws SourceError.
 */
export function readParent(
  { needs }: ResolverPlan,
  object: unknown,
  source: string,
  provides: ReadonlySet<string> | undefined,
): unknown {
  if (!needs) return ownCopy(object)
  const parent: Record<string, unknown> = {}
  for (const { name, field, paths } of needs) {
    const value = readField(object, paths, source)
    if (value instanceof Error) throw value
    if (value === undefined && field !== undefined && provides?.has(field) === false) throw missingValue(name, source)
    parent[name] = ownCopy(value)
  }
  return parent
}
