import { uniqueKeys } from '../../../plan/sql/unique-keys.ts'
import type { Slot } from '../../source.ts'
import { refuseEmptyFilter, touchLimited } from './limited-rows.ts'
import { keyChunks, lockRow, lockRows } from './read-rows.ts'
import { severalRows } from './update-rows.ts'
import { refuseOtherVersion, versionTarget } from './versioned-rows.ts'
import type { WriteKind, WriteSession } from './write-session.ts'

export const DELETE_ROWS: WriteKind = { touch: deleteRows, readOne: readAndDeleteOne, readAll: readAndDelete }

/** Deletes all rows that the `where` finds: how many these were. */
async function deleteRows(session: WriteSession): Promise<number> {
  const { statements, run, write } = session
  if (write.limit !== undefined) return touchLimited(session, target => run(statements.delete(target)))
  const target = versionTarget(session)
  const deleted = target ? ((await session.run(session.statements.delete(target))).affected ?? 0) : 0
  if (deleted === 0) await refuseOtherVersion(session)
  return deleted
}

/** Deletes the one row that the `where` fixes by a key: the row as it was, or null. */
async function readAndDeleteOne(session: WriteSession): Promise<Slot> {
  const slot = await lockRow(session)
  if (slot === null) return null
  if ((await deleteRows(session)) > 1) throw severalRows(session)
  return slot
}

/** Deletes the rows that the `where` finds: as they were. Throws SourceError for too many. */
async function readAndDelete(session: WriteSession): Promise<readonly Slot[]> {
  refuseEmptyFilter(session)
  const { plan, table, write, statements } = session
  const [columns = []] = uniqueKeys(table, write.homeKey)
  const { keys, slots } = await lockRows(session, columns)
  for (const values of keyChunks(keys, columns.length, plan.binding.maxRows))
    await session.run(statements.delete({ conditions: [], keys: { columns, values } }))
  return slots
}
