import { isDeepStrictEqual } from 'node:util'
import type { CancelSignal } from '../../cancel.ts'
import type { Catalog } from '../../catalog.ts'

export interface CatalogCache {
  /** Reads the catalogue anew and keeps it. */
  refresh(signal: CancelSignal): Promise<Catalog>
  /** The catalogue that was read last; where there is none, reads it once for all who wait. */
  current(): Promise<Catalog>
  /** The catalogue that was read last. */
  last(): Catalog | undefined
  /**
   * Whether it is another one than `used`, for who has reason to think so: it is read anew, but once in two seconds at most, and
   * for a twentieth of the time.
   */
  recheck(used: Catalog | undefined): Promise<boolean>
}

/** In milliseconds. */
const RECHECK_INTERVAL = 2_000
const RECHECK_SHARE = 20

export function createCatalogCache(
  read: (signal: CancelSignal) => Promise<Catalog>,
  closing: CancelSignal,
): CatalogCache {
  let last: Catalog | undefined
  let pending: Promise<Catalog> | undefined
  let readAt = Number.NEGATIVE_INFINITY
  let duration = 0
  let checking: Promise<boolean> | undefined
  const refresh = async (signal: CancelSignal) => {
    readAt = performance.now()
    const found = await read(signal)
    // One that is the same stays the same object.
    if (!isDeepStrictEqual(found, last)) last = found
    duration = performance.now() - readAt
    return last ?? found
  }
  const join = () => {
    pending ??= refresh(closing).finally(() => {
      pending = undefined
    })
    return pending
  }
  const check = async (used: Catalog | undefined) => used !== (await join())
  return {
    refresh,
    current: async () => last ?? join(),
    last: () => last,
    async recheck(used) {
      if (used === undefined) return false
      if (last !== used) return true
      const isDue = performance.now() - readAt >= Math.max(RECHECK_INTERVAL, duration * RECHECK_SHARE)
      if (!checking && !isDue) return false
      checking ??= check(used).finally(() => {
        checking = undefined
      })
      return await checking
    },
  }
}
