import type { Projection } from './source-plan.ts'

/** What an operation asks of a connection. */
export interface PageProjection {
  /** What of its objects, by `edges { node }` and by `nodes`. */
  readonly rows: Projection
  /** Whether the objects themselves, or how many there are, is asked for. */
  readonly hasRows: boolean
  /** Whether it asks for the cursors of objects. */
  readonly hasCursors: boolean
  readonly hasPreviousPage: boolean
  readonly hasNextPage: boolean
  readonly totalCount: boolean
  /** What of the aggregate of all its objects; undefined for nothing. */
  readonly aggregate: Projection | undefined
}

const NONE: Projection = new Map()

/** Reads the projection of a connection's fields, under the names that a page gives them. */
export function pageProjection(projection: Projection): PageProjection {
  const edges = projection.get('edges')
  const pageInfo = projection.get('pageInfo') ?? NONE
  const hasCursors = edges?.has('cursor') === true || pageInfo.has('startCursor') || pageInfo.has('endCursor')
  return {
    rows: merge(edges?.get('node') ?? NONE, projection.get('nodes') ?? NONE),
    hasRows: edges !== undefined || projection.has('nodes') || pageInfo.size > 0,
    hasCursors,
    hasPreviousPage: pageInfo.has('hasPreviousPage'),
    hasNextPage: pageInfo.has('hasNextPage'),
    totalCount: projection.has('totalCount'),
    aggregate: projection.get('aggregate'),
  }
}

function merge(a: Projection, b: Projection): Projection {
  const merged = new Map(a)
  for (const [name, below] of b) merged.set(name, merge(merged.get(name) ?? NONE, below))
  return merged
}
