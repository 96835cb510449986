import { expect, test } from 'vitest'
import { AnswerBudget, AnswerRoom } from '../../../src/source/answer-budget.ts'
import { CallBudget, unlimitedCalls } from '../../../src/source/call-budget.ts'
import type { CallRecord } from '../../../src/source/call-record.ts'
import type { SourceError } from '../../../src/source/source-error.ts'
import { createBarrier } from '../../support/barrier.ts'
import { startUpstream, type UpstreamAnswer } from '../../support/upstream.ts'
import { httpBinding, load, own } from '../http/support.ts'
import { openResilient, openShared } from './support.ts'

const ITEM = httpBinding({ path: [['items'], [own()]] })

/** Holds every request until it is told; remembers how many it held at once. */
async function startHolding() {
  const open = Promise.withResolvers<void>()
  let held = 0
  let most = 0
  const upstream = await startUpstream(async (): Promise<UpstreamAnswer> => {
    most = Math.max(most, ++held)
    await open.promise
    held--
    return { json: { id: 1 } }
  })
  return {
    upstream,
    open: open.resolve,
    get most() {
      return most
    },
    [Symbol.asyncDispose]: () => upstream[Symbol.asyncDispose](),
  }
}

test('No more calls than maxInFlight are made at once, those beyond wait, and those beyond maxWaiting are refused', async () => {
  await using holding = await startHolding()
  await using source = openResilient(holding.upstream.url, { maxInFlight: 3, maxWaiting: 2 })
  const slots = load(source, ITEM, [[1], [2], [3], [4], [5], [6]])
  await holding.upstream.received(3)
  holding.open()
  const fine = { id: 1 }
  expect(await slots).toEqual([
    ...Array.from({ length: 5 }, () => fine),
    {
      code: 'REQUEST_CONCURRENCY_LIMITED',
      message: 'Too many calls wait for the source.',
      retryable: true,
      source: 'api',
    },
  ])
  expect([holding.most, holding.upstream.requests.length]).toEqual([3, 5])
})

test('Requests take turns at a source, each in its own order', async () => {
  await using holding = await startHolding()
  await using source = openResilient(holding.upstream.url, { maxInFlight: 1 })
  const loads = [
    load(source, ITEM, [[1], [2], [3], [4]], { calls: unlimitedCalls() }),
    load(source, ITEM, [[5], [6]], { calls: unlimitedCalls() }),
    load(source, ITEM, [[7]], { calls: unlimitedCalls() }),
  ]
  await holding.upstream.received(1)
  holding.open()
  await Promise.all(loads)
  const order = [1, 2, 5, 7, 3, 6, 4]
  expect(holding.upstream.requests.map(({ url }) => url)).toEqual(order.map(id => `/items/${id}`))
})

test('Where maxWaiting wait, the newest call of the request with the most gives way', async () => {
  await using holding = await startHolding()
  await using source = openResilient(holding.upstream.url, { maxInFlight: 1, maxWaiting: 3 })
  const greedy = load(source, ITEM, [[1], [2], [3], [4]], { calls: unlimitedCalls() })
  const other = load(source, ITEM, [[5], [6]], { calls: unlimitedCalls() })
  await holding.upstream.received(1)
  holding.open()
  const fine = { id: 1 }
  const limited = { code: 'REQUEST_CONCURRENCY_LIMITED' }
  // With a second one the other would have more than the greedy one has left.
  expect([await greedy, await other]).toMatchObject([
    [fine, fine, fine, limited],
    [fine, limited],
  ])
  expect(holding.upstream.requests.map(({ url }) => url)).toEqual(['/items/1', '/items/2', '/items/5', '/items/3'])
})

