import type { SqlFilter } from './sql-filter.ts'

/** A join table between a parent and the rows: which of its rows belong to the parent, and which rows they mean. */
export interface SqlThrough {
  readonly table: string
  /** ANDed, on the join table. */
  readonly where: readonly SqlFilter[]
  /** The join table's column that is equal to a column of the rows. */
  readonly on: readonly { readonly column: string; readonly target: string }[]
}
