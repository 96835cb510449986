import type { SqlPage } from '../../../plan/sql/sql-binding.ts'
import { emptySlot } from '../../empty-slot.ts'
import type { Slot } from '../../source.ts'
import { buildAggregate } from '../aggregate/build-aggregate.ts'
import { type ComputedTerms, runTerms } from '../aggregate/run-terms.ts'
import { readerOf } from '../row/read-long-json.ts'
import type { ReadBatch } from '../row/read-rows.ts'
import { rowReader } from '../row/row-reader.ts'
import { groupRowsOf, refuseTooManyRows, unmetSlot } from '../row/rows.ts'
import { buildSelect } from '../statement/build-select.ts'
import { keyNames } from '../statement/key-names.ts'
import { isOfPart, pageAnswer } from './page-answer.ts'
import { preparePage } from './prepare-page.ts'

/**
 * A page for each key of the batch: one statement for the rows and what lies around them, and one that counts where the
 * operation asks for that. Throws SourceError.
 */
export async function readPages(batch: ReadBatch, paging: SqlPage): Promise<readonly Slot[]> {
  const { input, keys, counter, answers, run, meet, syntax } = batch
  const { plan, table, converters } = input
  const prepared = preparePage(input, paging, syntax)
  if (!prepared) return keys.map(() => emptySlot(plan.binding, 'unmet_where', counter))
  const { projection, page, rows, cut, aggregate } = prepared
  const [found, how] = await Promise.all([
    projection.hasRows ? run(buildSelect(cut.select, syntax)) : NOTHING,
    aggregate && aggregate.terms.length > 0
      ? runTerms(aggregate, each => buildAggregate(rows, each, syntax), batch)
      : NOTHING_COMPUTED,
  ])
  const { result: counted } = how
  const { columns } = cut.select
  const rowPlan = { ...plan, projection: projection.rows }
  const readInput = { plan: rowPlan, table, converters, columns }
  const read = await readerOf(found.rows, rowReader(readInput), answers)
  const pageInput = { ...readInput, page, cut, hasCursors: projection.hasCursors, read }
  if (page.size === undefined)
    refuseTooManyRows(
      found.rows.filter(row => isOfPart(0, row, pageInput)),
      plan.binding,
    )
  const [foundKeys, countedKeys] = await Promise.all([meet(found, columns), meet(counted, keyNames(plan.binding))])
  const groups = groupRowsOf(foundKeys, found.rows)
  const counts = groupRowsOf(countedKeys, counted.rows)
  const pages = groups.map((rows, group) => {
    const computed = aggregate?.answer(counts[group] ?? [], how)
    return { ...pageAnswer(rows, Number(computed?.count ?? 0), pageInput), aggregate: computed }
  })
  const isAsked = projection.hasRows && page.size !== 0
  return foundKeys.keys.map((group, at) => {
    const slot = pages[group]
    if (!slot) return unmetSlot(plan.binding, group, at, batch)
    if (isAsked && slot.edges.length === 0) counter.count('no_row')
    return slot
  })
}

const NOTHING = { columns: [], rows: [] }
const NOTHING_COMPUTED: ComputedTerms = { result: NOTHING, isWide: false, failed: new Map() }
