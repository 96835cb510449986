import { filterExpressions } from '../../../plan/sql/filter-expressions.ts'
import { SourceError } from '../../source-error.ts'
import type { SelectPlan } from '../statement/select-plan.ts'
import { argumentsIn } from './blamed-arguments.ts'
import { targetOf } from './read-rows.ts'
import type { WriteRow } from './write-row.ts'
import type { WriteSession } from './write-session.ts'

/** The rows that the `where` finds, in the version that the client has read; undefined where there can be none. */
export function versionTarget(session: WriteSession): SelectPlan | undefined {
  const { version } = session.write
  return targetOf(session, version ? [version] : [])
}

/** With the version counted up, where something is changed and there is one. */
export function withNextVersion({ write: { version } }: WriteSession, row: WriteRow): WriteRow {
  return version && row.size > 0 ? new Map([...row, [version.column, 1n]]) : row
}

/** Whether no row was found: it is not there. Throws SourceError (`CONFLICT`) where it is, in another version. */
export async function refuseOtherVersion(session: WriteSession): Promise<void> {
  const { write, plan, run, statements } = session
  const target = write.version && targetOf(session)
  if (!write.version || !target) return
  // Locked, it is the row as it is now, also where what was read before is still seen.
  const { rows } = await run(statements.lock({ ...target, columns: [] }))
  if (rows.length === 0) return
  const [name] = argumentsIn(filterExpressions(write.version))
  const told = name === undefined ? 'The version' : `"${name}"`
  const message = `${told} is no longer that of the row: it has been changed since it was read. Read it again, then repeat.`
  throw new SourceError(message, { code: 'CONFLICT', source: plan.binding.source })
}
