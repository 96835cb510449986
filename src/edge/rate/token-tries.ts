import type { Rate } from '../../plan/user/rate.ts'
import { type Refusal, refuseRate } from '../graphql/refusal.ts'
import type { Exchange } from '../server/exchange.ts'
import { createAddressOf } from './client-address.ts'
import { rateHeaders } from './rate-headers.ts'
import type { RateStore } from './rate-store.ts'

type Incoming = Exchange['incoming']

/**
 * Counts the tokens of an address of which nothing is known yet, so that nobody has an issuer asked as often as he likes. One that is good is
 * taken back: its user is counted.
 */
export interface TokenTries {
  /** A refusal where too many were not good. */
  begin(incoming: Incoming): Promise<Refusal | undefined>
  takeBack(incoming: Incoming): void
}

interface TriesOptions {
  readonly rateLimit: Rate | undefined
  readonly trustedProxies: readonly string[]
  readonly rates: RateStore | undefined
}

/** Undefined where one client may ask as often as it likes. */
export function createTokenTries({ rateLimit, trustedProxies, rates }: TriesOptions): TokenTries | undefined {
  if (!rateLimit || !rates) return undefined
  const addressOf = createAddressOf(trustedProxies)
  return {
    async begin(incoming) {
      const taken = await rates.take('tokens', rateLimit, addressOf(incoming), 1)
      return taken.isOver ? refuseRate(taken.reset, rateHeaders('requests', rateLimit, taken)) : undefined
    },
    takeBack: incoming => void rates.giveBack('tokens', rateLimit, addressOf(incoming), 1),
  }
}
