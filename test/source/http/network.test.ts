import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import type { HttpMethod } from '../../../src/plan/http/http-binding.ts'
import { SourceError } from '../../../src/source/source-error.ts'
import { createBarrier } from '../../support/barrier.ts'
import { freePort } from '../../support/free-port.ts'
import { startUpstream } from '../../support/upstream.ts'
import { httpBinding, load, loadSlots, openSource, own } from './support.ts'

const MUTATION = httpBinding({ method: 'POST', mutation: true })

/** A server that does with each connection what it is told, once it has sent something. */
async function startBroken(answer: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => answer(socket))
  })
  return { port: await listen(server), [Symbol.asyncDispose]: () => stop(server, sockets) }
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function stop(server: Server, sockets: Iterable<Socket>) {
  for (const socket of sockets) socket.destroy()
  server.close()
  await once(server, 'close')
}

/** The slot of a call that gets this over the wire before the connection ends. */
async function slotOf(wire: string, binding = httpBinding()) {
  await using broken = await startBroken(socket => socket.end(wire))
  await using source = openSource(`http://127.0.0.1:${broken.port}`)
  const [slot] = await load(source, binding)
  return slot
}

function downstream(reason: string, message: string) {
  return { code: 'DOWNSTREAM_SERVICE_ERROR', reason, message, retryable: true, source: 'api' }
}

function late(reason: string, message: string) {
  return { code: 'GATEWAY_TIMEOUT', reason, message, retryable: true, source: 'api' }
}

test('A source that refuses connections is `connect`, and so is one that has been closed', async () => {
  await using source = openSource(`http://127.0.0.1:${await freePort()}`)
  const refused = downstream('connect', 'The source could not be reached.')
  expect(await load(source, httpBinding())).toEqual([refused])
  expect(await load(source, MUTATION)).toEqual([refused])
  await source[Symbol.asyncDispose]()
  expect(await load(source, httpBinding())).toEqual([refused])
})

test('A host without an address is `dns`', async () => {
  // A label of more than 63 characters can't exist, so nobody is asked for it.
  await using source = openSource(`http://${'a'.repeat(64)}.localhost`)
  expect(await load(source, httpBinding())).toEqual([downstream('dns', "The source's address could not be found.")])
})

test('A server that does not speak TLS is `tls`', async () => {
  await using broken = await startBroken(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  await using source = openSource(`https://127.0.0.1:${broken.port}`)
  expect(await load(source, httpBinding())).toEqual([
    downstream('tls', 'No secure connection to the source could be made.'),
  ])
})

test('A connection that ends before the answer is `reset`', async () => {
  const message = 'The source closed the connection'
  expect([await slotOf(''), await slotOf('HTTP/1.1 200 OK\r\ncontent-'), await slotOf('', MUTATION)]).toEqual([
    downstream('reset', `${message}.`),
    downstream('reset', `${message}.`),
    { ...downstream('reset', `${message}; the outcome of the mutation is unknown.`), retryable: false },
  ])
  for (const wire of ['SSH-2.0-OpenSSH\r\n', ...['000', '099', '20'].map(status => `HTTP/1.1 ${status} X\r\n\r\n{}`)])
    expect(await slotOf(wire)).toEqual(downstream('reset', 'The source did not answer in HTTP.'))
})

test('A mutation that may have had its effect is retryable only where its method is idempotent', async () => {
  const retryable = async (method: HttpMethod, wire: string) => {
    const slot = await slotOf(wire, httpBinding({ method, mutation: true }))
    return (slot as SourceError).retryable
  }
  const failed = 'HTTP/1.1 500 Internal Server Error\r\n\r\n'
  const lost = 'HTTP/1.1 503 Service Unavailable\r\n\r\n'
  const busy = 'HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\n\r\n'
  for (const [method, idempotent] of Object.entries({ POST: false, PATCH: false, PUT: true, DELETE: true }))
    expect([
      await retryable(method as HttpMethod, ''),
      await retryable(method as HttpMethod, failed),
      await retryable(method as HttpMethod, lost),
      await retryable(method as HttpMethod, busy),
    ]).toEqual([idempotent, idempotent, idempotent, true])
  expect(await slotOf(failed, httpBinding({ method: 'POST' }))).toMatchObject({ retryable: true })
})

test('A body that ends too early is `truncated`, by its length or by its chunks', async () => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'
  const truncated = downstream('truncated', "The source's answer was cut off.")
  expect([
    await slotOf(`${head}content-length: 4\r\n\r\n{}`),
    await slotOf(`${head}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n`),
    await slotOf(`${head}transfer-encoding: chunked\r\n\r\nnonsense`),
    await slotOf(`${head}connection: close\r\n\r\n{}`),
  ]).toEqual([truncated, truncated, truncated, {}])
})

