import { holdKeys } from '../key/keys.ts'
import { type MetKeys, matchKeys } from '../key/match-keys.ts'
import { readRowKeys } from '../row/rows.ts'
import { buildSelect } from '../statement/build-select.ts'
import { selectOrders } from '../statement/select-orders.ts'
import { type RowKey, targetOf } from './read-rows.ts'
import type { WriteSession } from './write-session.ts'

/**
 * Which of the keys have rows that the binding's `where` finds, and which of them are equal to the database. Rows that are to be
 * changed are locked, in the order of their keys. Throws SourceError.
 */
export async function findByKeys(
  session: WriteSession,
  columns: readonly string[],
  keys: readonly RowKey[],
): Promise<MetKeys> {
  const { plan, write, table, dialect, statements, classify } = session
  const { converters, aggregates } = dialect
  const known = columns.map(column => table.columns.get(column))
  const held = holdKeys(keys, known)
  const where = targetOf(session)
  if (!where)
    return matchKeys(
      held,
      columns.map(() => []),
      known,
      classify,
    )
  const { source, maxFilterRelations } = plan.binding
  const orderBy = selectOrders(
    columns.map(column => ({ column, direction: 'ASC' })),
    { ...session, converters, aggregates, source, maxFilterRelations },
  )
  const select = { ...where, columns, keys: { columns, values: keys }, orderBy, limit: undefined }
  const { rows } = await session.run(write.keeps ? buildSelect(select, dialect) : statements.lock(select))
  const binding = { ...plan.binding, keyColumns: columns }
  const input = { plan: { ...plan, binding }, table, converters, columns }
  return matchKeys(held, readRowKeys(rows, known, input), known, classify)
}
