import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { HttpMethod } from '../../../src/plan/http/http-binding.ts'
import { startUpstream, type UpstreamAnswer } from '../../support/upstream.ts'
import { httpBinding, load, own } from '../http/support.ts'
import { openResilient } from './support.ts'

const ITEM = httpBinding({ path: [['items'], [own()]] })
const BUSY = { status: 503 }
const FINE = { json: { id: 1 } }

/** Answers with these one after the other, and with the last of them from then on. */
async function startScript(...answers: UpstreamAnswer[]) {
  let next = 0
  return startUpstream(() => answers[Math.min(next++, answers.length - 1)] as UpstreamAnswer)
}

test('A failed call of an idempotent method is tried once more, whatever failed', async () => {
  for (const answer of [BUSY, { status: 500 }, { fault: 'reset' }, { fault: 'truncated', json: {} }] as const) {
    await using upstream = await startScript(answer, FINE)
    await using source = openResilient(upstream.url)
    expect([await load(source, httpBinding()), upstream.requests.length]).toEqual([[{ id: 1 }], 2])
  }
})

test('A POST and a PATCH are sent once, whatever fails', async () => {
  for (const method of ['POST', 'PATCH'] as const)
    for (const mutation of [true, false])
      for (const answer of [BUSY, { status: 429, headers: { 'retry-after': '0' } }, { fault: 'reset' }] as const) {
        await using upstream = await startScript(answer)
        await using source = openResilient(upstream.url, { retries: 5 })
        const [slot] = await load(source, httpBinding({ method, mutation }))
        expect([slot, upstream.requests.length]).toMatchObject([{ source: 'api' }, 1])
      }
})

test('A PUT and a DELETE of a mutation are tried again', async () => {
  for (const method of ['PUT', 'DELETE'] as const) {
    await using upstream = await startScript({ fault: 'reset' }, FINE)
    await using source = openResilient(upstream.url)
    expect([await load(source, httpBinding({ method, mutation: true })), upstream.requests.length]).toEqual([
      [{ id: 1 }],
      2,
    ])
  }
})

test('An answer that is no failure is not asked for again', async () => {
  for (const answer of [{ status: 404 }, { status: 401 }, { body: 'no json' }, { status: 302 }]) {
    await using upstream = await startScript(answer, FINE)
    await using source = openResilient(upstream.url)
    const [slot] = await load(source, httpBinding())
    expect([slot, upstream.requests.length]).toMatchObject([{ source: 'api' }, 1])
  }
})

test('A call is tried as often as `retries` says, and its last failure is the error', async () => {
  for (const retries of [0, 1, 3]) {
    await using upstream = await startScript(...Array.from({ length: retries }, () => BUSY), { status: 502 }, FINE)
    await using source = openResilient(upstream.url, { retries })
    const [slot] = await load(source, httpBinding())
    expect([slot, upstream.requests.length]).toMatchObject([{ status: 502 }, retries + 1])
  }
})

test('A Retry-After that the budget has no time for ends the call at once, in both of its forms', async () => {
  const far = new Date(Date.now() + 3_600_000).toUTCString()
  for (const [after, status] of [
    ['3600', 503],
    ['9'.repeat(30), 503],
    [far, 429],
  ] as const) {
    await using upstream = await startScript({ status, headers: { 'retry-after': after } }, FINE)
    await using source = openResilient(upstream.url)
    const slots = await load(source, httpBinding(), [[]], { deadline: performance.now() + 10_000 })
    expect([slots, upstream.requests.length]).toMatchObject([[{ status }], 1])
  }
})

test('A Retry-After that fits is waited for, also that of a 429', async () => {
  const past = new Date(0).toUTCString()
  for (const after of ['0', past, 'soon']) {
    await using upstream = await startScript({ status: 429, headers: { 'retry-after': after } }, FINE)
    await using source = openResilient(upstream.url)
    expect([await load(source, httpBinding()), upstream.requests.length]).toEqual([[{ id: 1 }], 2])
  }
})

