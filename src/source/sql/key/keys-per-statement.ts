import type { SqlBinding } from '../../../plan/sql/sql-binding.ts'
import type { Client } from '../../client.ts'
import type { SourcePlan } from '../../source-plan.ts'
import { naturalNumber } from '../filter/natural-number.ts'

/** What a page may need beside its rows: one more, and one on each side. */
const BESIDE_PAGE = 3

/** How many keys one statement may have, so that the rows of all, each with its own limit, are no more than `maxRows`. */
export function keysPerStatement(plan: SourcePlan<SqlBinding>, client: Client): number {
  const { page, maxRows } = plan.binding
  const wanted = wantedRows(plan, client)
  if (wanted === undefined) return Number.POSITIVE_INFINITY
  return Math.max(1, Math.floor(maxRows / Math.max(1, wanted + (page ? BESIDE_PAGE : 0))))
}

/** How many rows a key has at most, where binding or arguments say it. */
export function wantedRows({ binding, args }: SourcePlan<SqlBinding>, client: Client): number | undefined {
  const { list, page, limit, source } = binding
  const scope = { args, key: [], batch: [], client }
  const read = (template: typeof limit) => {
    try {
      return naturalNumber('limit', template, scope, source)
    } catch {
      // The statement itself will refuse it.
      return undefined
    }
  }
  return list ? (read(page?.first) ?? read(page?.last) ?? read(limit)) : undefined
}
