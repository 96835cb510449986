import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type ClientHttp2Stream, connect, constants } from 'node:http2'
import type { AddressInfo, Server } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { BodiesUnderWay } from '../../../src/edge/graphql/bodies-under-way.ts'
import { readParams } from '../../../src/edge/graphql/read-body.ts'
import type { Answer } from '../../../src/edge/server/client-connections.ts'
import { Http2Connections, type Http2Limits } from '../../../src/edge/server/http2-connections.ts'
import { readCertificate } from '../../../src/edge/server/tls/certificate.ts'
import { createSecureListener } from '../../../src/edge/server/tls/secure-listener.ts'
import { createLog } from '../../../src/observe/log.ts'
import { createAuthority } from '../../support/certificates.ts'
import { startUpstream } from '../../support/upstream.ts'
import {
  END_STREAM,
  FRAME,
  frame,
  getFrame,
  headerBlock,
  PREFACE,
  readFrames,
  requestFrame,
  resetFrame,
} from './frames.ts'
import {
  ask,
  NAMES,
  openSession,
  openSocket,
  query,
  readStream,
  type SecureGateway,
  startSecureGateway,
} from './secure-gateway.ts'

const ITEM = '/graphql?query={item(id:1)}'

/** A connection of HTTP/2 of which the test writes the frames, and what has come of it. */
async function openRaw(gateway: SecureGateway) {
  const socket = await openSocket(gateway, ['h2'])
  const chunks: Buffer[] = []
  socket.on('data', chunk => chunks.push(chunk))
  socket.write(PREFACE)
  return { socket, frames: () => readFrames(Buffer.concat(chunks)) }
}

/** Whatever came before, it serves others. */
async function expectAlive(gateway: SecureGateway): Promise<void> {
  expect((await ask(await openSession(gateway), { ':path': '/health' })).status).toBe(200)
  expect(gateway.log.filter(({ level }) => Number(level) >= 50)).toEqual([])
}

/** However it ends. */
function closed(socket: TLSSocket): Promise<void> {
  return new Promise(resolve => (socket.destroyed ? resolve() : socket.once('close', () => resolve())))
}

test('Of more than 100 requests at once on a connection the others are refused, and nothing is called for them', async () => {
  await using upstream = await startUpstream(() => ({ fault: 'hang' }))
  const gateway = await startSecureGateway(upstream.url)
  const { socket, frames } = await openRaw(gateway)
  const refused = () =>
    frames().filter(
      ({ type, payload }) => type === FRAME.reset && payload.readUInt32BE(0) === constants.NGHTTP2_REFUSED_STREAM,
    )
  const paths = Array.from({ length: 120 }, (_, index) => `/graphql?query={item(id:${index})}`)
  socket.write(Buffer.concat(paths.map((path, index) => getFrame(index * 2 + 1, path))))
  await expect.poll(() => refused().length, { timeout: 20_000 }).toBe(20)
  await upstream.received(100)
  expect(upstream.requests).toHaveLength(100)
  socket.destroy()
  await expectAlive(gateway)
})

test('A client that takes back request after request (rapid reset) loses its connection', async () => {
  await using upstream = await startUpstream(() => ({ fault: 'hang' }))
  const gateway = await startSecureGateway(upstream.url)
  const { socket, frames } = await openRaw(gateway)
  const pairs = Array.from({ length: 2_000 }, (_, index) => [getFrame(index * 2 + 1, ITEM), resetFrame(index * 2 + 1)])
  socket.write(Buffer.concat(pairs.flat()))
  await closed(socket)
  const requests = gateway.log.filter(({ msg }) => msg === 'request').length
  expect(requests).toBeLessThan(1_000)
  expect(frames().some(({ type }) => type === FRAME.goaway)).toBe(true)
  await expectAlive(gateway)
  await expect.poll(() => upstream.connections(), { timeout: 20_000 }).toBe(0)
})

test('A request with a header of 20 kB is 431, as by HTTP/1.1', async () => {
  const gateway = await startSecureGateway('http://127.0.0.1:1')
  const session = await openSession(gateway)
  expect(await ask(session, { ':path': '/health', 'x-long': 'x'.repeat(20_000) })).toMatchObject({
    status: 431,
    body: '',
  })
  expect((await ask(session, { ':path': '/health', 'x-long': 'x'.repeat(10_000) })).status).toBe(200)
})