test('A Retry-After that asks for more than the wait left to chance is waited for to its end', async () => {
  await using patient = await startScript({ status: 503, headers: { 'retry-after': '2' } }, FINE)
  await using usual = await startScript({ status: 503 }, FINE)
  await using first = openResilient(patient.url)
  await using second = openResilient(usual.url)
  const ended: string[] = []
  const waiting = load(first, httpBinding()).finally(() => ended.push('told to wait'))
  await patient.received(1)
  const retried = load(second, httpBinding()).finally(() => ended.push('left to chance'))
  expect([await waiting, await retried]).toEqual([[{ id: 1 }], [{ id: 1 }]])
  expect(ended).toEqual(['left to chance', 'told to wait'])
  expect([patient.requests.length, usual.requests.length]).toEqual([2, 2])
})

test('A client that leaves ends the wait before a retry', async () => {
  const abort = new AbortController()
  await using upstream = await startScript({ status: 503, headers: { 'retry-after': '60' } }, FINE)
  await using source = openResilient(upstream.url)
  const slots = load(source, httpBinding(), [[]], { signal: abort.signal })
  await upstream.received(1)
  abort.abort('gone')
  await slots
  expect(upstream.requests.length).toBe(1)
})

/** Answers the first request of a connection, and breaks it at the second; `stale` of them do so. */
async function startStale(stale: number) {
  const sockets = new Set<Socket>()
  let requests = 0
  let broken = 0
  const server = createServer(socket => {
    let served = 0
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', () => {
      requests++
      if (served++ > 0 && broken++ < stale) socket.resetAndDestroy()
      else socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get requests() {
      return requests
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

test('A connection that was closed for being idle costs none of the retries, but never sends a POST twice that changes something', async () => {
  // undici may open a second connection while it tidies up the first; by the sixth call one has been used again.
  const CALLS = 6
  const ask = async (method: HttpMethod, mutation: boolean) => {
    await using upstream = await startStale(1)
    await using source = openResilient(upstream.url, { retries: 0 })
    const failures: unknown[] = []
    for (let n = 0; n < CALLS; n++) {
      const [slot] = await load(source, httpBinding({ method, mutation }))
      if (slot && typeof slot === 'object' && 'reason' in slot) failures.push(slot.reason)
    }
    return { failures, requests: upstream.requests }
  }
  expect(await ask('GET', false)).toEqual({ failures: [], requests: CALLS + 1 })
  expect(await ask('POST', false)).toEqual({ failures: [], requests: CALLS + 1 })
  expect(await ask('POST', true)).toEqual({ failures: ['reset'], requests: CALLS })
})

test('A connection that breaks at its first request is a failure, no idle one', async () => {
  await using upstream = await startScript({ fault: 'reset' }, FINE)
  await using source = openResilient(upstream.url, { retries: 0 })
  expect([await load(source, httpBinding()), upstream.requests.length]).toMatchObject([[{ reason: 'reset' }], 1])
})

test('Under random faults attempts stay within calls x 1.2 + 3, and every call has its answer', async () => {
  const answer = fc.constantFrom<UpstreamAnswer>(
    FINE,
    BUSY,
    { status: 500 },
    { fault: 'reset' },
    { fault: 'truncated', json: {} },
  )
  const wave = fc.integer({ min: 1, max: 30 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(answer, { minLength: 1, maxLength: 40 }),
      fc.array(wave, { maxLength: 4 }),
      async (answers, waves) => {
        let next = 0
        await using upstream = await startUpstream(() => answers[next++ % answers.length] as UpstreamAnswer)
        await using source = openResilient(upstream.url, { retries: 3 })
        let calls = 0
        for (const size of waves) {
          const slots = await load(
            source,
            ITEM,
            Array.from({ length: size }, (_, n) => [calls + n]),
          )
          calls += size
          expect(slots).toHaveLength(size)
          expect(upstream.requests.length).toBeLessThanOrEqual(calls * 1.2 + 3)
        }
      },
    ),
    { numRuns: 15 },
  )
})
