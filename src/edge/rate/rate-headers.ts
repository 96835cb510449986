import type { Rate } from '../../plan/user/rate.ts'
import type { Taken } from './rate-store.ts'

/** What a client is told of how often it may ask (draft-ietf-httpapi-ratelimit-headers-10). */
export function rateHeaders(
  { limit, window }: Rate,
  { remaining, reset }: Pick<Taken, 'remaining' | 'reset'>,
): Readonly<Record<string, string>> {
  return {
    'ratelimit-policy': `"requests";q=${limit};w=${window}`,
    ratelimit: `"requests";r=${remaining};t=${reset}`,
  }
}
