import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { parsePath } from '../../../src/plan/path.ts'
import type { CallRecord } from '../../../src/source/call-record.ts'
import { createBarrier } from '../../support/barrier.ts'
import { startUpstream, type UpstreamHandler } from '../../support/upstream.ts'
import { header, httpBinding, load, named } from '../http/support.ts'
import { openCoalescing } from './support.ts'

const LATE = {
  code: 'GATEWAY_TIMEOUT',
  reason: 'deadline',
  message: "The request's time was up.",
  retryable: true,
  source: 'api',
}

/** An upstream whose answers wait for `release`. */
async function startHeld(answer: UpstreamHandler = () => ({ json: { id: 1, owner: { name: 'Ann' } } })) {
  const gate = createBarrier()
  const upstream = await startUpstream(async request => {
    await gate.arrive()
    return answer(request)
  })
  return { ...upstream, release: gate.release }
}

const own = httpBinding({ headers: [named('authorization', header('authorization'))] })

test('GETs of the same URL that are under way at once are one request, and each reads the answer for itself', async () => {
  await using upstream = await startHeld()
  await using source = openCoalescing(upstream.url)
  const reports: CallRecord[] = []
  const answers = [
    load(source, httpBinding(), [[]], { reports }),
    load(source, httpBinding({ coordinate: 'Query.owner', select: parsePath('owner') }), [[]], { reports }),
    load(source, httpBinding({ coordinate: 'Query.name', select: parsePath('owner.name') }), [[]], { reports }),
    load(source, httpBinding({ coordinate: 'Query.wrong', select: parsePath('nothing') }), [[]], { reports }),
  ]
  await upstream.received(1)
  upstream.release()
  expect(await Promise.all(answers)).toMatchObject([
    [{ id: 1, owner: { name: 'Ann' } }],
    [{ name: 'Ann' }],
    ['Ann'],
    [{ reason: 'wrong_shape' }],
  ])
  expect(upstream.requests.length).toBe(1)
  const told = reports.map(({ coordinate, joined, error }) => [coordinate, joined, error !== undefined])
  expect(told).toEqual([
    ['Query.item', false, false],
    ['Query.owner', true, false],
    ['Query.name', true, false],
    ['Query.wrong', true, true],
  ])
})

test('A call that comes after the answer is a request of its own', async () => {
  await using upstream = await startUpstream(() => ({ json: { id: 1 } }))
  await using source = openCoalescing(upstream.url)
  await load(source, httpBinding())
  await load(source, httpBinding())
  expect(upstream.requests.length).toBe(2)
})

test('A failure is the failure of all that wait for it, and a 404 is read as each binding says', async () => {
  for (const [status, slots] of [
    [500, [[{ status: 500 }], [{ status: 500 }]]],
    [404, [[{ status: 404 }], [null]]],
  ] as const) {
    await using upstream = await startHeld(() => ({ status }))
    await using source = openCoalescing(upstream.url)
    const answers = [load(source, httpBinding()), load(source, httpBinding({ notFoundIsNull: true }))]
    await upstream.received(1)
    upstream.release()
    expect([await Promise.all(answers), upstream.requests.length]).toMatchObject([slots, 1])
  }
})

test('What is added to the objects of one field is not seen by another one', async () => {
  await using upstream = await startHeld(() => ({ json: [{ id: 1 }] }))
  await using source = openCoalescing(upstream.url)
  const answers = ['a', 'b'].map(mark =>
    load(source, httpBinding({ list: true, with: [['mark', { kind: 'template', template: [mark] }]] })),
  )
  const bare = load(source, httpBinding({ list: true }))
  await upstream.received(1)
  upstream.release()
  expect(await Promise.all([...answers, bare])).toEqual([
    [[{ id: 1, mark: 'a' }]],
    [[{ id: 1, mark: 'b' }]],
    [[{ id: 1 }]],
  ])
})

test('Another URL, another value of any header, another method and a mutation are other calls', async () => {
  const calls = [
    httpBinding(),
    httpBinding({ path: [['others']] }),
    httpBinding({ headers: [named('x-detail', 'full')] }),
    httpBinding({ method: 'POST' }),
    httpBinding({ method: 'POST' }),
    httpBinding({ mutation: true }),
  ]
  await using upstream = await startHeld()
  await using source = openCoalescing(upstream.url)
  const answers = calls.map(binding => load(source, binding, [[]], { primary: binding.mutation }))
  await upstream.received(calls.length)
  upstream.release()
  await Promise.all(answers)
  expect(upstream.requests.length).toBe(calls.length)
})

test('Users with credentials of their own share nothing; the order of headers does not matter', async () => {
  await using upstream = await startHeld(({ headers }) => ({ json: headers.authorization ?? 'nobody' }))
  await using source = openCoalescing(upstream.url)
  const users = ['Ann', 'Bob', 'Ann', undefined, 'Bob', undefined]
  const answers = users.map(name => load(source, own, [[]], { headers: name ? { authorization: name } : {} }))
  const [a, b] = [named('x-a', '1'), named('x-b', '2')]
  answers.push(load(source, httpBinding({ headers: [a, b] })), load(source, httpBinding({ headers: [b, a] })))
  await upstream.received(4)
  upstream.release()
  expect((await Promise.all(answers)).flat()).toEqual([
    'Ann',
    'Bob',
    'Ann',
    'nobody',
    'Bob',
    'nobody',
    'nobody',
    'nobody',
  ])
  expect(upstream.requests.length).toBe(4)
})

