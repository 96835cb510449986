import type { SqlBinding } from '../../plan/sql/sql-binding.ts'
import type { CallContext } from '../call-context.ts'
import type { CancelSignal } from '../cancel.ts'
import type { Database, ResultSet, Statement } from './dialect.ts'
import { badUserInput } from './error.ts'
import { MAX_PLACEHOLDERS } from './limits.ts'

interface Run extends Pick<CallContext, 'calls'> {
  readonly database: Pick<Database, 'execute'>
  readonly binding: SqlBinding
  readonly signal: CancelSignal
  readonly report: Pick<CallContext, 'onCall' | 'onAnswer'>
}

/** Counts one statement, runs it and reports it, whatever becomes of it. Rejects with a SourceError. */
export async function runReported(
  statement: Statement,
  keys: number,
  { database, binding, calls, signal, report }: Run,
): Promise<ResultSet> {
  const { source, coordinate, maxAge, maxResponseBytes } = binding
  if (statement.parameters.length > MAX_PLACEHOLDERS) throw badUserInput('A list has too many values.', source)
  const refusal = calls.spend()
  if (refusal) throw refusal
  const start = performance.now()
  const facts = () => ({ source, coordinate, text: statement.sql, keys, milliseconds: performance.now() - start })
  try {
    const result = await database.execute({ ...statement, maxBytes: maxResponseBytes }, signal, calls)
    report.onCall(facts())
    report.onAnswer(maxAge === undefined ? undefined : { until: Date.now() + maxAge, private: false })
    return result
  } catch (error) {
    report.onCall({ ...facts(), error })
    throw error
  }
}
