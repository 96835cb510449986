import type { SqlBinding } from '../../plan/sql/sql-binding.ts'
import type { CallContext } from '../call-context.ts'
import type { Database, ResultSet, Statement } from './dialect.ts'
import { badUserInput } from './error.ts'
import { MAX_PLACEHOLDERS } from './limits.ts'

/** Runs one statement and reports it, whatever becomes of it. Rejects with a SourceError. */
export async function runReported(
  database: Pick<Database, 'execute'>,
  statement: Statement,
  signal: AbortSignal,
  { source, coordinate, maxAge }: SqlBinding,
  keys: number,
  call: Pick<CallContext, 'onCall' | 'onAnswer'>,
): Promise<ResultSet> {
  if (statement.parameters.length > MAX_PLACEHOLDERS) throw badUserInput('A list has too many values.', source)
  const start = performance.now()
  const report = () => ({ source, coordinate, text: statement.sql, keys, milliseconds: performance.now() - start })
  try {
    const result = await database.execute(statement, signal)
    call.onCall(report())
    call.onAnswer(maxAge === undefined ? undefined : { until: Date.now() + maxAge, private: false })
    return result
  } catch (error) {
    call.onCall({ ...report(), error })
    throw error
  }
}
