import { LRUCache } from 'lru-cache'
import type { Seen } from '../../guard/access.ts'
import { OperationPlans } from '../../plan/operation/operation-plans.ts'
import type { PreparedOperation } from './prepare.ts'

/** Plans that are kept, and roughly the bytes of all. */
const MOST = 10_000
const MOST_BYTES = 64_000_000

/** An operation for users who see this of its schema; each is planned once. */
export type PreparedFor = (prepared: PreparedOperation, seen: Seen) => PreparedOperation

export function createPreparedFor(): PreparedFor {
  const kept = new LRUCache<string, PreparedOperation>({ max: MOST, maxSize: MOST_BYTES })
  const ids = new WeakMap<PreparedOperation, number>()
  let count = 0
  const idOf = (prepared: PreparedOperation): number => {
    const id = ids.get(prepared) ?? ++count
    ids.set(prepared, id)
    return id
  }
  return (prepared, { plan, id }) => {
    const { schemaPlan, document, operation, size } = prepared.plans
    if (schemaPlan === plan) return prepared
    const key = `${idOf(prepared)} ${id}`
    const known = kept.get(key)
    if (known) return known
    const made = { ...prepared, plans: new OperationPlans(plan, document, operation, size) }
    kept.set(key, made, { size: made.bytes })
    return made
  }
}
