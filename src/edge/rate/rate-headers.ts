import type { Rate } from '../../plan/user/rate.ts'
import type { Taken } from './rate-store.ts'

/** What a client is told of how often it may ask, or for how much (draft-ietf-httpapi-ratelimit-headers-10). */
export function rateHeaders(
  counted: 'requests' | 'cost',
  { limit, window }: Rate,
  { remaining, reset }: Pick<Taken, 'remaining' | 'reset'>,
): Readonly<Record<string, string>> {
  return {
    'ratelimit-policy': `"${counted}";q=${limit};w=${window}`,
    ratelimit: `"${counted}";r=${remaining};t=${reset}`,
  }
}

/** Both, as items of one list each. */
export function joinRateHeaders(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return Object.fromEntries([...names].map(name => [name, [one[name] ?? [], other[name] ?? []].flat().join(', ')]))
}
