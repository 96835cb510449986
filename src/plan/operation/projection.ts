import { getNamedType, isCompositeType } from 'graphql'
import type { Selection } from '../../source/source-plan.ts'
import type { Path } from '../path.ts'
import type { Place } from './operation-plan.ts'

type Tree = Map<string, Tree>

/** What places need of the answers of one source: the union of their plain fields, and of the keys of their bound fields. */
export function projectionOf(places: readonly Place[], source: string): Selection {
  const tree: Tree = new Map()
  for (const place of places) addChildren(tree, place, source)
  return tree
}

function addChildren(tree: Tree, place: Place, source: string): void {
  for (const children of place.children.values())
    for (const child of children.values()) {
      if (child.field.bound) {
        for (const part of child.field.bound.key) addPath(tree, part.paths.get(source) ?? [])
        continue
      }
      const at = addPath(tree, child.field.paths.get(source) ?? [])
      if (isCompositeType(getNamedType(child.field.type))) addChildren(at, child, source)
    }
}

/** Adds the path's properties; lists on the way are transparent. */
function addPath(tree: Tree, path: Path): Tree {
  let at = tree
  for (const segment of path) {
    if (segment.kind !== 'property') continue
    const next = at.get(segment.name) ?? new Map()
    at.set(segment.name, next)
    at = next
  }
  return at
}
