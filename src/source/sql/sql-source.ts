import type { SqlBinding } from '../../plan/sql/sql-binding.ts'
import type { CallContext } from '../call-context.ts'
import type { Table } from '../catalog.ts'
import type { Slot, Source } from '../source.ts'
import type { SourcePlan } from '../source-plan.ts'
import { raceSignal, startTimeLimit } from '../time-limit.ts'
import { createCatalogCache } from './catalog-cache.ts'
import { describeSelect } from './describe.ts'
import { dialectOf } from './dialect-of.ts'
import { databaseError, toSourceError } from './error.ts'
import { batchKeys, type KeyBatch } from './keys.ts'
import { resolveSelect } from './resolve.ts'
import { emptySlot, rowsToSlots } from './rows.ts'
import { runReported } from './run-reported.ts'
import type { SqlSourceOptions } from './sql-source-options.ts'
import { buildSelect } from './statement.ts'
import { columnOf } from './table-column.ts'

type SqlPlan = SourcePlan<SqlBinding>

/** Connects with the first call: an unreachable database shows in its slots. Throws Error for an unknown scheme. */
export function createSqlSource(options: SqlSourceOptions): Source {
  const { name, timeout } = options
  const dialect = dialectOf(options.url)
  const database = dialect.open(options)
  const closing = new AbortController()

  const catalogs = createCatalogCache(async signal => {
    using limit = startTimeLimit(name, timeout, { signal, deadline: Number.POSITIVE_INFINITY }, closing.signal)
    return await dialect.readCatalog(statement => database.execute(statement, limit.signal))
  }, closing.signal)

  const tableOf = async ({ from }: SqlBinding, signal: AbortSignal): Promise<Table | undefined> => {
    if (from.kind === 'query') return undefined
    const catalog = await raceSignal(catalogs.current(), signal)
    const table = catalog.tables.get(from.table)
    if (table) return table
    throw databaseError('db_error', name, new Error(`there is no table "${from.table}"`))
  }

  const answerBatch = async (
    plan: SqlPlan,
    table: Table | undefined,
    batch: KeyBatch,
    call: CallContext,
    signal: AbortSignal,
  ): Promise<readonly Slot[]> => {
    const { converters } = dialect
    const scope = { args: plan.args, key: [], batch: batch.distinct, headers: call.headers }
    const select = resolveSelect({ plan, table, converters, scope, keys: batch.converted })
    if (!select) return batch.texts.map(() => emptySlot(plan.binding))
    const statement = buildSelect(select, dialect)
    const result = await runReported(database, statement, signal, plan.binding, batch.distinct.length, call)
    const columns = table ? select.columns : result.columns
    return rowsToSlots(batch.texts, result.rows, { plan, table, converters, columns })
  }

  return {
    async load(plan: SqlPlan, keys, call) {
      const { binding } = plan
      using limit = startTimeLimit(name, timeout, call, closing.signal)
      try {
        limit.signal.throwIfAborted()
        const table = await tableOf(binding, limit.signal)
        const columns = binding.keyColumns.map(column => columnOf(table, column, name))
        const batch = batchKeys(keys, columns, dialect.converters)
        if (batch.distinct.length === 0) return keys.map(() => emptySlot(binding))
        const failedBatch = (error: unknown) => {
          const failure = toSourceError(error, name)
          return batch.texts.map(text => (text === undefined ? emptySlot(binding) : failure))
        }
        return await answerBatch(plan, table, batch, call, limit.signal).catch(failedBatch)
      } catch (error) {
        const failure = toSourceError(error, name)
        return keys.map(() => failure)
      }
    },
    catalog: signal => catalogs.refresh(signal),
    describe: (plan: SqlPlan, keyCount) => describeSelect(plan, keyCount, dialect),
    async [Symbol.asyncDispose]() {
      closing.abort(databaseError('db_lost', name, new Error('the source is closed')))
      await database[Symbol.asyncDispose]()
    },
  }
}
