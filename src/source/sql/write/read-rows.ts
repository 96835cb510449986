import type { SqlFilter } from '../../../plan/sql/sql-filter.ts'
import { databaseError } from '../../database-error.ts'
import { emptySlot } from '../../empty-slot.ts'
import type { Slot } from '../../source.ts'
import { SourceError } from '../../source-error.ts'
import { readValue } from '../convert/read-value.ts'
import type { ResultSet } from '../dialect.ts'
import { badUserInput } from '../error.ts'
import type { KeyValues } from '../key/key-groups.ts'
import { createKeyConverter, holdKeys } from '../key/keys.ts'
import { matchKeys, meetOneKey } from '../key/match-keys.ts'
import { readRows } from '../row/read-rows.ts'
import { readRowKeys, rowsToSlots } from '../row/rows.ts'
import { resolveSelect } from '../statement/resolve.ts'
import { selectOrders } from '../statement/select-orders.ts'
import type { SelectPlan } from '../statement/select-plan.ts'
import type { WriteSession } from './write-session.ts'

/** A row's values of a key's columns, as the columns hold them. */
export type RowKey = KeyValues

/** Most values of one IN list: under the placeholder limits of all databases, padding included. */
const MAX_KEY_VALUES = 8_192

/** The rows with these keys, in their order; null for one that is not there. */
export async function readByKeys(
  session: WriteSession,
  columns: readonly string[],
  keys: readonly RowKey[],
): Promise<readonly Slot[]> {
  const { plan, table, tables, dialect, scope } = session
  const { converters, aggregates } = dialect
  // The statement that wrote has held the rows against the type's `where`.
  const binding = { ...plan.binding, where: [], keyColumns: columns, list: false }
  const known = columns.map(column => table.columns.get(column))
  const slots: Slot[] = []
  for (const chunk of keyChunks(keys, columns.length, binding.maxRows)) {
    const read = { plan: { ...plan, binding }, table, joinTable: undefined, tables, scope, keys: chunk }
    const input = { ...read, converters, aggregates }
    const meet = (result: ResultSet, selected: readonly string[]) =>
      chunk.length === 1
        ? meetOneKey(chunk, result.rows.length)
        : matchKeys(
            holdKeys(chunk, known),
            readRowKeys(result.rows, known, { ...input, columns: selected }),
            known,
            session.classify,
          )
    const { counter, run } = session
    slots.push(
      ...(await readRows({ input, keys: chunk, counter, run, meet, syntax: dialect, faultOf: dialect.faultOf })),
    )
  }
  return slots
}

/** Rows that nobody else changes until the transaction ends: their keys, and what is selected of them. */
export interface LockedRows {
  readonly keys: readonly RowKey[]
  readonly slots: readonly Slot[]
}

/** Locks the rows that the binding's `where` finds, in the order of the key. Throws SourceError for too many. */
export async function lockRows(session: WriteSession, key: readonly string[]): Promise<LockedRows> {
  const { plan, write, table, dialect } = session
  const { maxRows, source, maxFilterRelations } = plan.binding
  const most = write.limit ?? maxRows
  const found = targetOf(session)
  if (!found) {
    session.counter.count('unmet_where')
    return { keys: [], slots: [] }
  }
  const columns = [...new Set([...found.columns, ...key])]
  const { converters, aggregates } = dialect
  const orderScope = { ...session, converters, aggregates, source, maxFilterRelations }
  const orderBy = selectOrders(
    key.map(column => ({ column, direction: 'ASC' })),
    orderScope,
  )
  const { rows } = await session.run(
    session.statements.lock({ ...found, columns, orderBy, limit: { rows: most + 1, fixed: true } }),
  )
  if (rows.length > most) {
    if (write.limit !== undefined)
      throw badUserInput(`This would change more than ${most} rows; nothing was changed.`, source)
    const message = `This would change more rows than the source's maxRows of ${maxRows}; nothing was changed.`
    throw new SourceError(message, { reason: 'too_large', source })
  }
  const read = { plan: { ...plan, binding: { ...plan.binding, list: true } }, table, columns }
  const input = { ...read, converters }
  const [slots] = await rowsToSlots(meetOneKey([[]], rows.length), rows, input, {
    keys: [[]],
    counter: session.counter,
  })
  return { keys: rows.map(row => readKey(session, columns, row, key)), slots: slots as readonly Slot[] }
}

/** Locks the one row that the binding's `where` finds: what is selected of it, or null. Throws SourceError for several. */
export async function lockRow(session: WriteSession): Promise<Slot> {
  const { plan, table, dialect } = session
  const found = targetOf(session)
  if (!found) return emptySlot({ list: false }, 'unmet_where', session.counter)
  const { rows } = await session.run(session.statements.lock(found))
  const read = { plan: { ...plan, binding: { ...plan.binding, list: false } }, table, columns: found.columns }
  const input = { ...read, converters: dialect.converters }
  const [slot] = await rowsToSlots(meetOneKey([[]], rows.length), rows, input, { keys: [[]], counter: session.counter })
  if (slot instanceof SourceError) throw slot
  return slot
}

/**
 * What the binding's `where` comes to, with more conditions behind it: its conditions, and the columns that are selected;
 * undefined where no row can match.
 */
export function targetOf(
  { plan, table, tables, dialect, scope }: WriteSession,
  more: readonly SqlFilter[] = [],
): SelectPlan | undefined {
  const binding = { ...plan.binding, where: [...plan.binding.where, ...more], list: false }
  const { converters, aggregates } = dialect
  const input = { plan: { ...plan, binding }, table, joinTable: undefined, tables, scope, keys: [] }
  return resolveSelect({ ...input, converters, aggregates })
}

/** The values of a row's key. Throws SourceError where it has none. */
export function readKey(
  { plan, table, dialect }: WriteSession,
  columns: readonly string[],
  row: readonly unknown[],
  key: readonly string[],
): RowKey {
  const known = key.map(name => table.columns.get(name))
  const values = key.map((name, at) => readValue(row[columns.indexOf(name)], known[at], false))
  const converted = createKeyConverter(known, dialect.converters)(values)
  if (converted) return converted
  throw databaseError('db_error', plan.binding.source, new Error(`a row of "${table.name}" has no key (${key})`))
}

/** Chunks of one statement each. */
export function keyChunks(keys: readonly RowKey[], width: number, maxRows: number): readonly (readonly RowKey[])[] {
  const size = keysPerChunk(width, maxRows)
  const chunks: (readonly RowKey[])[] = []
  for (let start = 0; start < keys.length; start += size) chunks.push(keys.slice(start, start + size))
  return chunks
}

/** Most keys of one statement that has `width` columns for each. */
export function keysPerChunk(width: number, maxRows: number): number {
  return Math.max(1, Math.min(Math.floor(MAX_KEY_VALUES / width), maxRows))
}
