import type { GraphQLObjectType } from 'graphql'
import type { Selection } from './operation-plan.ts'
import { innermost } from './shape.ts'

const known = new WeakMap<Selection, boolean>()

/** Whether a list of objects may stand inside an answer without being asked for: its length is not known before it is written. */
export function hasPlainLists(selection: Selection): boolean {
  const answer = known.get(selection)
  if (answer !== undefined) return answer
  const found = findPlainLists(selection)
  known.set(selection, found)
  return found
}

function findPlainLists({ places }: Selection): boolean {
  return places.some(place => {
    if (place.kind === 'typename') return false
    const inner = innermost(place.shape)
    if (inner.kind === 'leaf' || inner.abstract) return false
    if (place.deepIndex < 0 && place.shape.kind === 'list') return true
    return hasPlainLists(place.selection(inner.type as GraphQLObjectType))
  })
}
