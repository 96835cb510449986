import type { AggregateName } from '../../../plan/sql/sql-aggregate.ts'
import {
  type AggregateSyntax,
  COLUMN,
  type ColumnText,
  ownKind,
  type Period,
  standardAggregate,
  ZONE,
} from '../aggregate/aggregate-syntax.ts'
import { EXACT_SUM, LOCAL_DAY, STDDEV, VARIANCE } from './own-functions.ts'

/** What SQLite does not have, or not without loss. */
const OWN: ReadonlyMap<AggregateName, string> = new Map([
  ['sum', EXACT_SUM],
  ['stddev', STDDEV],
  ['variance', VARIANCE],
])

export const SQLITE_AGGREGATES: AggregateSyntax = {
  // Its own sum fails beyond 64 bits, and adds decimals as doubles.
  around: (name, column, exact) => {
    const own = name === 'sum' && !exact ? undefined : OWN.get(name)
    if (own !== undefined) return [`${own}(`, ')']
    const [before, behind] = standardAggregate(name)
    const collation = ownKind(name, column) && column?.collation
    return [before, collation ? `${behind} collate ${collation.name}` : behind]
  },
  // What is computed has no affinity, by which a decimal would become a number.
  kindOf: (name, column) => {
    const own = ownKind(name, column) ?? (name === 'sum' ? column?.kind : undefined)
    return own === 'decimal' || (name === 'sum' && own !== 'integer') ? 'float' : (own ?? 'float')
  },
  firstDay: (period, zone) => firstDay(period, zone ? [`${LOCAL_DAY}(`, COLUMN, ', ', ZONE, ')'] : [COLUMN]),
}

function firstDay(period: Period, day: ColumnText): ColumnText {
  switch (period) {
    case 'DAY':
      return ['date(', ...day, ')']
    case 'WEEK':
      return ['date(', ...day, ", '-6 days', 'weekday 1')"]
    case 'QUARTER':
      return [
        ...['date(', ...day, ", 'start of month', '-' || ((strftime('%m', "],
        ...[...day, ") - 1) % 3) || ' months')"],
      ]
    default:
      return ['date(', ...day, `, 'start of ${period.toLowerCase()}')`]
  }
}
