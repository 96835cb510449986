import type { Slot } from '../../source.ts'
import { deleteRows, readAndDelete, readAndDeleteOne } from './delete-rows.ts'
import { insertAndRead, insertRows } from './insert-rows.ts'
import { updateAndRead, updateAndReadOne, updateRows } from './update-rows.ts'
import { upsertAndRead, upsertRows } from './upsert-rows.ts'
import type { WriteRow } from './write-row.ts'
import type { WriteSession } from './write-session.ts'

/** Does what the binding says to the rows, and answers as it says. Throws SourceError. */
export async function performWrite(session: WriteSession): Promise<Slot> {
  const { write, rows } = session
  switch (write.answer) {
    case 'count':
      return touch(session, rows)
    case 'changed':
      return (await touch(session, rows)) > 0
    case 'row':
      return readOne(session, rows)
    case 'rows':
      return readAll(session, rows)
  }
}

async function touch(session: WriteSession, rows: readonly WriteRow[]): Promise<number> {
  switch (session.write.kind) {
    case 'update':
      return updateRows(session, rows[0] ?? new Map())
    case 'delete':
      return deleteRows(session)
    case 'insert':
      await insertRows(session, rows)
      return rows.length
    case 'upsert':
      await upsertRows(session, rows)
      return rows.length
  }
}

async function readOne(session: WriteSession, rows: readonly WriteRow[]): Promise<Slot> {
  const { kind } = session.write
  if (kind === 'update') return updateAndReadOne(session, rows[0] ?? new Map())
  if (kind === 'delete') return readAndDeleteOne(session)
  const [slot] = kind === 'insert' ? await insertAndRead(session, rows) : await upsertAndRead(session, rows)
  return slot ?? null
}

function readAll(session: WriteSession, rows: readonly WriteRow[]): Promise<readonly Slot[]> {
  switch (session.write.kind) {
    case 'update':
      return updateAndRead(session, rows[0] ?? new Map())
    case 'delete':
      return readAndDelete(session)
    case 'insert':
      return insertAndRead(session, rows)
    case 'upsert':
      return upsertAndRead(session, rows)
  }
}
