import { expect, test } from 'vitest'
import { createPool } from '../../../src/source/sql/pool/pool.ts'

const never = new AbortController().signal
const request = {}

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
function watch(waiting: readonly Promise<string>[]): string[] {
  const seen = waiting.map(() => 'waits')
  for (const [at, each] of waiting.entries())
    each.then(
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
  const { pool, fail } = poolOfAttempts()
  const first = watch([pool.acquire(never, request), pool.acquire(never, request)])
  await fail(0)
  expect(first).toEqual(['waits', 'waits'])
  const second = watch([pool.acquire(never, request), pool.acquire(never, request)])
  await fail(1)
  expect(first).toEqual(['attempt 1 failed', 'attempt 1 failed'])
  expect(second).toEqual(['waits', 'waits'])
  const third = watch([pool.acquire(never, request)])
  await fail(2)
  await fail(3)
  expect([...second, ...third]).toEqual(['waits', 'waits', 'waits'])
  await fail(4)
  expect([...second, ...third]).toEqual(['attempt 4 failed', 'attempt 4 failed', 'attempt 4 failed'])
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
