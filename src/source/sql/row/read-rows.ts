import { emptySlot } from '../../empty-slot.ts'
import { type Soon, whenHere } from '../../soon.ts'
import type { Slot } from '../../source.ts'
import type { ResultSet, SqlDialect, Statement } from '../dialect.ts'
import type { MetKeys } from '../key/match-keys.ts'
import type { ResolveInput } from '../statement/resolve.ts'
import { rowsSelect } from '../statement/rows-select.ts'
import type { Syntax } from '../statement/select-plan.ts'
import { type AskedKeys, refuseTooManyRows, rowsToSlots } from './rows.ts'

/** What one batch of keys is read with. */
export interface ReadBatch extends AskedKeys {
  readonly input: ResolveInput
  readonly run: (statement: Statement) => Promise<ResultSet>
  /** Which rows of an answer belong to which keys; `columns` are those of its rows. */
  readonly meet: (result: ResultSet, columns: readonly string[]) => Soon<MetKeys>
  readonly syntax: Syntax
  readonly faultOf: SqlDialect['faultOf']
}

/** The rows of each key of the batch, in one statement. Throws SourceError. */
export function readRows(batch: ReadBatch): Soon<readonly Slot[]> {
  const { input, keys, counter, run, meet, syntax } = batch
  const { plan, table, converters } = input
  const select = rowsSelect(input, syntax)
  if (!select) return keys.map(() => emptySlot(plan.binding, 'unmet_where', counter))
  return run(select.statement).then(result => {
    refuseTooManyRows(result.rows, plan.binding)
    const columns = table ? select.columns : result.columns
    const readInput = { plan, table, converters, columns }
    return whenHere(meet(result, columns), met => rowsToSlots(met, result.rows, readInput, batch))
  })
}
