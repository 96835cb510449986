import type { SqlAssignment } from '../../../plan/sql/sql-write.ts'
import { uniqueKeys } from '../../../plan/sql/unique-keys.ts'
import { beginBatch, type CallBatch } from '../../call-batch.ts'
import type { CallContext } from '../../call-context.ts'
import type { CallClient } from '../../call-record.ts'
import type { CancelSignal } from '../../cancel.ts'
import type { Table } from '../../catalog.ts'
import { pause } from '../../pause.ts'
import type { Slot, TransactionStep } from '../../source.ts'
import { SourceError } from '../../source-error.ts'
import { startTimeLimit } from '../../time-limit.ts'
import { undone } from '../../undone.ts'
import { tableId } from '../catalog/table-id.ts'
import type { Database, SqlDialect, Statement, Transaction } from '../dialect.ts'
import { toSourceError } from '../error.ts'
import { type Classify, readClasses } from '../key/match-keys.ts'
import { runRecorded } from '../run-recorded.ts'
import { inTransaction, type Pause, type Step } from './in-transaction.ts'
import { performWrite } from './perform-write.ts'
import { resolveTrees } from './row-trees.ts'
import { commitError, writeError } from './write-error.ts'
import { resolveRows } from './write-row.ts'
import type { WriteSession } from './write-session.ts'
import { type ColumnOperator, WriteStatements } from './write-statement.ts'

export interface WriterOptions {
  readonly source: string
  /** For one statement, in milliseconds. */
  readonly timeout: number
  readonly dialect: SqlDialect
  readonly database: Database
  readonly client: CallClient
  readonly closing: CancelSignal
}

/** One mutation field: what it writes to, and all that its conditions may lead to. */
export interface WriteField extends Pick<WriteSession, 'plan' | 'write' | 'table' | 'tables'> {
  readonly argsAfter?: TransactionStep['argsAfter']
  /** Why an answer can't be taken, which undoes the transaction. */
  readonly refuse?: TransactionStep['refuse']
}

/**
 * Makes what runs mutation fields, one after the other in one transaction, which is done again after a deadlock. It gives a
 * slot for each: all are answers, or all SourceErrors.
 */
export function createWriter({ source, timeout, dialect, database, client, closing }: WriterOptions) {
  return async (fields: readonly WriteField[], call: CallContext): Promise<readonly Slot[]> => {
    const { calls } = call
    const begin = (signal: CancelSignal) => database.begin(signal, calls)
    const step: Step = async run => {
      using limit = startTimeLimit(source, timeout, call, closing)
      limit.signal.throwIfAborted()
      return await run(limit.signal)
    }
    /** What is written is known before anything is sent, unless it comes of what has been written. */
    const prepared = fields.map(field => (field.argsAfter ? undefined : prepare(field, dialect, call)))
    const refusals = prepared.map(each => (each instanceof SourceError ? each : undefined))
    if (refusals.some(refusal => refusal)) return undone(source, refusals)

    const prepareAfter = (field: WriteField, answers: readonly Slot[]): PreparedField => {
      const args = field.argsAfter?.(answers) ?? {}
      const late = prepare({ ...field, plan: { ...field.plan, args } }, dialect, call)
      if (late instanceof SourceError) throw late
      return late
    }
    const sessionIn = (transaction: Transaction, field: PreparedField, batch: CallBatch): WriteSession => {
      const run = (statement: Statement) =>
        step(signal =>
          runRecorded(statement, 1, {
            database: transaction,
            binding: field.plan.binding,
            calls,
            signal,
            batch,
            client,
            onAnswer: call.onAnswer,
          }),
        )
      const classify: Classify = async (collation, texts) => {
        const question = dialect.classify?.(collation, texts)
        return question ? readClasses(await run(question), texts) : texts
      }
      const { table, write } = field
      const operators = operatorsOf(write.rows.templates.flat(), table)
      const counted = operatorsOf(write.version ? [{ column: write.version.column, operator: 'add' }] : [], table)
      const key = keyWithoutNulls(table, write.homeKey)
      const id = tableId(table.name, table)
      const statements = new WriteStatements(dialect, id, key, new Map([...operators, ...counted]))
      return { ...field, dialect, statements, operators, run, classify, counter: batch }
    }
    let sessions: WriteSession[] = []
    let answers: Slot[] = []
    let hasBegun = false
    try {
      return await inTransaction(begin, step, dialect.faultOf, pauseWithin(call, closing), async transaction => {
        sessions = []
        answers = []
        hasBegun = true
        for (const [at, early] of prepared.entries()) {
          const field = (early ?? prepareAfter(fields[at] as WriteField, answers)) as PreparedField
          const batch = beginBatch(call.observer, field.plan.binding, field.plan)
          const session = sessionIn(transaction, field, batch)
          sessions.push(session)
          const answer = await performWrite(session).finally(() => batch.end())
          const refusal = unreadable(answer) ?? field.refuse?.(answer)
          if (refusal) throw refusal
          answers.push(answer)
        }
        return answers
      })
    } catch (error) {
      const failed = answers.length
      const session = sessions[failed]
      const failure = session ? writeError(error, session) : toSourceError(error, source)
      if (hasBegun && failed < fields.length)
        return undone(
          source,
          fields.map((_, at) => (at === failed ? failure : undefined)),
        )
      // It did not begin, or the COMMIT failed.
      const ended = commitError(error, source, sessions)
      return fields.map(() => ended)
    }
  }
}

/** The longest pause before the first repeat, in milliseconds; it doubles with each. */
const LONGEST_PAUSE = 50

/** Pauses for a time that is left to chance, so that those who met do not meet again, and no longer than the request has. */
function pauseWithin({ deadline, signal }: CallContext, closing: CancelSignal): Pause {
  return async attempt => {
    const wait = Math.random() * LONGEST_PAUSE * 2 ** attempt
    if (wait >= deadline - performance.now()) return false
    return await pause(wait, [signal, closing])
  }
}

type PreparedField = WriteField & Pick<WriteSession, 'rows' | 'trees' | 'scope'>

/** What a field writes, or why it can't be written. */
function prepare(field: WriteField, { converters }: SqlDialect, call: CallContext): PreparedField | SourceError {
  const { plan, write, table } = field
  const { source } = plan.binding
  const scope = { args: plan.args, key: [], batch: [], client: call.client }
  const input = { table, converters, scope, source }
  try {
    if (write.nested.length === 0)
      return { ...field, scope, rows: resolveRows({ ...input, rows: write.rows }), trees: [] }
    const trees = resolveTrees({ ...input, write, tables: field.tables })
    return { ...field, scope, rows: trees.map(({ row }) => row), trees }
  } catch (error) {
    return toSourceError(error, source)
  }
}

/** Why the changed rows can't be told: without an answer there is no change. What one column holds is told later. */
function unreadable(answer: Slot): SourceError | undefined {
  return [answer].flat().find(row => row instanceof SourceError)
}

function operatorsOf(
  assignments: readonly Pick<SqlAssignment, 'column' | 'operator'>[],
  table: Table,
): ReadonlyMap<string, ColumnOperator> {
  const changed = assignments.flatMap(({ column: name, operator }) => {
    const column = table.columns.get(name)
    return column && operator ? [[name, { column, operator }] as const] : []
  })
  return new Map(changed)
}

function keyWithoutNulls(table: Table, homeKey: readonly string[]): readonly string[] {
  const neverNull = (key: readonly string[]) => key.every(column => table.columns.get(column)?.nullable === false)
  return uniqueKeys(table, homeKey).find(neverNull) ?? []
}
