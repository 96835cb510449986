import type { AggregateName } from '../../../plan/sql/sql-aggregate.ts'
import type { Column } from '../../catalog.ts'

/** Text of our own around a column. */
export type Around = readonly [before: string, behind: string]

/** How a database writes a function over the values of a column; `exact` where the result must have all digits. */
export type AggregateText = (name: AggregateName, column: Column | undefined, exact: boolean) => Around

const NAMES: Readonly<Record<AggregateName, string>> = {
  countDistinct: 'count(distinct ',
  sum: 'sum(',
  avg: 'avg(',
  min: 'min(',
  max: 'max(',
  stddev: 'stddev_samp(',
  variance: 'var_samp(',
}

/** As the SQL standard has it (SQL:2003, 10.9). */
export function standardAggregate(name: AggregateName): Around {
  return [NAMES[name], ')']
}

/** The function over what is made of the column first. */
export function aggregateOf(name: AggregateName, [before, behind]: Around): Around {
  const [start, end] = standardAggregate(name)
  return [start + before, behind + end]
}
