import { type AggregateText, aggregateOf, standardAggregate } from '../aggregate/aggregate-text.ts'

/** The sum of 32-bit floats would be one itself, and a UUID has an order but no smallest one (until version 18). */
export const postgresAggregate: AggregateText = (name, column) => {
  if (name === 'sum' && column?.single) return aggregateOf(name, ['cast(', ' as double precision)'])
  const isUuid = column?.kind === 'uuid' && (name === 'min' || name === 'max')
  return isUuid ? aggregateOf(name, ['cast(', ' as text)']) : standardAggregate(name)
}
