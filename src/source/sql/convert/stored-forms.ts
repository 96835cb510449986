import type { Column } from '../../catalog.ts'
import type { SqlScalar } from '../sql-value.ts'

/** How one value may be stored where a database does not say it by the column's type. */
export interface StoredForms {
  /** All that are equal to it. */
  readonly equal: readonly SqlScalar[]
  /**
   * What is compared with each stretch of the database's own order, from the first on: rows below `end` with this `value`. The
   * last stretch has no end.
   */
  readonly stretches: readonly Stretch[]
}

interface Stretch {
  readonly value: SqlScalar
  readonly end?: SqlScalar
}

/** The forms of a value; undefined where there is only the one that it converts to. */
export type FormsOf = (value: unknown, column: Column) => StoredForms | undefined
