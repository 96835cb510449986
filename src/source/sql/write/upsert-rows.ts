import type { Slot } from '../../source.ts'
import type { SqlScalar } from '../sql-value.ts'
import { placesInKeyOrder } from './in-key-order.ts'
import { insertAndRead, insertRows } from './insert-rows.ts'
import { type RowKey, readByKeys, targetOf } from './read-rows.ts'
import { runUpdate } from './run-update.ts'
import type { WriteRow } from './write-row.ts'
import type { WriteKind, WriteSession } from './write-session.ts'

/**
 * Changes the rows that are there, or keeps them as they are, and inserts the others. A row without a value for the key is
 * new. It is an UPDATE by the key, and an INSERT where that finds none: no other key can lead it to another row.
 */
export const UPSERT_ROWS: WriteKind = {
  touch: async session => {
    let inserted = 0
    for (const at of placesOf(session)) if (await upsertRow(session, session.rows[at] as WriteRow)) inserted++
    return session.write.keeps ? inserted : session.rows.length
  },
  readOne: async session => (await upsertAndRead(session))[0] ?? null,
  readAll: upsertAndRead,
}

/** An INSERT found a row that the UPDATE before it did not: another session was quicker, or another key is taken. */
export class UpsertRace extends Error {
  override readonly name = 'UpsertRace'
}

function placesOf({ rows, write, table }: WriteSession): readonly number[] {
  return placesInKeyOrder(rows, write.on, table)
}

/** Reads each row once it is written, and answers them in their own order. */
async function upsertAndRead(session: WriteSession): Promise<readonly Slot[]> {
  const { on } = session.write
  const slots = Array<Slot>(session.rows.length)
  for (const at of placesOf(session)) {
    const row = session.rows[at] as WriteRow
    const key = keyOf(row, on)
    if (key) await upsertRow(session, row)
    const [slot] = key ? await readByKeys(session, on, [key]) : await insertAndRead(session, [row])
    slots[at] = slot
  }
  return slots
}

/** Whether the row is new. */
async function upsertRow(session: WriteSession, row: WriteRow): Promise<boolean> {
  const { write, statements, dialect } = session
  const key = keyOf(row, write.on)
  if (!key) {
    await insertRows(session, [row])
    return true
  }
  const changes = new Map([...row].filter(([column]) => !write.keeps && !write.on.includes(column)))
  // The columns that the type's `where` fixes have their values already.
  for (const column of write.fixed) changes.delete(column)
  const where = targetOf(session)
  const target = where && { conditions: where.conditions, keys: { columns: write.on, values: [key] } }
  if (target) {
    const found =
      changes.size > 0
        ? await runUpdate(session, changes, target)
        : Number((await session.run(statements.count(target))).rows[0]?.[0] ?? 0)
    if (found) return false
  }
  try {
    await insertRows(session, [row])
    return true
  } catch (error) {
    if (dialect.faultOf((error as Error).cause)?.kind !== 'unique') throw error
    throw new UpsertRace('a row with one of the keys is there', { cause: error })
  }
}

function keyOf(row: WriteRow, on: readonly string[]): RowKey | undefined {
  const values = on.map(column => row.get(column))
  return values.every(value => value !== undefined && value !== null) ? (values as SqlScalar[]) : undefined
}
