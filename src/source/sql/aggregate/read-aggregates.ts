import type { SqlAggregate } from '../../../plan/sql/sql-aggregate.ts'
import { emptySlot } from '../../empty-slot.ts'
import { type Soon, whenHere } from '../../soon.ts'
import type { Slot } from '../../source.ts'
import type { ReadBatch } from '../row/read-rows.ts'
import { groupRowsOf, unmetSlot } from '../row/rows.ts'
import { keyNames } from '../statement/key-names.ts'
import { resolveSelect } from '../statement/resolve.ts'
import { buildAggregate } from './build-aggregate.ts'
import { prepareAggregate } from './prepare-aggregate.ts'
import { runTerms } from './run-terms.ts'

/** What is computed over the rows of each key of the batch, in one statement. Throws SourceError. */
export function readAggregates(batch: ReadBatch, { empty }: SqlAggregate): Soon<readonly Slot[]> {
  const { input, keys, counter, meet, syntax } = batch
  const { plan } = input
  const rows = resolveSelect(input)
  if (!rows) return keys.map(() => emptySlot(plan.binding, 'unmet_where', counter))
  const prepared = prepareAggregate(plan.projection, input, syntax.aggregates)
  const { terms, answer } = prepared
  // Nothing but __typename is asked.
  if (terms.length === 0) return keys.map(() => ({ ...empty, ...answer([]) }))
  return runTerms(prepared, each => buildAggregate(rows, each, syntax), batch).then(computed => {
    const { result } = computed
    return whenHere(meet(result, keyNames(plan.binding)), met => {
      const answers = groupRowsOf(met, result.rows).map(group => (group.length > 0 ? answer(group, computed) : empty))
      return met.keys.map((group, at) => answers[group] ?? unmetSlot(plan.binding, group, at, { keys, counter }))
    })
  })
}
