import type { ValueTemplate } from '../template.ts'
import type { FilterReader, SqlRelation } from './sql-filter.ts'
import type { SqlTerms } from './sql-terms.ts'

/** How rows are grouped by what a client says. */
export interface SqlGroups {
  /** What a client's `groupBy` may name. */
  readonly keys: GroupKeys
  /** How a client's `having` is read, on what `terms` has; undefined where a client gives none. */
  readonly having: FilterReader | undefined
  /** What `having` and `orderBy` may name. */
  readonly terms: SqlTerms
  /** In which zone a day begins; UTC unless it says. */
  readonly timeZone: ValueTemplate | undefined
}

/** By the names of an input's fields; cyclic where the type is. */
export type GroupKeys = ReadonlyMap<string, GroupKey>

export type GroupKey =
  | { readonly kind: 'column'; readonly column: string }
  /** Of the one related row. */
  | { readonly kind: 'related'; readonly relation: SqlRelation; readonly keys: GroupKeys }
