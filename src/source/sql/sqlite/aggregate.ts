import type { AggregateName } from '../../../plan/sql/sql-aggregate.ts'
import { type AggregateText, standardAggregate } from '../aggregate/aggregate-text.ts'
import { EXACT_SUM, STDDEV, VARIANCE } from './aggregate-names.ts'

/** What SQLite does not have, or not without loss. */
const OWN: ReadonlyMap<AggregateName, string> = new Map([
  ['sum', EXACT_SUM],
  ['stddev', STDDEV],
  ['variance', VARIANCE],
])

/** Its own sum fails beyond 64 bits, and adds decimals as doubles. */
export const sqliteAggregate: AggregateText = (name, _, exact) => {
  const own = name === 'sum' && !exact ? undefined : OWN.get(name)
  return own === undefined ? standardAggregate(name) : [`${own}(`, ')']
}