test('A call that another request joins in the queue is made in the turn of either, also when the first has gone', async () => {
  await using holding = await startHolding()
  await using source = openShared(holding.upstream.url, { maxInFlight: 1 })
  const [abort, greedy, other] = [new AbortController(), unlimitedCalls(), unlimitedCalls()]
  const first = load(source, ITEM, [[1]])
  await holding.upstream.received(1)
  const many = load(source, ITEM, [[2], [3], [4]], { calls: greedy })
  const left = load(source, ITEM, [[5]], { calls: greedy, signal: abort.signal })
  const joined = load(source, ITEM, [[4], [5]], { calls: other })
  abort.abort('gone')
  expect(await left).toMatchObject([{ message: 'The request was cancelled.' }])
  holding.open()
  const fine = { id: 1 }
  expect(await Promise.all([first, many, joined])).toEqual([[fine], [fine, fine, fine], [fine, fine]])
  const order = [1, 2, 4, 3, 5]
  expect(holding.upstream.requests.map(({ url }) => url)).toEqual(order.map(id => `/items/${id}`))
})

test('What a request may not ask any more fails for it alone', async () => {
  await using upstream = await startUpstream(() => ({ json: { id: 1 } }))
  await using source = openShared(upstream.url)
  const calls = new CallBudget(1)
  const spent = load(source, ITEM, [[1], [2]], { calls })
  const other = load(source, ITEM, [[2]], { calls: unlimitedCalls() })
  const message = 'The operation makes more than 1 calls.'
  expect([await spent, await other]).toMatchObject([
    [{ id: 1 }, { code: 'OPERATION_LIMIT_EXCEEDED', message, retryable: false }],
    [{ id: 1 }],
  ])
  expect(upstream.requests.length).toBe(2)
})

test('What a request may not read any more fails for it alone', async () => {
  await using holding = await startHolding()
  await using source = openShared(holding.upstream.url)
  const calls = new CallBudget(9, new AnswerBudget(5))
  const narrow = load(source, ITEM, [[1]], { calls })
  const joined = [1, 2].map(() => load(source, ITEM, [[1]], { calls: unlimitedCalls() }))
  await holding.upstream.received(1)
  holding.open()
  const message = 'The operation reads more than 5 bytes of what its sources answer.'
  expect([await narrow, ...(await Promise.all(joined))]).toMatchObject([
    [{ code: 'OPERATION_LIMIT_EXCEEDED', message, retryable: false }],
    [{ id: 1 }],
    [{ id: 1 }],
  ])
  expect(holding.upstream.requests.length).toBe(2)
})

test('What there is no memory for fails for the request alone that has too little left', async () => {
  await using holding = await startHolding()
  await using source = openShared(holding.upstream.url)
  const calls = new CallBudget(9, new AnswerBudget(Number.POSITIVE_INFINITY, new AnswerRoom(100)))
  const narrow = load(source, ITEM, [[1]], { calls })
  const joined = [1, 2].map(() => load(source, ITEM, [[1]], { calls: unlimitedCalls() }))
  await holding.upstream.received(1)
  holding.open()
  const message = 'What the sources of the operation answer takes more memory than one operation may have.'
  expect([await narrow, ...(await Promise.all(joined))]).toMatchObject([
    [{ code: 'OPERATION_LIMIT_EXCEEDED', message, retryable: false }],
    [{ id: 1 }],
    [{ id: 1 }],
  ])
  expect(holding.upstream.requests.length).toBe(2)
})

test('A client that leaves gives its place in the queue to others', async () => {
  await using holding = await startHolding()
  await using source = openResilient(holding.upstream.url, { maxInFlight: 1, maxWaiting: 1 })
  const abort = new AbortController()
  const first = load(source, ITEM, [[1]])
  await holding.upstream.received(1)
  const left = load(source, ITEM, [[2]], { signal: abort.signal })
  abort.abort('gone')
  expect(await left).toMatchObject([{ message: 'The request was cancelled.' }])
  const third = load(source, ITEM, [[3]])
  holding.open()
  expect([await first, await third]).toEqual([[{ id: 1 }], [{ id: 1 }]])
  expect(holding.upstream.requests.map(({ url }) => url)).toEqual(['/items/1', '/items/3'])
})

