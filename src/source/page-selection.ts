import type { Selection } from './source-plan.ts'

/** What an operation asks of a connection. */
export interface PageSelection {
  /** What of its objects, by `edges { node }` and by `nodes`. */
  readonly rows: Selection
  /** Whether the objects themselves, or how many there are, is asked for. */
  readonly hasRows: boolean
  /** Whether it asks for the cursors of objects. */
  readonly hasCursors: boolean
  readonly hasPreviousPage: boolean
  readonly hasNextPage: boolean
  readonly totalCount: boolean
}

const NONE: Selection = new Map()

/** Reads the selection of a connection's fields, under the names that a page gives them. */
export function pageSelection(selection: Selection): PageSelection {
  const edges = selection.get('edges')
  const pageInfo = selection.get('pageInfo') ?? NONE
  const hasCursors = edges?.has('cursor') === true || pageInfo.has('startCursor') || pageInfo.has('endCursor')
  return {
    rows: merge(edges?.get('node') ?? NONE, selection.get('nodes') ?? NONE),
    hasRows: edges !== undefined || selection.has('nodes') || pageInfo.size > 0,
    hasCursors,
    hasPreviousPage: pageInfo.has('hasPreviousPage'),
    hasNextPage: pageInfo.has('hasNextPage'),
    totalCount: selection.has('totalCount'),
  }
}

function merge(a: Selection, b: Selection): Selection {
  const merged = new Map(a)
  for (const [name, below] of b) merged.set(name, merge(merged.get(name) ?? NONE, below))
  return merged
}
