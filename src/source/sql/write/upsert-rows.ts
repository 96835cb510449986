import type { Slot } from '../../source.ts'
import type { SqlScalar } from '../sql-value.ts'
import { findByKeys } from './find-by-keys.ts'
import { placesInKeyOrder } from './in-key-order.ts'
import { insertAndRead, insertRows } from './insert-rows.ts'
import { keyChunks, type RowKey, readByKeys, targetOf } from './read-rows.ts'
import { runUpdate } from './run-update.ts'
import type { WriteRow } from './write-row.ts'
import type { WriteKind, WriteSession } from './write-session.ts'

/**
 * Changes the rows that are there, or keeps them as they are, and inserts the others. A row without a value for the key is
 * new. A row is found by its key alone: no other key can lead it to another row.
 */
export const UPSERT_ROWS: WriteKind = {
  touch: async session => {
    const unkeyed = session.rows.filter(row => !keyOf(row, session))
    const { inserted } = await upsertKeyed(session, false)
    await insertRows(session, unkeyed)
    return session.write.keeps ? inserted + unkeyed.length : session.rows.length
  },
  readOne: async session => (await upsertAndRead(session))[0] ?? null,
  readAll: upsertAndRead,
}

/** An INSERT found a row that was not there before it: another session was quicker, or another key is taken. */
export class UpsertRace extends Error {
  override readonly name = 'UpsertRace'
}

/** Answers the rows in their own order, each as it is after its own change. */
async function upsertAndRead(session: WriteSession): Promise<readonly Slot[]> {
  const { rows, write } = session
  const { read } = await upsertKeyed(session, true)
  const unkeyed = rows.filter(row => !keyOf(row, session))
  const made = await insertAndRead(session, unkeyed)
  const others = rows.filter(row => keyOf(row, session) && !read.has(row))
  const keys = others.map(row => keyOf(row, session) as RowKey)
  const known = await readByKeys(session, write.on, keys)
  const slots = new Map<WriteRow, Slot>([
    ...read,
    ...unkeyed.map((row, at) => [row, made[at]] as const),
    ...others.map((row, at) => [row, known[at]] as const),
  ])
  return rows.map(row => slots.get(row))
}

interface Upserted {
  /** How many rows are new. */
  readonly inserted: number
  /** Those that had to be read at once, as others change them again. */
  readonly read: ReadonlyMap<WriteRow, Slot>
}

/** Writes the rows that have a key, in the order of it. */
async function upsertKeyed(session: WriteSession, isRead: boolean): Promise<Upserted> {
  const { rows, write, table, plan } = session
  const keyed = rows.filter(row => keyOf(row, session))
  const inOrder = placesInKeyOrder(keyed, write.on, table).map(at => keyed[at] as WriteRow)
  const [only, more] = inOrder
  if (only && !more) return { inserted: (await upsertRow(session, only)) ? 1 : 0, read: new Map() }
  const keys = inOrder.map(row => keyOf(row, session) as RowKey)
  const read = new Map<WriteRow, Slot>()
  let inserted = 0
  let at = 0
  for (const chunk of keyChunks(keys, write.on.length, plan.binding.maxRows)) {
    const part = inOrder.slice(at, at + chunk.length)
    const { distinct, repeated } = await upsertMany(session, part, chunk)
    inserted += distinct
    for (const row of repeated) {
      if (await upsertRow(session, row)) inserted++
      const [slot] = isRead ? await readByKeys(session, write.on, [keyOf(row, session) as RowKey]) : []
      if (isRead) read.set(row, slot)
    }
    at += chunk.length
  }
  return { inserted, read }
}

interface Distinct {
  /** How many of the rows that no other one of the list is equal to are new. */
  readonly distinct: number
  /** Rows of the same key, which are written one after the other. */
  readonly repeated: readonly WriteRow[]
}

/** Which rows are there is asked for all of them, and what is new is inserted together, as far as no row between them changes. */
async function upsertMany(
  session: WriteSession,
  rows: readonly WriteRow[],
  keys: readonly RowKey[],
): Promise<Distinct> {
  const met = await findByKeys(session, session.write.on, keys)
  const there = new Set(met.rows)
  const repeated = new Set<WriteRow>()
  // One that is equal to no other has a group of its own.
  const groups = rows.map((_, at) => ((met.keys[at] ?? -1) < 0 ? -1 - at : (met.keys[at] as number)))
  const sizes = new Map<number, number>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  let distinct = 0
  let fresh: WriteRow[] = []
  for (const [at, row] of rows.entries()) {
    const group = groups[at] as number
    if (sizes.get(group) !== 1) repeated.add(row)
    else if (!there.has(group)) {
      fresh.push(row)
      distinct++
    } else if (changesOf(row, session).size > 0) {
      await insertNew(session, fresh)
      fresh = []
      await changeRow(session, row)
    }
  }
  await insertNew(session, fresh)
  // In the order of the list: the database may take keys for the same that have different places.
  return { distinct, repeated: session.rows.filter(row => repeated.has(row)) }
}

/** Changes the row, or inserts it: whether it is new. */
async function upsertRow(session: WriteSession, row: WriteRow): Promise<boolean> {
  if (await changeRow(session, row)) return false
  await insertNew(session, [row])
  return true
}

/** Whether the row is there; it is changed then, where there is something to change. */
async function changeRow(session: WriteSession, row: WriteRow): Promise<boolean> {
  const { write, statements } = session
  const key = keyOf(row, session)
  const where = targetOf(session)
  if (!where || !key) return false
  const changes = changesOf(row, session)
  const target = { conditions: where.conditions, keys: { columns: write.on, values: [key] } }
  if (changes.size > 0) return (await runUpdate(session, changes, target)) > 0
  return Number((await session.run(statements.count(target))).rows[0]?.[0] ?? 0) > 0
}

/** What the row changes of one that is there; the columns that the type's `where` fixes have their values already. */
function changesOf(row: WriteRow, { write }: WriteSession): WriteRow {
  const kept = [...row].filter(
    ([column]) => !write.keeps && !write.on.includes(column) && !write.fixed.includes(column),
  )
  return new Map(kept)
}

async function insertNew(session: WriteSession, rows: readonly WriteRow[]): Promise<void> {
  try {
    await insertRows(session, rows)
  } catch (error) {
    if (session.dialect.faultOf((error as Error).cause)?.kind !== 'unique') throw error
    throw new UpsertRace('a row with one of the keys is there', { cause: error })
  }
}

function keyOf(row: WriteRow, { write }: WriteSession): RowKey | undefined {
  const values = write.on.map(column => row.get(column))
  return values.every(value => value !== undefined && value !== null) ? (values as SqlScalar[]) : undefined
}
