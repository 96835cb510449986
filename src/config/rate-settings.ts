import { isIP } from 'node:net'
import { parseDuration } from '../plan/duration.ts'
import { isObject } from '../plan/is-object.ts'
import { isRate, type Rate } from '../plan/user/rate.ts'

export function isRateLimit(value: unknown): value is Rate {
  if (!isObject(value)) return false
  const { limit, window } = value
  return typeof limit === 'number' && typeof window === 'number' && isRate({ limit, window })
}

/** Reads `600/1m`; undefined for what can't be read. */
export function parseRate(text: string): unknown {
  const [, limit = '', window = ''] = /^(\d+)\/(\w+)$/.exec(text.trim()) ?? []
  return limit === '' ? undefined : { limit: Number(limit), window: (parseDuration(window) ?? 0) / 1_000 }
}

/** Whether it is an address, or a network of them as `10.0.0.0/8`. */
export function isNetwork(value: unknown): boolean {
  const [address = '', bits, more] = typeof value === 'string' ? value.split('/') : []
  const family = isIP(address)
  if (family === 0 || more !== undefined) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32))
}

export function isRedisUrl(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && /^rediss?:$/.test(new URL(value).protocol)
}
