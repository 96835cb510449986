import type { AggregateName } from '../../../plan/sql/sql-aggregate.ts'
import type { Column, ColumnKind } from '../../catalog.ts'

/** Text of our own around a column. */
export type Around = readonly [before: string, behind: string]

/** Text of our own, with places for a column, the text of a time zone, and its distance from UTC in minutes. */
export type ColumnText = readonly (string | typeof COLUMN | typeof ZONE | typeof MINUTES)[]
export const COLUMN = Symbol('column')
export const ZONE = Symbol('zone')
export const MINUTES = Symbol('minutes')

export type Period = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR'

/** In which a day begins: by its name, or by its distance from UTC as `+01:00`, which is so many minutes. */
export type Zone =
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'offset'; readonly text: string; readonly minutes: number }

/** How a database computes over rows, and groups them. */
export interface AggregateSyntax {
  /** A function over the values of a column; `exact` where the result must have all digits. */
  readonly around: (name: AggregateName, column: Column | undefined, exact: boolean) => Around
  /** The same where numbers on the way may be beyond all doubles; absent, or undefined of a column, where the database takes these for infinite. */
  readonly wide?: (name: AggregateName, column: Column | undefined) => Around | undefined
  /** What a result that need not be exact is compared as. */
  readonly kindOf: (name: AggregateName, column: Column | undefined) => ColumnKind
  /** The first day of the period that a day or a point in time is in; UTC without a zone. */
  readonly firstDay: (period: Period, zone: Zone | undefined) => ColumnText
  /** What is null where the database does not know the zone; absent where it fails by itself. */
  readonly zoneTest?: ColumnText
}

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

/** The smallest and the largest value are of the column's own kind. */
export function ownKind(name: AggregateName, column: Column | undefined): ColumnKind | undefined {
  return name === 'min' || name === 'max' ? (column?.kind ?? 'any') : undefined
}