test('A source that takes too long is `timeout`, in its headers and in its body', async () => {
  await using broken = await startBroken(socket => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{'))
  await using upstream = await startUpstream(() => ({ fault: 'hang' }))
  const message = 'The source did not answer in time'
  for (const url of [upstream.url, `http://127.0.0.1:${broken.port}`]) {
    await using source = openSource(url, { timeout: 50 })
    expect([await load(source, httpBinding()), await load(source, MUTATION)]).toEqual([
      [late('timeout', `${message}.`)],
      [{ ...late('timeout', `${message}; the outcome of the mutation is unknown.`), retryable: false }],
    ])
  }
})

test('A connection that takes too long is `timeout`, and nothing was sent', async () => {
  await using silent = await startBroken(() => undefined)
  await using source = openSource(`https://127.0.0.1:${silent.port}`, { connectTimeout: 50 })
  expect(await load(source, MUTATION)).toEqual([late('timeout', 'The source could not be reached in time.')])
})

test('The nearer of timeout and deadline ends a call', async () => {
  await using upstream = await startUpstream(() => ({ fault: 'hang' }))
  await using source = openSource(upstream.url, { timeout: 20_000 })
  const deadline = performance.now() + 50
  expect(await load(source, httpBinding(), [[]], { deadline })).toEqual([
    late('deadline', "The request's time was up."),
  ])
})

test('Past the deadline no call is made and nothing is reported', async () => {
  await using upstream = await startUpstream({})
  await using source = openSource(upstream.url)
  const reports: unknown[] = []
  const slots = await load(source, MUTATION, [[]], { deadline: performance.now(), reports: reports as [] })
  expect([slots, upstream.requests, reports]).toEqual([[late('deadline', "The request's time was up.")], [], []])
})

test('An abort ends the call at once and closes its connection', async () => {
  const closed = Promise.withResolvers<void>()
  await using broken = await startBroken(socket => {
    socket.once('close', () => closed.resolve())
    abort.abort('gone')
  })
  const abort = new AbortController()
  await using source = openSource(`http://127.0.0.1:${broken.port}`)
  const [error] = await loadSlots(source, httpBinding(), [[]], { signal: abort.signal })
  expect(error).toEqual(
    new SourceError('The request was cancelled.', { code: 'INTERNAL_SERVER_ERROR', source: 'api', cause: 'gone' }),
  )
  await closed.promise
})

test('An abort ends a call that still waits for its connection, and one that has not begun', async () => {
  const abort = new AbortController()
  await using silent = await startBroken(() => abort.abort('gone'))
  await using source = openSource(`https://127.0.0.1:${silent.port}`, { connectTimeout: 20_000 })
  const cancelled = {
    code: 'INTERNAL_SERVER_ERROR',
    message: 'The request was cancelled.',
    retryable: false,
    source: 'api',
  }
  expect(await load(source, httpBinding(), [[]], { signal: abort.signal })).toEqual([cancelled])
  expect(await load(source, httpBinding(), [[]], { signal: abort.signal })).toEqual([cancelled])
})

test('Failing answers give their connections back, and long ones close them', async () => {
  for (const [length, status] of [
    [10, 500],
    [5_000, 404],
    [1_000_000, 500],
  ] as const) {
    const isLong = length === 1_000_000
    const closed = createBarrier(6)
    let connections = 0
    await using server = createHttpServer((_, response) => {
      response.statusCode = status
      response.end('x'.repeat(length))
    })
    server.on('connection', socket => {
      connections++
      socket.once('close', () => void closed.arrive())
    })
    await using source = openSource(`http://127.0.0.1:${await listen(server)}`)
    for (let n = 0; n < 6; n++) await load(source, httpBinding({ path: [['items'], [own()]] }), [[n]])
    // undici opens a second connection while it still tidies up the first.
    if (isLong) await closed.arrive()
    else expect(connections).toBeLessThanOrEqual(2)
  }
})
