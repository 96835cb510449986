import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CancelSource } from '../../../src/source/cancel.ts'
import { createCatalogCache } from '../../../src/source/sql/catalog/catalog-cache.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

test('A catalogue is read again three times at once, then once in two seconds, and for a twentieth of the time', async () => {
  const closing = new CancelSource()
  let reads = 0
  let duration = 0
  const cache = createCatalogCache(async () => {
    reads++
    vi.advanceTimersByTime(duration)
    return { tables: new Map() }
  }, closing)
  const readsOf = async (milliseconds: number) => {
    const before = reads
    for (let step = 0; step < 100; step++) {
      expect(await cache.recheck(cache.last())).toBe(false)
      vi.advanceTimersByTime(milliseconds / 100)
    }
    return reads - before
  }
  await cache.current()
  expect(reads).toBe(1)
  expect(await readsOf(1_000)).toBe(3)
  expect(await readsOf(20_000)).toBe(10)
  duration = 1_000
  // A read itself takes time.
  expect(await readsOf(60_000)).toBeLessThanOrEqual(4)
})
