import type { SqlBinding } from '../../plan/sql/sql-binding.ts'
import { beginBatch, type CallBatch } from '../call-batch.ts'
import { unlimitedCalls } from '../call-budget.ts'
import type { CallContext } from '../call-context.ts'
import type { CancelSignal } from '../cancel.ts'
import { CancelSource } from '../cancel.ts'
import type { Catalog, Column, Table } from '../catalog.ts'
import { databaseError } from '../database-error.ts'
import { type Soon, whenHere } from '../soon.ts'
import type { Slot, Source, SourceState, TransactionStep } from '../source.ts'
import type { Key, SourcePlan } from '../source-plan.ts'
import { raceSignal, startTimeLimit } from '../time-limit.ts'
import { readAggregates } from './aggregate/read-aggregates.ts'
import { readGroups } from './aggregate/read-groups.ts'
import { createCatalogCache } from './catalog/catalog-cache.ts'
import { checkJoin } from './catalog/joined-columns.ts'
import { withKeyForms } from './catalog/key-forms.ts'
import { columnOf } from './catalog/table-column.ts'
import { watchConverters } from './convert/watch-converters.ts'
import { anyReplica, databaseClient } from './database-client.ts'
import { describeCalls } from './describe-calls.ts'
import type { ResultSet, Statement } from './dialect.ts'
import { dialectOf } from './dialect-of.ts'
import { isOutOfRange, outOfRange, toSourceError } from './error.ts'
import { batchKeys, createKeyConverter, holdKeys, type KeyBatch } from './key/keys.ts'
import { keysPerStatement } from './key/keys-per-statement.ts'
import { type Classify, type MetKeys, matchKeys, meetOneKey, readClasses } from './key/match-keys.ts'
import { readPages } from './pages/read-pages.ts'
import { openReplicas } from './pool/replicas.ts'
import { type ReadBatch, readRows } from './row/read-rows.ts'
import { readRowKeys, unheldSlot } from './row/rows.ts'
import { runRecorded } from './run-recorded.ts'
import type { SqlSourceOptions } from './sql-source-options.ts'
import type { SqlWire } from './sql-wire.ts'
import type { ResolveInput } from './statement/resolve.ts'
import { createWriter } from './write/create-writer.ts'

type SqlPlan = SourcePlan<SqlBinding>

/** A write on its own has nobody to refuse its answer. */
type WriteStep = Pick<TransactionStep, 'plan'> & Partial<TransactionStep>

interface BindingTables extends Pick<ResolveInput, 'table' | 'joinTable' | 'tables'> {
  readonly keyColumns: readonly (Column | undefined)[]
}

/** Of a query nobody asks for tables. */
const NO_CATALOG: Catalog = { tables: new Map() }