test('A request with 200 headers is ended, and the others of its connection go on', async () => {
  const gateway = await startSecureGateway('http://127.0.0.1:1')
  const session = await openSession(gateway)
  const headers = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`x-${index}`, '1']))
  await expect(ask(session, { ':path': '/health', ...headers })).rejects.toThrow('ENHANCE_YOUR_CALM')
  expect((await ask(session, { ':path': '/health' })).status).toBe(200)
  await expectAlive(gateway)
})

test('Headers that never end (continuation flood) end the connection', async () => {
  const gateway = await startSecureGateway('http://127.0.0.1:1')
  const { socket } = await openRaw(gateway)
  socket.write(frame(FRAME.headers, END_STREAM, 1, headerBlock({ ':method': 'GET' })))
  const more = frame(FRAME.continuation, 0, 1, headerBlock({ 'x-more': 'x'.repeat(100) }))
  socket.write(Buffer.concat(Array.from({ length: 10_000 }, () => more)))
  await closed(socket)
  await expectAlive(gateway)
})

test.each([
  ['settings', frame(FRAME.settings, 0, 0)],
  ['pings', frame(FRAME.ping, 0, 0, Buffer.alloc(8))],
])('A flood of %s whose answers nobody reads ends the connection', async (_, flood) => {
  const gateway = await startSecureGateway('http://127.0.0.1:1')
  const socket = await openSocket(gateway, ['h2'])
  socket.pause().write(PREFACE)
  const many = Buffer.concat(Array.from({ length: 10_000 }, () => flood))
  const ended = closed(socket)
  const drained = () => new Promise<void>(resolve => socket.once('drain', resolve))
  // Until the answers fill all that is between both ends.
  while (!socket.destroyed) if (!socket.write(many)) await Promise.race([drained(), ended])
  await expectAlive(gateway)
})

test.each([
  ['an upper-case name', { ':method': 'GET', ':scheme': 'https', ':path': '/health', 'X-Upper': '1' }],
  ['a connection header', { ':method': 'GET', ':scheme': 'https', ':path': '/health', connection: 'close' }],
  ['a transfer coding', { ':method': 'GET', ':scheme': 'https', ':path': '/health', 'transfer-encoding': 'chunked' }],
  ['no path', { ':method': 'GET', ':scheme': 'https' }],
  ['an empty path', { ':method': 'GET', ':scheme': 'https', ':path': '' }],
  ['a pseudo-header that is none', { ':method': 'GET', ':scheme': 'https', ':path': '/health', ':evil': '1' }],
  ['a line break in a value', { ':method': 'GET', ':scheme': 'https', ':path': '/health', 'x-a': 'b\r\nc: d' }],
])('A request with %s is malformed, and reset', async (_, headers) => {
  const gateway = await startSecureGateway('http://127.0.0.1:1')
  const { socket, frames } = await openRaw(gateway)
  socket.write(requestFrame(1, headers))
  await expect.poll(() => frames().some(({ type }) => type === FRAME.reset), { timeout: 20_000 }).toBe(true)
  await expectAlive(gateway)
})

test.each(['*', 'health', 'https://localhost/health', '//health', '/health/../graphql', '/\u0000'])(
  'The path %j is answered as any that is nowhere',
  async path => {
    const gateway = await startSecureGateway('http://127.0.0.1:1')
    const { socket, frames } = await openRaw(gateway)
    socket.write(getFrame(1, path))
    const isOver = () =>
      frames().some(({ type, stream }) => stream === 1 && (type === FRAME.headers || type === FRAME.reset))
    await expect.poll(isOver, { timeout: 20_000 }).toBe(true)
    await expectAlive(gateway)
  },
)

