import { expect, test } from 'vitest'
import { startTimeLimit } from '../../src/source/time-limit.ts'

test('No call ends by its time before that has passed, whatever fraction of a millisecond it ends at', async () => {
  const closing = new AbortController().signal
  const early = await Promise.all(
    Array.from({ length: 500 }, async (_, at) => {
      const deadline = performance.now() + 1 + at * 0.0973
      using limit = startTimeLimit('db', 60_000, { signal: new AbortController().signal, deadline }, closing)
      if (!limit.signal.aborted) await new Promise<void>(resolve => limit.signal.addEventListener('abort', resolve))
      return deadline - performance.now()
    }),
  )
  expect(early.filter(left => left > 0)).toEqual([])
})
