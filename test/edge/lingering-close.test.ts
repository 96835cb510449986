import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { connect as connectTls } from 'node:tls'
import { expect, onTestFinished, test, vi } from 'vitest'
import { closeLingering } from '../../src/edge/server/lingering-close.ts'
import { createAuthority } from '../support/certificates.ts'
import { startTestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'

const MIB = 1_048_576
const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
  type Query { item: String @http(GET: "/item") }
  type Mutation { add: String @http(POST: "/items") }
`
const MUTATION = '{"query":"mutation { add }"}'

const requestOf = (body: string, length: number) =>
  `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`
/** A body that is too large, and as it should be. */
const TOO_LARGE = requestOf(MUTATION.padEnd(2 * MIB, ' '), 2 * MIB)

async function start(isSecure = false) {
  const upstream = await startUpstream(() => ({ json: 'there' }))
  onTestFinished(() => upstream[Symbol.asyncDispose]())
  const authority = isSecure ? await createAuthority() : undefined
  onTestFinished(() => authority?.[Symbol.asyncDispose]())
  const files = await authority?.issue('localhost', 'DNS:localhost')
  const config = files && { tlsCert: files.cert, tlsKey: files.key }
  const options = { schema: SCHEMA, environment: { API_URL: upstream.url } }
  const gateway = await startTestGateway({ ...options, ...(config && { config }) })
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  const to = { port: Number(new URL(gateway.url).port), host: '127.0.0.1', allowHalfOpen: true }
  const tls = { ca: authority && (await readFile(authority.ca.cert)), servername: 'localhost' }
  const socket: Socket = isSecure ? connectTls({ ...to, ...tls }) : connect(to)
  // What is written in vain says so to who writes.
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return { socket, upstream }
}

/** Resolves once the system has taken the bytes. */
function write(socket: Socket, bytes: string): Promise<void> {
  return new Promise((resolve, reject) => socket.write(bytes, error => (error ? reject(error) : resolve())))
}

test.each([
  ['without TLS', false],
  ['by TLS', true],
])(
  'A client that writes on behind a body that is too large, and reads then, reads its answer, %s',
  async (_, isSecure) => {
    const { socket, upstream } = await start(isSecure)
    await write(socket, TOO_LARGE)
    // What would be a request of its own is not run: no answer could follow.
    for (let sent = 0; sent < 8; sent++) await write(socket, requestOf(MUTATION, MUTATION.length).padEnd(MIB, '\r\n'))
    const answer = await text(socket)
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    expect(answer).toContain('larger than 1048576 bytes')
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1)
    expect(upstream.requests).toEqual([])
  },
)

test('Once the gateway has ended its side it takes what a client still sends, until that ends too', async () => {
  const { socket } = await start()
  const answer = text(socket)
  await write(socket, TOO_LARGE)
  expect(await answer).toContain('larger than 1048576 bytes')
  for (let sent = 0; sent < 8; sent++) await write(socket, ' '.repeat(MIB))
  const closed = once(socket, 'close')
  socket.end()
  expect(await closed).toEqual([false])
})

test('A client that never stops is cut off, and so is one that ends nothing', async () => {
  const { socket } = await start()
  const answer = text(socket)
  await write(socket, TOO_LARGE)
  await answer
  const writeOn = async () => {
    for (;;) await write(socket, ' '.repeat(MIB))
  }
  await expect(writeOn()).rejects.toMatchObject({ code: expect.stringMatching(/^(?:EPIPE|ECONNRESET)$/) })

  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const server = createServer((_, response: ServerResponse) => {
    response.shouldKeepAlive = false
    response.end('there')
  })
  Object.assign(server, { httpAllowHalfOpen: true })
  const connected = once(server.on('connection', closeLingering), 'connection') as Promise<[Socket]>
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close().closeAllConnections())
  const idle = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true })
  const [served] = await connected
  const closed = once(served, 'close')
  const all = text(idle)
  idle.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n')
  expect(await all).toContain('there')
  expect(served.destroyed).toBe(false)
  vi.advanceTimersByTime(5_000)
  await closed
  idle.destroy()
})
