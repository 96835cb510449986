import { badUserInput } from '../error.ts'
import { argumentsOf } from './blamed-arguments.ts'
import { faultSentence } from './fault-sentence.ts'
import type { WriteRow } from './write-row.ts'
import type { WriteSession } from './write-session.ts'
import type { Target } from './write-statement.ts'

/** Changes the rows that are meant: how many these are. Throws SourceError, also for a value that the database would spoil. */
export async function runUpdate(session: WriteSession, row: WriteRow, target: Target): Promise<number> {
  const { statements, operators, plan, run } = session
  const check = statements.overflow(row, target)
  if (check && (await run(check)).rows.length > 0) {
    const names = argumentsOf([...operators.keys()], session)
    throw badUserInput(faultSentence('changedOutOfRange', { names, together: false }), plan.binding.source)
  }
  return (await run(statements.update(row, target))).affected ?? 0
}