test.each([
  ['comes soon', 0],
  ['comes when nothing has moved for so long before', 500],
])('An answer that nobody takes is ended alone where it %s, and the log says so', async (_, delay) => {
  const big = 'x'.repeat(1_000_000)
  await using upstream = await startUpstream(async () => {
    await setTimeout(delay)
    return { json: big }
  })
  const gateway = await startSecureGateway(upstream.url, { writeTimeout: 200 })
  const session = await openSession(gateway)
  const slow = session.request({ ':path': ITEM })
  slow.on('error', () => undefined)
  await once(slow, 'response')
  slow.pause()
  const message = 'a client does not take its answer, and its request is ended'
  await expect.poll(() => gateway.log.filter(({ msg }) => msg === message).length, { timeout: 20_000 }).toBe(1)
  expect((await query(session, '{ item(id: 1) }')).body).toHaveLength('{"data":{"item":""}}'.length + big.length)
})

test('An answer that nobody takes is ended as one that is not whole, whatever else moves on its connection', async () => {
  await using upstream = await startUpstream(({ url }) => ({ json: url === '/items/1' ? 'x'.repeat(1_000_000) : 'y' }))
  const gateway = await startSecureGateway(upstream.url, { writeTimeout: 200 })
  const session = await openSession(gateway)
  const ping = () => session.destroyed || session.closed || session.ping(() => setImmediate(ping))
  ping()
  const slow = session.request({ ':path': ITEM })
  slow.on('error', () => undefined)
  const closed = once(slow, 'close')
  await once(slow, 'response')
  slow.pause()
  let isClosed = false
  void closed.then(() => {
    isClosed = true
  })
  while (!isClosed) expect((await query(session, '{ item(id: 2) }')).body).toBe('{"data":{"item":"y"}}')
  expect(slow.rstCode).toBe(constants.NGHTTP2_CANCEL)
})

test('An answer that is taken slowly is taken whole', async () => {
  await using upstream = await startUpstream(() => ({ json: 'x'.repeat(4_000_000) }))
  const gateway = await startSecureGateway(upstream.url, { writeTimeout: 500 })
  const slow = (await openSession(gateway)).request({ ':path': ITEM })
  let bytes = 0
  const start = performance.now()
  for await (const chunk of slow) {
    bytes += chunk.length
    // Longer than what a client may take nothing, twice over.
    const ahead = (bytes / 4_000_000) * 2_000 - (performance.now() - start)
    if (ahead > 0) await setTimeout(ahead)
  }
  expect([bytes, slow.rstCode]).toEqual([4_000_000 + '{"data":{"item":""}}'.length, constants.NGHTTP2_NO_ERROR])
})

test('Of short answers that nobody takes, the one that has waited longest makes room', async () => {
  const big = 'x'.repeat(60_000)
  await using upstream = await startUpstream(() => ({ json: big }))
  const gateway = await startSecureGateway(upstream.url)
  const message = 'clients do not take their answers, and the connection of the one that has waited longest is ended'
  const isTold = () => gateway.log.some(({ msg }) => msg === message)
  const streams: ClientHttp2Stream[] = []
  while (!isTold()) {
    expect(streams.length).toBeLessThan(5_000)
    const session = await openSession(gateway, { initialWindowSize: 0 })
    const asked = Array.from({ length: 100 }, (_, index) => {
      const id = streams.length + index
      return session.request({ ':path': `/graphql?query={item(id:${id})}` }).on('error', () => undefined)
    })
    streams.push(...asked)
    await Promise.all(asked.map(stream => once(stream, 'response')))
  }
  const first = streams[0] as ClientHttp2Stream
  if (!first.closed) await once(first, 'close')
  expect([first.rstCode, streams.at(-1)?.closed]).toEqual([constants.NGHTTP2_CANCEL, false])
})

test('Headers of HTTP/1.1 that do not come to an end are not waited for behind TLS either', async () => {
  const gateway = await startSecureGateway('http://127.0.0.1:1')
  const socket = await openSocket(gateway, ['http/1.1'])
  socket.write('GET /health HTTP/1.1\r\nhost: localhost\r\nx-slow: ')
  const [bytes] = await once(socket, 'data')
  expect(String(bytes)).toMatch(/^HTTP\/1\.1 408 /)
})

