import type { JsonKind } from '../../schema/json-kind.ts'

/** What a row is filtered or ordered by: a column, or a value inside one that holds JSON. */
export interface ColumnTerm {
  readonly column: string
  readonly inside?: JsonPlace
}

/** Where a value stands in JSON, and what it is there; anything else that stands there counts as null. */
export interface JsonPlace {
  /** Names of letters, digits, `_` and `-`, and places in lists. */
  readonly path: readonly (string | number)[]
  readonly as: JsonKind
}

export function isSamePlace(one: JsonPlace | undefined, other: JsonPlace | undefined): boolean {
  return one === other || (one !== undefined && JSON.stringify(one) === JSON.stringify(other))
}
