import type { SqlBinding } from '../../plan/sql/sql-binding.ts'
import type { CallBatch } from '../call-batch.ts'
import type { CallContext } from '../call-context.ts'
import type { CallClient } from '../call-record.ts'
import type { CancelSignal } from '../cancel.ts'
import type { Database, ResultSet, Statement } from './dialect.ts'
import { badUserInput } from './error.ts'
import { MAX_PLACEHOLDERS } from './limits.ts'

/** Bytes that a row takes in memory, and each value in it beside its characters. */
const ROW = 64
const VALUE = 24

interface Run extends Pick<CallContext, 'calls' | 'observer' | 'onAnswer'> {
  readonly database: Pick<Database, 'execute'>
  readonly binding: SqlBinding
  readonly signal: CancelSignal
  readonly batch: CallBatch
  readonly client: CallClient
}

/** Counts one statement, runs it and records it, whatever becomes of it. Rejects with a SourceError. */
export function runRecorded(
  statement: Statement,
  keys: number,
  { database, binding, calls, signal, batch, client, observer, onAnswer }: Run,
): Promise<ResultSet> {
  const { source, maxAge, maxResponseBytes } = binding
  if (statement.parameters.length > MAX_PLACEHOLDERS)
    return Promise.reject(badUserInput('A list has too many values.', source))
  const record = batch.begin(client, statement.sql, keys)
  const onSent =
    record &&
    (() => {
      if (record.tries.length === 0) record.queued = performance.now() - record.start
      record.beginTry()
    })
  const refusal = calls.spend()
  const executed = refusal
    ? Promise.reject(refusal)
    : database.execute({ ...statement, maxBytes: maxResponseBytes, onSent }, signal, calls)
  const used = executed.then(result => {
    const tooMuch = calls.answers.take(result.bytes ?? 0) ?? calls.answers.hold(rowsWeight(result))
    if (tooMuch) throw tooMuch
    if (record) {
      record.rows = result.affected ?? result.rows.length
      record.end(undefined)
      observer?.onAnswer?.(record, {
        kind: 'rows',
        columns: statement.namesOf?.() ?? result.columns,
        rows: result.rows,
      })
    }
    onAnswer(maxAge === undefined ? undefined : { until: Date.now() + maxAge, private: false })
    return result
  })
  if (!record) return used
  return used.catch(error => {
    record.end(error)
    throw error
  })
}

function rowsWeight({ rows, columns }: ResultSet): number {
  return rows.length * (ROW + columns.length * VALUE)
}
