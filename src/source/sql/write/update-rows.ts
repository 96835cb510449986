import { evaluateValue } from '../../../plan/evaluate.ts'
import { equalitiesOf } from '../../../plan/sql/type-where.ts'
import { uniqueKeys } from '../../../plan/sql/unique-keys.ts'
import { databaseError } from '../../database-error.ts'
import { type EmptyWhy, emptySlot } from '../../empty-slot.ts'
import type { Slot } from '../../source.ts'
import { convertValue } from '../convert/convert.ts'
import type { SqlScalar, SqlValue } from '../sql-value.ts'
import { buildSelect } from '../statement/build-select.ts'
import { refuseEmptyFilter, touchLimited } from './limited-rows.ts'
import { keyChunks, lockRows, type RowKey, readByKeys } from './read-rows.ts'
import { runUpdate } from './run-update.ts'
import { refuseOtherVersion, versionTarget, withNextVersion } from './versioned-rows.ts'
import type { WriteRow } from './write-row.ts'
import type { WriteKind, WriteSession } from './write-session.ts'
import type { Target } from './write-statement.ts'

export const UPDATE_ROWS: WriteKind = { touch: updateRows, readOne: updateAndReadOne, readAll: updateAndRead }

/** Changes all rows that the `where` finds: how many these are, also where there is nothing to set. */
async function updateRows(session: WriteSession): Promise<number> {
  const changes = changesOf(session)
  if (session.write.limit !== undefined)
    return touchLimited(session, async target => changes.size > 0 && (await runUpdate(session, changes, target)))
  const target = versionTarget(session)
  const touched = target ? await touchRows(session, changes, target) : 0
  if (touched === 0) await refuseOtherVersion(session)
  return touched
}

async function touchRows(session: WriteSession, row: WriteRow, target: Target): Promise<number> {
  if (row.size > 0) return runUpdate(session, withNextVersion(session, row), target)
  const { rows } = await session.run(session.statements.count(target))
  return Number(rows[0]?.[0] ?? 0)
}

/** Changes the one row that the `where` fixes by a key, and reads it; null where it is not there. */
async function updateAndReadOne(session: WriteSession): Promise<Slot> {
  const row = changesOf(session)
  const empty = (why: EmptyWhy) => emptySlot({ list: false }, why, session.counter)
  const fixed = fixedKey(session)
  if (!fixed) return empty('unmet_where')
  const target = versionTarget(session)
  if (!target) {
    await refuseOtherVersion(session)
    return empty('unmet_where')
  }
  const touched =
    row.size > 0
      ? await runUpdate(session, withNextVersion(session, row), target)
      : (await session.run(buildSelect({ ...target, columns: [] }, session.dialect))).rows.length
  if (touched > 1) throw severalRows(session)
  if (touched === 0) {
    await refuseOtherVersion(session)
    return empty('no_row')
  }
  const [slot] = await readByKeys(session, fixed.columns, [changedKey(fixed.columns, fixed.values, row)])
  return slot ?? null
}

/** Changes the rows that the `where` finds, and reads them. Throws SourceError for too many. */
async function updateAndRead(session: WriteSession): Promise<readonly Slot[]> {
  refuseEmptyFilter(session)
  const row = changesOf(session)
  const { plan, table, write } = session
  const [columns = []] = uniqueKeys(table, write.homeKey)
  const { keys } = await lockRows(session, columns)
  if (row.size > 0)
    for (const values of keyChunks(keys, columns.length, plan.binding.maxRows))
      await runUpdate(session, row, { conditions: [], keys: { columns, values } })
  return readByKeys(
    session,
    columns,
    keys.map(key => changedKey(columns, key, row)),
  )
}

/** What every row that is found is given. */
function changesOf({ rows: [row = new Map()] }: WriteSession): WriteRow {
  return row
}

export function severalRows({ plan }: WriteSession): Error {
  return databaseError('db_error', plan.binding.source, new Error('several rows have the key of one'))
}

/** The key that the equalities of the `where` fix, with their values; undefined where one of these is null or unknown. */
function fixedKey(session: WriteSession): { readonly columns: readonly string[]; readonly values: RowKey } | undefined {
  const { plan, table, write, scope, dialect } = session
  const values = new Map<string, SqlValue | undefined>()
  for (const { column, value } of equalitiesOf(plan.binding.where)) {
    const given = evaluateValue(value, scope)
    const isScalar = given !== null && given !== undefined && !Array.isArray(given)
    values.set(column, isScalar ? convertValue(given, table.columns.get(column), dialect.converters) : undefined)
  }
  const columns = uniqueKeys(table, write.homeKey).find(key => key.every(column => values.has(column)))
  if (!columns?.every(column => values.get(column) !== undefined)) return undefined
  return { columns, values: columns.map(column => values.get(column) as SqlScalar) }
}

/** The key as it is after the change. */
function changedKey(columns: readonly string[], values: RowKey, row: WriteRow): RowKey {
  return columns.map((column, at) => row.get(column) ?? (values[at] as SqlScalar))
}
