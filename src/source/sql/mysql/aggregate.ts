import {
  type AggregateSyntax,
  aggregateOf,
  COLUMN,
  type ColumnText,
  MINUTES,
  ownKind,
  type Period,
  standardAggregate,
  ZONE,
  type Zone,
} from '../aggregate/aggregate-syntax.ts'

/** The first day of the period of a local time. Weeks begin on Monday (mode 3 of ISO 8601). */
const FIRST_DAYS: Readonly<Record<Period, readonly [before: string, behind: string]>> = {
  DAY: ['date(', ')'],
  WEEK: ['str_to_date(date_format(', ", '%x-%v Monday'), '%x-%v %W')"],
  MONTH: ['cast(date_format(', ", '%Y-%m-01') as date)"],
  QUARTER: [
    'str_to_date(concat(period_add(200001, 3 * floor(period_diff(extract(year_month from ',
    "), 200001) / 3)), '01'), '%Y%m%d')",
  ],
  YEAR: ['cast(date_format(', ", '%Y-01-01') as date)"],
}

/** A distance takes no table of zones, and has no first and last year. */
const IN_ZONE: Readonly<Record<Zone['kind'], ColumnText>> = {
  name: ['convert_tz(', COLUMN, ", '+00:00', ", ZONE, ')'],
  offset: ['date_add(', COLUMN, ', interval ', MINUTES, ' minute)'],
}

export const MYSQL_AGGREGATES: AggregateSyntax = {
  // The mean of numbers that are no doubles would have four digits more than they, and no others.
  around: (name, column, exact) =>
    name === 'avg' && !exact && column?.kind !== 'float' ? aggregateOf(name, ['', ' + 0e0']) : standardAggregate(name),
  kindOf: (name, column) => ownKind(name, column) ?? (name === 'sum' && column?.kind !== 'float' ? 'decimal' : 'float'),
  firstDay: (period, zone) => {
    const [before, behind] = FIRST_DAYS[period]
    const time: ColumnText = zone ? IN_ZONE[zone.kind] : [COLUMN]
    return [before, ...time, behind]
  },
  // A server without the tables of zones knows distances only.
  zoneTest: ["convert_tz('2000-01-01 00:00:00', '+00:00', ", ZONE, ')'],
}
