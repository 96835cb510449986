import { type AggregateText, aggregateOf, standardAggregate } from '../aggregate/aggregate-text.ts'

/** The mean of numbers that are no doubles would have four digits more than they, and no others. */
export const mysqlAggregate: AggregateText = (name, column, exact) =>
  name === 'avg' && !exact && column?.kind !== 'float' ? aggregateOf(name, ['', ' + 0e0']) : standardAggregate(name)
