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
   * Whether it is another one than `used`, for who has reason to think so: it is read anew, but in the long run once in two
   * seconds at most, and for a twentieth of the time.
   */
  recheck(used: Catalog | undefined): Promise<boolean>
}

/** In milliseconds. */
const RECHECK_INTERVAL = 2_000
/** How often it may be read at once, so that what changes soon after it was read is found as well. */
const RECHECK_BURST = 3
const RECHECK_SHARE = 20

export function createCatalogCache(
  read: (signal: CancelSignal) => Promise<Catalog>,
  closing: CancelSignal,
): CatalogCache {
  let last: Catalog | undefined
  let pending: Promise<Catalog> | undefined
  let duration = 0
  let checking: Promise<boolean> | undefined
  let credit = RECHECK_BURST
  let creditedAt = performance.now()
  const refresh = async (signal: CancelSignal) => {
    const readAt = performance.now()
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
  const takeCredit = (): boolean => {
    const now = performance.now()
    credit = Math.min(RECHECK_BURST, credit + (now - creditedAt) / Math.max(RECHECK_INTERVAL, duration * RECHECK_SHARE))
    creditedAt = now
    if (credit < 1) return false
    credit--
    return true
  }
  return {
    refresh,
    current: async () => last ?? join(),
    last: () => last,
    async recheck(used) {
      if (used === undefined) return false
      if (last !== used) return true
      if (!checking && !takeCredit()) return false
      checking ??= check(used).finally(() => {
        checking = undefined
      })
      return await checking
    },
  }
}
