import type { Rate } from '../../plan/user/rate.ts'
import { type Refusal, refuseCost, refuseRate } from '../graphql/refusal.ts'
import { rateHeaders } from './rate-headers.ts'
import type { RateStore } from './rate-store.ts'

/** What has come of counting what an operation may cost. */
interface Charged {
  /** Where it costs more than its client may spend now. */
  readonly refusal: Refusal | undefined
  /** What the answer says of how much is left. */
  readonly headers: Readonly<Record<string, string>>
}

/** Counts an operation by its cost, before anything is called for it. */
export type Charge = (cost: number) => Promise<Charged>

/** Of one client. What is refused is not counted, so that the client can ask for less at once. */
export function createCharge(store: RateStore, rate: Rate, client: string): Charge {
  return async cost => {
    if (cost > rate.limit) return { refusal: refuseCost(rate), headers: {} }
    // What has no objects is work all the same.
    const points = Math.max(1, cost)
    const taken = await store.take('cost', rate, client, points)
    if (!taken.isOver) return { refusal: undefined, headers: rateHeaders('cost', rate, taken) }
    const remaining = await store.giveBack('cost', rate, client, points)
    const message = `The operations of this client cost too much. Try again in ${taken.reset} s.`
    const headers = rateHeaders('cost', rate, { ...taken, remaining })
    return { refusal: refuseRate(taken.reset, {}, message), headers }
  }
}
