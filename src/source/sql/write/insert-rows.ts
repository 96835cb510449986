import { isStructure, uniqueKeys } from '../../../plan/sql/unique-keys.ts'
import { databaseError } from '../../database-error.ts'
import type { Slot } from '../../source.ts'
import { badUserInput } from '../error.ts'
import { MAX_PLACEHOLDERS } from '../limits.ts'
import type { SqlScalar } from '../sql-value.ts'
import { argumentsOf } from './blamed-arguments.ts'
import { inKeyOrder } from './in-key-order.ts'
import { type RowKey, readByKeys, readKey } from './read-rows.ts'
import type { WriteRow } from './write-row.ts'
import type { WriteKind, WriteSession } from './write-session.ts'

export const INSERT_ROWS: WriteKind = {
  touch: async session => {
    await insertRows(session, inKeyOrder(session, session.rows))
    return session.rows.length
  },
  readOne: async session => (await insertAndRead(session, session.rows))[0] ?? null,
  readAll: session => insertAndRead(session, session.rows),
}

/** Inserts rows, as many in a statement as go: those that follow each other with the same columns. */
export async function insertRows(session: WriteSession, rows: readonly WriteRow[]): Promise<void> {
  for (const run of runsOf(rows)) await session.run(session.statements.insert(run, []))
}

/**
 * Inserts rows and reads them, in their order. Where the database makes the keys, each is a statement of its own: of
 * several rows in one, no database says which key is whose.
 */
export async function insertAndRead(session: WriteSession, rows: readonly WriteRow[]): Promise<readonly Slot[]> {
  const { table, write } = session
  const keys = uniqueKeys(table, write.homeKey)
  const given = keys.find(key => rows.every(row => key.every(column => isGiven(row, column))))
  if (given) {
    await insertRows(session, inKeyOrder(session, rows))
    return readByKeys(
      session,
      given,
      rows.map(row => keyOf(row, given)),
    )
  }
  const made: RowKey[] = []
  const [key = []] = keys
  for (const row of rows) made.push(await insertOne(session, row, key))
  return readByKeys(session, key, made)
}

/** Inserts a row, and answers its values of a key's columns, some of which the database makes. */
export async function insertOne(session: WriteSession, row: WriteRow, key: readonly string[]): Promise<RowKey> {
  const { dialect, statements, plan, table } = session
  const missing = key.filter(column => !isGiven(row, column))
  const details = isStructure(table) ? table : undefined
  const isCounted = missing.length === 1 && details?.columns.get(missing[0] ?? '')?.counted === true
  if (dialect.writes.returning || (!isCounted && details && !details.tellsCountedOnly)) {
    const { columns, rows } = await session.run(statements.insert([row], key))
    return readKey(session, columns, rows[0] ?? [], key)
  }
  const [name] = isCounted ? [] : argumentsOf(missing, session)
  if (name !== undefined) throw badUserInput(`"${name}" needs a value.`, plan.binding.source)
  const { insertId } = await session.run(statements.insert([row], []))
  if (missing.length === 1 && insertId) {
    const values = key.map(column => row.get(column) ?? insertId)
    return readKey(session, key, values, key)
  }
  const cause = new Error(`the database does not tell the key (${key}) of a new row of "${table.name}"`)
  throw databaseError('db_error', plan.binding.source, cause)
}

/** Whether the row has a value for the column, and the database makes none. */
export function isGiven(row: WriteRow, column: string): boolean {
  return row.get(column) !== undefined && row.get(column) !== null
}

function keyOf(row: WriteRow, key: readonly string[]): RowKey {
  return key.map(column => row.get(column) as SqlScalar)
}

function runsOf(rows: readonly WriteRow[]): readonly (readonly WriteRow[])[] {
  const runs: WriteRow[][] = []
  let shape: string | undefined
  for (const row of rows) {
    const columns = [...row.keys()]
    const text = JSON.stringify(columns)
    const last = runs.at(-1)
    const fits = last && columns.length > 0 && (last.length + 1) * columns.length <= MAX_PLACEHOLDERS
    if (fits && text === shape) last.push(row)
    else runs.push([row])
    shape = text
  }
  return runs
}