/** Connections of HTTP/2 with limits of the test; nothing is answered but by itself. */
async function listenWith(
  limits: Partial<Http2Limits>,
  answer: Answer = () => undefined,
): Promise<{ readonly url: string; readonly server: Server }> {
  const authority = await createAuthority()
  onTestFinished(() => authority[Symbol.asyncDispose]())
  const { cert, key } = await authority.issue('localhost', NAMES)
  const log = createLog('silent')
  const http2 = new Http2Connections(
    answer,
    { writeTimeout: 60_000, requestTimeout: 60_000, keepAliveTimeout: 60_000, ...limits },
    log,
  )
  const certificate = await readCertificate({ tlsCert: cert, tlsKey: key })
  const listener = createSecureListener({ certificate, http1: createServer(), http2, count: () => false, log })
  onTestFinished(() => {
    listener.close()
    listener.destroy()
  })
  listener.server.listen(0, '127.0.0.1')
  await once(listener.server, 'listening')
  const { port } = listener.server.address() as AddressInfo
  return { url: `https://127.0.0.1:${port}`, server: listener.server }
}

test('A connection without requests is ended, whatever else its client sends', async () => {
  const { url } = await listenWith({ keepAliveTimeout: 200 })
  const session = connect(url, { rejectUnauthorized: false })
  const goaway = once(session, 'goaway')
  const ping = () => session.destroyed || session.closed || session.ping(() => setImmediate(ping))
  session.on('error', () => undefined)
  await once(session, 'connect')
  ping()
  expect((await goaway)[0]).toBe(constants.NGHTTP2_NO_ERROR)
})

test('A client that does not end what is ended is left', async () => {
  const { url, server } = await listenWith({ keepAliveTimeout: 200, writeTimeout: 200 })
  const options = {
    port: Number(new URL(url).port),
    rejectUnauthorized: false,
    ALPNProtocols: ['h2'],
    allowHalfOpen: true,
  }
  const socket = connectTls({ ...options, host: '127.0.0.1' })
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => undefined)
  await once(socket, 'secureConnect')
  socket.write(PREFACE)
  const connections = () => promisify(server.getConnections.bind(server))()
  expect(await connections()).toBe(1)
  await expect.poll(connections, { timeout: 20_000 }).toBe(0)
})

test('A body that does not come to an end is not waited for', async () => {
  const { url } = await listenWith({ requestTimeout: 200 })
  const session = connect(url, { rejectUnauthorized: false })
  onTestFinished(() => session.destroy())
  const stream = session.request({ ':method': 'POST', ':path': '/graphql' })
  const reset = expect(readStream(stream)).rejects.toThrow('reset')
  stream.write('{')
  await reset
  expect(stream.rstCode).toBe(constants.NGHTTP2_CANCEL)
})

test('A request that is taken back before anybody reads its body has broken off', async () => {
  const { promise, resolve } = Promise.withResolvers<unknown>()
  const options = { limit: 1_000, underWay: new BodiesUnderWay(1_000) }
  const read = (incoming: IncomingMessage) => resolve(readParams({ incoming, askForBody: () => undefined }, options))
  const { url } = await listenWith({}, incoming => {
    incoming.once('close', () => read(incoming))
  })
  const session = connect(url, { rejectUnauthorized: false })
  onTestFinished(() => session.destroy())
  const headers = { ':method': 'POST', ':path': '/graphql', 'content-type': 'application/json' }
  const stream = session.request(headers).on('error', () => undefined)
  stream.end('{"query":"{__typename}"}')
  await once(stream, 'finish')
  stream.close(constants.NGHTTP2_CANCEL)
  expect(await promise).toMatchObject({ status: 400, errors: [{ message: 'The request body broke off.' }] })
})

test('A client that goes away in the middle of the handshake, or speaks no TLS, harms nobody', async () => {
  const gateway = await startSecureGateway('http://127.0.0.1:1')
  const port = Number(new URL(gateway.url).port)
  const plain = await fetch(`http://127.0.0.1:${port}/health`).catch(error => error)
  expect(plain).toBeInstanceOf(TypeError)
  const wrong = connectTls({
    port,
    host: '127.0.0.1',
    maxVersion: 'TLSv1.1',
    minVersion: 'TLSv1',
    ciphers: 'ALL@SECLEVEL=0',
  })
  await once(wrong, 'error')
  await expectAlive(gateway)
})