/** Connects with the first call: an unreachable database shows in its slots. Throws Error for an unknown scheme. */
export async function createSqlSource(options: SqlSourceOptions, wire?: SqlWire): Promise<Source> {
  const { name, timeout, schemas = [], joins = [] } = options
  const own = await dialectOf(options.url)
  const plain = wire?.(own) ?? own
  const watched = watchConverters(plain.converters)
  const raisedText = options.showRaisedErrors ? plain.raisedText : () => undefined
  const dialect = { ...plain, converters: watched.converters, raisedText }
  const database = dialect.open(options)
  const replicas = openReplicas(options, dialect, database)
  const client = databaseClient(options.url)
  const readClient = options.replicas?.length ? anyReplica(client) : client
  /** What is asked of the database, and who answers. */
  const ofPrimary = { database, client }
  const ofAny = { database: replicas, client: readClient }
  const closing = new CancelSource()
  const ownCalls = unlimitedCalls()

  const catalogs = createCatalogCache(async signal => {
    using limit = startTimeLimit(name, timeout, { signal, deadline: Number.POSITIVE_INFINITY }, closing)
    const run = (statement: Statement) => database.execute(statement, limit.signal, ownCalls)
    const read = options.keys ? dialect.readStructure : dialect.readCatalog
    return withKeyForms(await read(run, schemas), joins)
  }, closing)
  const catalogNow = (signal: CancelSignal): Soon<Catalog> => catalogs.last() ?? raceSignal(catalogs.current(), signal)
  const write = createWriter({ source: name, timeout, dialect, database, client, closing })

  /** The tables of a binding, and which of their columns hold the key; of a query, nobody knows. */
  const tablesOf = ({ from, through, keyColumns }: SqlBinding, tables: Catalog['tables']): BindingTables => {
    if (from.kind === 'query')
      return { table: undefined, joinTable: undefined, tables: undefined, keyColumns: keyColumns.map(() => undefined) }
    const find = (tableName: string): Table => {
      const table = tables.get(tableName)
      if (table) return table
      throw databaseError('db_error', name, new Error(`there is no table "${tableName}"`))
    }
    const table = find(from.table)
    const joinTable = through && find(through.table)
    for (const { column, target } of through?.on ?? [])
      checkJoin({ table: joinTable, column }, { table, column: target }, name)
    const known = joinTable ?? table
    return { table, joinTable, tables, keyColumns: keyColumns.map(column => columnOf(known, column, name)) }
  }

  /** The columns behind those of a query's answer that hold the key, where they are a table's own. */
  const keyOrigins = (
    { keyColumns }: SqlBinding,
    { columns, origins }: ResultSet,
    { tables, schema }: Catalog,
  ): BindingTables['keyColumns'] =>
    keyColumns.map(name => {
      const origin = origins?.[columns.lastIndexOf(name)]
      if (!origin) return undefined
      const isDefault = origin.schema === undefined || origin.schema === schema
      const table = tables.get(isDefault ? origin.table : `${origin.schema}.${origin.table}`)
      return table?.columns.get(origin.column)
    })

  const answerBatch = (
    plan: SqlPlan,
    { table, joinTable, tables, keyColumns }: BindingTables,
    keys: readonly Key[],
    batch: KeyBatch,
    call: CallContext,
    callBatch: CallBatch,
    signal: CancelSignal,
  ): Soon<readonly Slot[]> => {
    const { binding, args } = plan
    const { converters, aggregates } = dialect
    const { primary, calls, observer, onAnswer } = call
    const asked = primary ? ofPrimary : ofAny
    const recorded = { ...asked, binding, calls, signal, batch: callBatch, observer, onAnswer }
    const run = (statement: Statement, keyCount = batch.distinct.length) => runRecorded(statement, keyCount, recorded)
    const classify: Classify = async (collation, texts) => {
      const question = dialect.classify?.(collation, texts)
      return question ? readClasses(await run(question, texts.length), texts) : texts
    }
    const meet = (result: ResultSet, columns: readonly string[]): Soon<MetKeys> => {
      if (keyColumns.length === 0 || (table && batch.distinct.length === 1))
        return meetOneKey(batch.values, result.rows.length)
      const origins = table ? keyColumns : whenHere(catalogNow(signal), catalog => keyOrigins(binding, result, catalog))
      return whenHere(origins, known => {
        const held = table ? batch : holdKeys(keys.map(createKeyConverter(known, converters)), known)
        const rowKeys = readRowKeys(result.rows, known, { plan, table, converters, columns })
        return matchKeys(held, rowKeys, known, classify)
      })
    }
    const scope = { args, key: [], batch: batch.distinct, client: call.client }
    const input = { plan, table, joinTable, tables, converters, aggregates, scope, keys: batch.converted }
    const { faultOf } = dialect
    const read: ReadBatch = {
      input,
      keys,
      counter: callBatch,
      answers: calls.answers,
      run,
      meet,
      syntax: dialect,
      faultOf,
    }
    if (binding.page) return readPages(read, binding.page)
    if (binding.groups) return readGroups(read, binding.groups)
    return binding.aggregate ? readAggregates(read, binding.aggregate) : readRows(read)
  }

  const runWrites = async (steps: readonly WriteStep[], call: CallContext): Promise<readonly Slot[]> => {
    try {
      using limit = startTimeLimit(name, timeout, call, closing)
      const { tables } = await catalogNow(limit.signal)
      const fieldOf = (step: WriteStep) => {
        const plan = step.plan as SqlPlan
        const { table } = tablesOf(plan.binding, tables)
        const { write } = plan.binding
        return { ...step, plan, target: write && table && { write, table, tables } }
      }
      return await write(steps.map(fieldOf), call)
    } catch (error) {
      const failure = toSourceError(error, name)
      return steps.map(() => failure)
    }
  }

  const loadBatch = async (plan: SqlPlan, keys: readonly Key[], call: CallContext): Promise<readonly Slot[]> => {
    const { binding } = plan
    const callBatch = beginBatch(call.observer, binding, plan)
    const limit = startTimeLimit(name, timeout, call, closing)
    try {
      limit.signal.throwIfAborted()
      // Nothing is waited for where there is one, nor for a query.
      const catalog = catalogs.last() ?? (binding.from.kind === 'query' ? NO_CATALOG : await catalogNow(limit.signal))
      const tables = tablesOf(binding, catalog.tables)
      const batch = batchKeys(keys, tables.keyColumns, dialect.converters)
      if (batch.distinct.length === 0) return keys.map(key => unheldSlot(binding, key, callBatch))
      try {
        return await answerBatch(plan, tables, keys, batch, call, callBatch, limit.signal)
      } catch (error) {
        const own = toSourceError(error, name)
        const failure = isOutOfRange(own, dialect.faultOf) ? outOfRange(name, own.cause) : own
        return keys.map((key, at) => (batch.values[at] ? failure : unheldSlot(binding, key, callBatch)))
      }
    } catch (error) {
      const failure = toSourceError(error, name)
      return keys.map(() => failure)
    } finally {
      limit[Symbol.dispose]()
      callBatch.end()
    }
  }

  /** Values that a column can't hold may be those of a type that it has by now: then all is asked again. */
  const loadFresh: typeof loadBatch = (plan, keys, call) => {
    const used = catalogs.last()
    const unknown = watched.unknown()
    const loadAgain = async (slots: readonly Slot[]) => {
      using limit = startTimeLimit(name, timeout, call, closing)
      const isChanged = await raceSignal(catalogs.recheck(used), limit.signal).catch(() => false)
      return isChanged ? await loadBatch(plan, keys, call) : slots
    }
    return loadBatch(plan, keys, call).then(slots => (watched.unknown() === unknown ? slots : loadAgain(slots)))
  }

  const loadChunks = async (plan: SqlPlan, keys: readonly Key[], call: CallContext, size: number) => {
    const starts = Array.from({ length: Math.ceil(keys.length / size) }, (_, index) => index * size)
    const chunks = starts.map(start => loadFresh(plan, keys.slice(start, start + size), call))
    return (await Promise.all(chunks)).flat()
  }

  /** What a write refused before is not done again: the next one finds the column as it is. */
  const writeAndWatch: typeof runWrites = async (steps, call) => {
    const unknown = watched.unknown()
    const slots = await runWrites(steps, call)
    if (watched.unknown() !== unknown) catalogs.recheck(catalogs.last()).catch(() => undefined)
    return slots
  }

  return {
    load(plan: SqlPlan, keys, call) {
      if (plan.binding.write || plan.binding.execute) return writeAndWatch([{ plan }], call)
      const size = keysPerStatement(plan, call.client)
      return keys.length <= size ? loadFresh(plan, keys, call) : loadChunks(plan, keys, call, size)
    },
    transaction: writeAndWatch,
    catalog: signal => catalogs.refresh(signal),
    state() {
      const states = [database.state(), ...replicas.states()]
      const sum = (of: (state: SourceState) => number) => states.reduce((total, state) => total + of(state), 0)
      return {
        inFlight: sum(({ inFlight }) => inFlight),
        waiting: sum(({ waiting }) => waiting),
        connections: sum(({ connections = 0 }) => connections),
      }
    },
    describe: (plan: SqlPlan, facts) => describeCalls(plan, facts, dialect, catalogs.last()),
    async [Symbol.asyncDispose]() {
      closing.abort(databaseError('db_lost', name, new Error('the source is closed')))
      await replicas[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}