test("The queue ends with the request's deadline, and with the source", async () => {
  await using holding = await startHolding()
  await using source = openResilient(holding.upstream.url, { maxInFlight: 1 })
  const first = load(source, ITEM, [[1]])
  await holding.upstream.received(1)
  const deadline = performance.now() + 30
  expect(await load(source, ITEM, [[2]], { deadline })).toMatchObject([{ code: 'GATEWAY_TIMEOUT', reason: 'deadline' }])
  const waiting = load(source, ITEM, [[3]])
  await source[Symbol.asyncDispose]()
  expect(await Promise.all([first, waiting])).toMatchObject([[{ reason: 'connect' }], [{ reason: 'connect' }]])
  expect(holding.upstream.requests.length).toBe(1)
})

test('An open circuit refuses at once, also those that wait in the queue, and one probe closes it', async () => {
  const changes: string[] = []
  let time = 0
  let status = 500
  const arrived = createBarrier(2)
  await using upstream = await startUpstream(async () => {
    if (status === 500) await arrived.arrive()
    return { status, json: { id: 1 } }
  })
  await using source = openResilient(upstream.url, {
    circuitFailures: 1,
    maxInFlight: 2,
    now: () => time,
    onCircuit: state => changes.push(state),
  })
  const open = { reason: 'circuit_open', message: 'The source fails too often and is left alone for a moment.' }
  // The retries of the two find the circuit open: their first errors stay.
  expect(await load(source, ITEM, [[1], [2], [3], [4]])).toMatchObject([{ status: 500 }, { status: 500 }, open, open])
  expect(await load(source, ITEM, [[5]])).toMatchObject([open])
  expect([upstream.requests.length, changes]).toEqual([2, ['open']])
  time = 5_000
  status = 200
  expect(await load(source, ITEM, [[6]])).toEqual([{ id: 1 }])
  expect(await load(source, ITEM, [[7], [8]])).toEqual([{ id: 1 }, { id: 1 }])
  expect([upstream.requests.length, changes]).toEqual([5, ['open', 'closed']])
})

test('A call that the budget or the queue refuses is recorded as one for which nothing was sent', async () => {
  await using holding = await startHolding()
  await using source = openResilient(holding.upstream.url, { maxInFlight: 1, maxWaiting: 1 })
  const records: CallRecord[] = []
  const slots = load(source, ITEM, [[1], [2], [3], [4]], { calls: new CallBudget(3), reports: records })
  await holding.upstream.received(1)
  holding.open()
  await slots
  const told = records.map(({ tries, error }) => [tries.length, (error as SourceError | undefined)?.code])
  expect(told.toSorted()).toEqual([
    [0, 'OPERATION_LIMIT_EXCEEDED'],
    [0, 'REQUEST_CONCURRENCY_LIMITED'],
    [1, undefined],
    [1, undefined],
  ])
  expect(records.filter(({ tries, queued }) => tries.length > 0 && queued > 0).length).toBe(1)
})

test('A call has each of its tries in its record, and one that the open circuit refuses has none', async () => {
  const statuses = [500, 200, 500, 500]
  await using upstream = await startUpstream(() => ({ status: statuses.shift() ?? 200, json: { id: 1 } }))
  await using source = openResilient(upstream.url, { circuitFailures: 2, circuitPause: 60_000 })
  const records: CallRecord[] = []
  for (let n = 0; n < 3; n++) await load(source, ITEM, [[1]], { reports: records })
  const told = records.map(({ tries, refusedByCircuit, error }) => ({
    tries: tries.map(({ status, error }) => [status, error]),
    refusedByCircuit,
    reason: (error as SourceError | undefined)?.reason,
  }))
  const [failed, fine] = [
    [500, 'http_5xx'],
    [200, undefined],
  ]
  expect(told).toEqual([
    { tries: [failed, fine], refusedByCircuit: false, reason: undefined },
    { tries: [failed, failed], refusedByCircuit: false, reason: 'http_5xx' },
    { tries: [], refusedByCircuit: true, reason: 'circuit_open' },
  ])
  for (const { tries, duration } of records)
    expect(tries.reduce((sum, each) => sum + each.duration, 0)).toBeLessThanOrEqual(duration)
})
