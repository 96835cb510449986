import type { AggregateName } from '../../../plan/sql/sql-aggregate.ts'
import {
  type AggregateSyntax,
  aggregateOf,
  COLUMN,
  ownKind,
  standardAggregate,
  ZONE,
} from '../aggregate/aggregate-syntax.ts'

const MAX_INT64 = 2n ** 63n - 1n

/** What fails where a double would be infinite. */
const OVERFLOWING: ReadonlySet<AggregateName> = new Set<AggregateName>(['sum', 'avg', 'variance', 'stddev'])

export const POSTGRES_AGGREGATES: AggregateSyntax = {
  // The sum of 32-bit floats would be one itself, and a UUID has an order but no smallest one (until version 18).
  around: (name, column) => {
    if (name === 'sum' && column?.single) return aggregateOf(name, ['cast(', ' as double precision)'])
    const isUuid = column?.kind === 'uuid' && (name === 'min' || name === 'max')
    return isUuid ? aggregateOf(name, ['cast(', ' as text)']) : standardAggregate(name)
  },
  // Decimals that are exactly what the doubles are printed as.
  wide: (name, column) =>
    column?.kind === 'float' && OVERFLOWING.has(name)
      ? aggregateOf(name, ['cast(cast(cast(', ' as double precision) as text) as numeric)'])
      : undefined,
  kindOf: (name, column) => {
    const own = ownKind(name, column)
    if (own) return own === 'uuid' ? 'text' : own
    if (column?.kind === 'float') return 'float'
    const isNarrow = column?.kind === 'integer' && column.range !== undefined && column.range[1] < MAX_INT64
    return name === 'sum' && isNarrow ? 'integer' : 'decimal'
  },
  // The session's zone is UTC. As text, a distance from UTC would be west where it says east (POSIX).
  firstDay: (period, zone) => {
    const start = `cast(date_trunc('${period.toLowerCase()}', `
    if (!zone) return [start, COLUMN, ') as date)']
    const type = zone.kind === 'offset' ? 'interval' : 'text'
    return [start, 'cast(', COLUMN, ' as timestamptz) at time zone cast(', ZONE, ` as ${type})) as date)`]
  },
}
