import type { SqlWrite } from '../../../plan/sql/sql-write.ts'
import type { Slot } from '../../source.ts'
import { DELETE_ROWS } from './delete-rows.ts'
import { INSERT_NESTED } from './insert-nested.ts'
import { INSERT_ROWS } from './insert-rows.ts'
import { UPDATE_ROWS } from './update-rows.ts'
import { UPSERT_ROWS } from './upsert-rows.ts'
import type { WriteKind, WriteSession } from './write-session.ts'

const KINDS: Readonly<Record<SqlWrite['kind'], WriteKind>> = {
  insert: INSERT_ROWS,
  update: UPDATE_ROWS,
  upsert: UPSERT_ROWS,
  delete: DELETE_ROWS,
}

/** Does what the binding says to the rows, and answers as it says. Throws SourceError. */
export async function performWrite(session: WriteSession): Promise<Slot> {
  const { kind, answer, nested } = session.write
  const { touch, readOne, readAll } = nested.length > 0 ? INSERT_NESTED : KINDS[kind]
  switch (answer) {
    case 'count':
      return touch(session)
    case 'changed':
      return (await touch(session)) > 0
    case 'row':
      return readOne(session)
    case 'rows':
      return readAll(session)
  }
}
