import { afterEach, expect, test, vi } from 'vitest'
import type { Soon } from '../../../src/source/soon.ts'
import { createPool } from '../../../src/source/sql/pool/pool.ts'

const never = new AbortController().signal
const request = {}

afterEach(() => {
  vi.useRealTimers()
})

/** A pool whose attempts to open a connection end when the test says so. */
function poolOfAttempts() {
  const attempts: PromiseWithResolvers<string>[] = []
  const pool = createPool<string>({
    size: 10,
    idleTimeout: 60_000,
    maxWaiting: 100,
    refuse: () => new Error('full'),
    open() {
      const attempt = Promise.withResolvers<string>()
      attempts.push(attempt)
      return attempt.promise
    },
    end: async () => {},
    destroy: () => {},
  })
  const fail = async (at: number) => {
    attempts[at]?.reject(new Error(`attempt ${at} failed`))
    await new Promise(setImmediate)
  }
  return { pool, attempts, fail }
}

/** What has become of each that waits. */
function watch(waiting: readonly Soon<string>[]): string[] {
  const seen = waiting.map(() => 'waits')
  for (const [at, each] of waiting.entries())
    Promise.resolve(each).then(
      connection => {
        seen[at] = connection
      },
      (error: Error) => {
        seen[at] = error.message
      },
    )
  return seen
}

test('Who waits fails with the attempts that were under way at the first failure, however many others begin', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { pool, attempts, fail } = poolOfAttempts()
  const first = watch([pool.acquire(never, request), pool.acquire(never, request)])
  await fail(0)
  expect(first).toEqual(['waits', 'waits'])
  vi.advanceTimersByTime(100)
  const second = watch([pool.acquire(never, request), pool.acquire(never, request)])
  expect(attempts).toHaveLength(3)
  await fail(1)
  expect(first).toEqual(['attempt 1 failed', 'attempt 1 failed'])
  expect(second).toEqual(['waits', 'waits'])
  vi.advanceTimersByTime(100)
  const third = watch([pool.acquire(never, request)])
  await fail(2)
  expect([...second, ...third]).toEqual(['attempt 2 failed', 'attempt 2 failed', 'waits'])
  await fail(3)
  expect(third).toEqual(['attempt 3 failed'])
})

test('A server that refuses is asked ten times a second, however many wait, until it takes somebody in', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { pool, attempts, fail } = poolOfAttempts()
  const first = watch([pool.acquire(never, request)])
  await fail(0)
  expect(first).toEqual(['attempt 0 failed'])
  for (let round = 1; round <= 10; round++) {
    const seen = watch(Array.from({ length: 30 }, () => pool.acquire(never, {})))
    expect(attempts).toHaveLength(round)
    vi.advanceTimersByTime(100)
    expect(attempts).toHaveLength(round + 1)
    await fail(round)
    expect(new Set(seen)).toEqual(new Set([`attempt ${round} failed`]))
  }
  const seen = watch(Array.from({ length: 4 }, () => pool.acquire(never, {})))
  vi.advanceTimersByTime(100)
  expect(attempts).toHaveLength(12)
  attempts[11]?.resolve('connection')
  await new Promise(setImmediate)
  // The others are opened at once.
  expect([seen[0], attempts.length]).toEqual(['connection', 15])
})

test('More than may wait are refused while a server refuses', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { pool, fail } = poolOfAttempts()
  watch([pool.acquire(never, request)])
  await fail(0)
  const seen = watch(Array.from({ length: 101 }, () => pool.acquire(never, {})))
  await new Promise(setImmediate)
  expect(seen.filter(each => each === 'full')).toHaveLength(1)
  await pool[Symbol.asyncDispose]()
  expect(vi.getTimerCount()).toBe(0)
})

test('An idle connection is there at once, and stays idle where its signal is aborted', async () => {
  const { pool, attempts } = poolOfAttempts()
  const first = pool.acquire(never, request)
  attempts[0]?.resolve('connection')
  pool.release(await first)
  await expect(pool.acquire(AbortSignal.abort(new Error('gone')), request)).rejects.toThrow('gone')
  expect(pool.state()).toEqual({ connections: 1, inFlight: 0, waiting: 0 })
  expect(pool.acquire(never, request)).toBe('connection')
  expect(pool.state()).toEqual({ connections: 1, inFlight: 1, waiting: 0 })
})

test('Who waits is served by a server that allows fewer connections than are opened', async () => {
  const { pool, attempts, fail } = poolOfAttempts()
  const seen = watch([pool.acquire(never, request), pool.acquire(never, request), pool.acquire(never, request)])
  await fail(0)
  attempts[1]?.resolve('connection')
  await fail(2)
  expect(seen).toEqual(['connection', 'waits', 'waits'])
  pool.release('connection')
  await new Promise(setImmediate)
  expect(seen).toEqual(['connection', 'connection', 'waits'])
})
