import type { AggregateName } from './sql-aggregate.ts'

/** What is computed over rows to be compared or ordered by, by names such as `count` and `sum.amount`. */
export type SqlTerms = ReadonlyMap<string, SqlTerm>

export interface SqlTerm {
  readonly name: AggregateName | 'count'
  /** None for the number of rows. */
  readonly column: string | undefined
}
