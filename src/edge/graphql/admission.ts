import type { SchemaPlan } from '../../plan/schema-plan.ts'
import type { Denial } from '../../plan/user/guards.ts'
import type { Rate } from '../../plan/user/rate.ts'
import type { User } from '../../plan/user/user.ts'
import { type Soon, whenHere } from '../../source/soon.ts'
import { type Charge, createCharge } from '../rate/charge.ts'
import { createAddressOf } from '../rate/client-address.ts'
import { limitedFields } from '../rate/limited-fields.ts'
import { rateHeaders } from '../rate/rate-headers.ts'
import type { RateStore } from '../rate/rate-store.ts'
import type { Exchange } from '../server/exchange.ts'
import type { Authenticate } from '../user/asking.ts'
import type { PreparedOperation } from './prepare.ts'
import { isRefusal, type Refusal, refuseRate } from './refusal.ts'

export interface AdmissionOptions {
  readonly schemaPlan: SchemaPlan
  /** How often one client may ask; undefined for as often as it likes. */
  readonly rateLimit: Rate | undefined
  /** What the operations of one client may cost; undefined for as much as it likes. */
  readonly costRateLimit: Rate | undefined
  /** Addresses and networks whose word of where a request comes from is taken. */
  readonly trustedProxies: readonly string[]
  /** What counts; undefined where nothing is counted. */
  readonly rates: RateStore | undefined
}

/** A request that may go on. */
export interface Admitted {
  readonly user: User | undefined
  /** What its answer says of how often it may be asked. */
  readonly headers: Readonly<Record<string, string>>
  /** Counts an operation by what it may cost; undefined where nobody does. */
  readonly charge?: Charge | undefined
  /** Counts the fields of an operation that may not be asked as often as one likes; those that are over, by their coordinates. */
  fieldsOver(prepared: PreparedOperation): Promise<ReadonlyMap<string, Denial>> | undefined
}

/** Tells who sends a request, and counts it, before anything of it is read. */
export type Admission = (exchange: Exchange) => Soon<Admitted | Refusal>

const NO_HEADERS = {}
/** A request of which nothing is to be remembered. */
export const ANYBODY: Admitted = { user: undefined, headers: NO_HEADERS, fieldsOver: () => undefined }

const TOO_OFTEN: Denial = { code: 'REQUEST_RATE_LIMITED', message: 'This field is asked too often. Try again later.' }

export function createAdmission(options: AdmissionOptions, authenticate: Authenticate): Admission {
  const { schemaPlan, rateLimit, costRateLimit, trustedProxies, rates } = options
  const isCounted =
    rates !== undefined && (rateLimit !== undefined || costRateLimit !== undefined || schemaPlan.rates.size > 0)
  const addressOf = createAddressOf(trustedProxies)

  const count = async (user: User | undefined, incoming: Exchange['incoming'], store: RateStore) => {
    const client = clientOf(user) ?? `address ${addressOf(incoming)}`
    const fieldsOver = (prepared: PreparedOperation) => takeFields(prepared, client, store)
    const charge = costRateLimit && createCharge(store, costRateLimit, client)
    if (!rateLimit) return { user, headers: NO_HEADERS, charge, fieldsOver }
    const taken = await store.take('requests', rateLimit, client, 1)
    const headers = rateHeaders('requests', rateLimit, taken)
    return taken.isOver ? refuseRate(taken.reset, headers) : { user, headers, charge, fieldsOver }
  }

  const takeFields = (prepared: PreparedOperation, client: string, store: RateStore) => {
    const fields = limitedFields(prepared, schemaPlan)
    return fields.length === 0 ? undefined : overOf(fields, client, store)
  }

  return exchange => {
    const { incoming } = exchange
    const known = authenticate(exchange)
    if (!isCounted) {
      if (known === undefined) return ANYBODY
      return whenHere(known, user => (user && isRefusal(user) ? user : { ...ANYBODY, user }))
    }
    return whenHere(known, user => {
      // A token that is no good may not be tried as often as one likes either.
      if (!user || !isRefusal(user)) return count(user, incoming, rates)
      return count(undefined, incoming, rates).then(result => (isRefusal(result) ? result : user))
    })
  }
}

async function overOf(
  fields: ReturnType<typeof limitedFields>,
  client: string,
  store: RateStore,
): Promise<ReadonlyMap<string, Denial>> {
  const over = new Map<string, Denial>()
  await Promise.all(
    fields.map(async ({ coordinate, rate, times }) => {
      if ((await store.take(coordinate, rate, client, times)).isOver) over.set(coordinate, TOO_OFTEN)
    }),
  )
  return over
}

/** A user, however it comes here. */
function clientOf(user: User | undefined): string | undefined {
  const [iss, sub] = ['iss', 'sub'].map(name => user?.claims.get(name))
  return typeof sub === 'string' && sub !== '' ? `user ${JSON.stringify([user?.authority, iss, sub])}` : undefined
}