test('Headers that only trace a request keep nothing apart: those of the first are sent', async () => {
  const names = ['traceparent', 'tracestate', 'x-request-id', 'x-correlation-id']
  const binding = httpBinding({ headers: names.map(name => named(name, header(name))) })
  await using upstream = await startHeld()
  await using source = openCoalescing(upstream.url)
  const answers = ['first', 'second'].map(mark =>
    load(source, binding, [[]], { headers: Object.fromEntries(names.map(name => [name, mark])) }),
  )
  await upstream.received(1)
  upstream.release()
  await Promise.all(answers)
  expect(upstream.requests.map(({ headers }) => names.map(name => headers[name]))).toEqual([names.map(() => 'first')])
})

test('A call is given up when the last one that waits for it has left, not before', async () => {
  await using upstream = await startHeld(() => ({ json: { id: 1 } }))
  await using source = openCoalescing(upstream.url)
  const clients = [new AbortController(), new AbortController(), new AbortController()] as const
  const [first, second, third] = clients.map(({ signal }) => load(source, httpBinding(), [[]], { signal }))
  await upstream.received(1)
  clients[0].abort('gone')
  expect(await first).toMatchObject([{ message: 'The request was cancelled.' }])
  clients[1].abort('gone')
  expect(await second).toMatchObject([{ message: 'The request was cancelled.' }])
  upstream.release()
  expect(await third).toEqual([{ id: 1 }])
  expect(upstream.requests.length).toBe(1)
})

test('When all have left the request is aborted, and the next one makes its own', async () => {
  const closed = Promise.withResolvers<void>()
  let answered = 0
  const server = createServer((request, response) => {
    if (answered++ > 0) return void response.setHeader('content-type', 'application/json').end('"fresh"')
    request.socket.once('close', closed.resolve)
    for (const client of clients) client.abort('gone')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  await using source = openCoalescing(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const clients = [new AbortController(), new AbortController()]
  const answers = await Promise.all(clients.map(({ signal }) => load(source, httpBinding(), [[]], { signal })))
  expect(answers).toMatchObject(clients.map(() => [{ message: 'The request was cancelled.' }]))
  await closed.promise
  expect(await load(source, httpBinding())).toEqual(['fresh'])
  server.close()
})

test('Each waits as long as its own request may: the deadline of the first ends the call for nobody else', async () => {
  await using upstream = await startHeld()
  await using source = openCoalescing(upstream.url)
  const short = load(source, httpBinding(), [[]], { deadline: performance.now() + 20 })
  const long = load(source, httpBinding(), [[]], { deadline: performance.now() + 30_000 })
  const shorter = load(source, httpBinding(), [[]], { deadline: performance.now() + 10 })
  await upstream.received(1)
  expect(await Promise.all([short, shorter])).toEqual([[LATE], [LATE]])
  upstream.release()
  expect(await long).toEqual([{ id: 1, owner: { name: 'Ann' } }])
  expect(upstream.requests.length).toBe(1)
})

test("The source's timeout ends the call for all", async () => {
  await using upstream = await startHeld()
  await using source = openCoalescing(upstream.url, { timeout: 20 })
  const answers = [load(source, httpBinding()), load(source, httpBinding())]
  expect(await Promise.all(answers)).toMatchObject([[{ reason: 'timeout' }], [{ reason: 'timeout' }]])
  upstream.release()
})

test('A request whose time is up, or whose client has gone, calls nothing', async () => {
  await using upstream = await startHeld()
  await using source = openCoalescing(upstream.url)
  const late = load(source, httpBinding(), [[]], { deadline: performance.now() - 1 })
  const gone = load(source, httpBinding(), [[]], { signal: AbortSignal.abort() })
  expect(await Promise.all([late, gone])).toMatchObject([[LATE], [{ message: 'The request was cancelled.' }]])
  expect(upstream.requests).toEqual([])
})

test('A read after a mutation, or beside one, does not join what was asked before', async () => {
  const [read, write, begun] = [createBarrier(), createBarrier(), createBarrier()]
  await using upstream = await startUpstream(async ({ method }) => {
    const count = upstream.requests.length
    if (method === 'POST') {
      begun.release()
      await write.arrive()
    } else if (count === 1) await read.arrive()
    return { json: count }
  })
  await using source = openCoalescing(upstream.url)
  const before = load(source, httpBinding())
  await upstream.received(1)
  const mutation = load(source, httpBinding({ method: 'POST', mutation: true }), [[]], { primary: true })
  await begun.arrive()
  expect(await load(source, httpBinding())).toEqual([3])
  write.release()
  expect(await mutation).toEqual([2])
  expect(await load(source, httpBinding())).toEqual([4])
  read.release()
  expect(await before).toEqual([1])
})

test('Closing the source ends the calls that are shared', async () => {
  await using upstream = await startHeld()
  const source = openCoalescing(upstream.url)
  const answers = [load(source, httpBinding()), load(source, httpBinding())]
  await upstream.received(1)
  await source[Symbol.asyncDispose]()
  expect(await Promise.all(answers)).toMatchObject([[{ reason: 'connect' }], [{ reason: 'connect' }]])
  upstream.release()
})
