import { beginBatch, type CallBatch } from '../../call-batch.ts'
import type { CallContext } from '../../call-context.ts'
import type { CallClient } from '../../call-record.ts'
import type { CancelSignal } from '../../cancel.ts'
import { pause } from '../../pause.ts'
import type { Slot, TransactionStep } from '../../source.ts'
import { SourceError } from '../../source-error.ts'
import { startTimeLimit } from '../../time-limit.ts'
import { undone } from '../../undone.ts'
import type { Database, SqlDialect, Statement, Transaction } from '../dialect.ts'
import { toSourceError } from '../error.ts'
import { runRecorded } from '../run-recorded.ts'
import { createSession, type PreparedRows, prepareRows } from './create-session.ts'
import { bindStatement, type ExecutedField, executeStatement } from './execute-statement.ts'
import type { FieldWork } from './field-work.ts'
import { inTransaction, type Pause, type Step } from './in-transaction.ts'
import { performWrite } from './perform-write.ts'
import { EndedTransaction, inWholeTransaction } from './whole-transaction.ts'
import { statementError, writeError } from './write-error.ts'
import type { WriteSession } from './write-session.ts'

export interface WriterOptions {
  readonly source: string
  /** For one statement, in milliseconds. */
  readonly timeout: number
  readonly dialect: SqlDialect
  readonly database: Database
  readonly client: CallClient
  readonly closing: CancelSignal
}

/** One mutation field. */
export interface WriteField extends Pick<WriteSession, 'plan'> {
  /** What it writes to, and all that its conditions may lead to; undefined where it runs a statement of its author's own. */
  readonly target: Pick<WriteSession, 'write' | 'table' | 'tables'> | undefined
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
    const workIn = (transaction: Transaction, { field, ready }: PreparedField, batch: CallBatch): FieldWork => {
      const { binding } = field.plan
      const run = (statement: Statement) =>
        step(signal =>
          runRecorded(statement, 1, {
            database: transaction,
            binding,
            calls,
            signal,
            batch,
            client,
            observer: call.observer,
            onAnswer: call.onAnswer,
          }),
        )
      if (ready.kind === 'statement')
        return {
          perform: () => {
            const work = () => executeStatement(ready, dialect, run, batch)
            return fields.length > 1 ? inWholeTransaction({ transaction, step, source, dialect }, work) : work()
          },
          errorOf: error => statementError(error, source, dialect),
        }
      const session = createSession(ready, dialect, run, batch)
      return { perform: () => performWrite(session), errorOf: error => writeError(error, session) }
    }
    let works: FieldWork[] = []
    let answers: Slot[] = []
    let hasBegun = false
    try {
      return await inTransaction(begin, step, dialect.faultOf, pauseWithin(call, closing), async transaction => {
        works = []
        answers = []
        hasBegun = true
        for (const [at, early] of prepared.entries()) {
          const prepared = (early ?? prepareAfter(fields[at] as WriteField, answers)) as PreparedField
          const { plan, refuse } = prepared.field
          const batch = beginBatch(call.observer, plan.binding, plan)
          const work = workIn(transaction, prepared, batch)
          works.push(work)
          const answer = await work.perform().finally(() => batch.end())
          const refusal = unreadable(answer) ?? refuse?.(answer)
          if (refusal) throw refusal
          answers.push(answer)
        }
        return answers
      })
    } catch (error) {
      if (error instanceof EndedTransaction) return fields.map(() => error.error)
      const failed = answers.length
      const failure = works[failed]?.errorOf(error) ?? toSourceError(error, source)
      if (hasBegun && failed < fields.length)
        return undone(
          source,
          fields.map((_, at) => (at === failed ? failure : undefined)),
        )
      // It did not begin, or the COMMIT failed.
      const [only, another] = works
      const ended = only && !another ? only.errorOf(error) : statementError(error, source, dialect)
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

interface PreparedField {
  readonly field: WriteField
  readonly ready: ({ readonly kind: 'rows' } & PreparedRows) | ({ readonly kind: 'statement' } & ExecutedField)
}

/** What a field writes, or why it can't be written. */
function prepare(field: WriteField, dialect: SqlDialect, call: CallContext): PreparedField | SourceError {
  const { plan, target } = field
  const { source, execute } = plan.binding
  const scope = { args: plan.args, key: [], batch: [], client: call.client }
  try {
    if (target) return { field, ready: { kind: 'rows', ...prepareRows({ plan, ...target, scope }, dialect) } }
    if (execute) {
      const statement = bindStatement(plan, dialect, scope)
      return { field, ready: { kind: 'statement', plan, execute, statement } }
    }
    throw new Error(`${plan.binding.coordinate} changes nothing`)
  } catch (error) {
    return toSourceError(error, source)
  }
}

/** Why the changed rows can't be told: without an answer there is no change. What one column holds is told later. */
function unreadable(answer: Slot): SourceError | undefined {
  return [answer].flat().find(row => row instanceof SourceError)
}
