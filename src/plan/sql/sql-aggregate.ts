import type { AggregateFunction } from '../../schema/aggregate-functions.ts'

export type AggregateName = AggregateFunction

/** What is counted and computed over the rows of a binding. */
export interface SqlAggregate {
  /** The columns of each function, by the names that the answer has them under. */
  readonly functions: ReadonlyMap<AggregateName, ReadonlyMap<string, AggregatedColumn>>
  /** What the answer is where there are no rows. */
  readonly empty: Readonly<Record<string, unknown>> | readonly []
}

/** A column that a function is applied to. */
export interface AggregatedColumn {
  readonly column: string
  /** Whether the result has all digits; a Float may lose some. */
  readonly exact: boolean
}
