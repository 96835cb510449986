import type { SqlFilter } from '../../../plan/sql/sql-filter.ts'
import { hasClientFilter } from '../../../plan/sql/type-where.ts'
import { uniqueKeys } from '../../../plan/sql/unique-keys.ts'
import { badUserInput } from '../error.ts'
import { narrows } from '../filter/condition.ts'
import { keyChunks, lockRows, targetOf } from './read-rows.ts'
import type { WriteSession } from './write-session.ts'
import type { Target } from './write-statement.ts'

/**
 * Does something to the rows that a client's filter finds, which are locked and counted first: how many these are. Throws
 * SourceError (`BAD_USER_INPUT`) where there are more than the limit, and for a filter without a condition.
 */
export async function touchLimited(
  session: WriteSession,
  touch: (target: Target) => Promise<unknown>,
): Promise<number> {
  const { table, write, plan } = session
  refuseEmptyFilter(session)
  const [columns = []] = uniqueKeys(table, write.homeKey)
  const { keys } = await lockRows(session, columns)
  for (const values of keyChunks(keys, columns.length, plan.binding.maxRows))
    await touch({ conditions: [], keys: { columns, values } })
  return keys.length
}

/** Whatever else the `where` says, a client's filter compares something too. */
export function refuseEmptyFilter(session: WriteSession): void {
  const { plan } = session
  for (const filter of plan.binding.where.flatMap(clientFilters)) {
    const alone = { ...session, plan: { ...plan, binding: { ...plan.binding, where: [filter] } } }
    const target = targetOf(alone)
    if (target && !target.conditions.some(narrows))
      throw badUserInput('The filter has no condition, and would find all rows.', plan.binding.source)
  }
}

/** Those that a client sends, without what the schema combines them with. */
function clientFilters(filter: SqlFilter): readonly SqlFilter[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.filters.flatMap(clientFilters)
    case 'not':
      return clientFilters(filter.filter).map(each => ({ kind: 'not', filter: each }))
    case 'related':
      return clientFilters(filter.filter).map(each => ({ ...filter, filter: each }))
    case 'aggregate': {
      const { relation, filter: counted, having } = filter
      const rows = counted ? clientFilters(counted) : []
      return [
        // A filter that no row can match says nothing of which rows count either, so it may not be one that is never true.
        ...rows.map((each): SqlFilter => ({ kind: 'related', relation, quantifier: 'every', filter: each })),
        ...clientFilters(having).map(each => ({ ...filter, having: each })),
      ]
    }
    default:
      return hasClientFilter([filter]) ? [filter] : []
  }
}
