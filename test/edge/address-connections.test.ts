import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { createAuthority } from '../support/certificates.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "http://127.0.0.1:1" })
  type Query { a: Int @http(GET: "/a") }
`

async function start(config: Partial<Config>): Promise<TestGateway> {
  const gateway = await startTestGateway({ schema: SCHEMA, config: { maxConnectionsPerAddress: 2, ...config } })
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  return gateway
}

/** A connection from an address of this machine, and what comes of it. */
async function open({ url }: TestGateway, localAddress: string): Promise<Socket> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', localAddress })
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

/** Whether a connection is served; one that is not is closed without an answer. */
async function isServed(socket: Socket): Promise<boolean> {
  socket.write('GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n')
  return new Promise(resolve => {
    socket.once('data', () => resolve(true)).once('close', () => resolve(false))
  })
}

test('One address has as many connections as it may, and others have theirs', async () => {
  const gateway = await start({})
  const first = await open(gateway, '127.0.0.1')
  const second = await open(gateway, '127.0.0.1')
  expect([await isServed(first), await isServed(second)]).toEqual([true, true])
  const refused = await Promise.all([1, 2, 3].map(() => open(gateway, '127.0.0.1')))
  expect(await Promise.all(refused.map(isServed))).toEqual([false, false, false])
  expect(await isServed(await open(gateway, '127.0.0.2'))).toBe(true)
  expect(gateway.log.filter(({ level }) => Number(level) >= 40)).toMatchObject([
    { address: '127.0.0.1', limit: 2, msg: 'an address has as many connections as it may' },
  ])
  // One that has ended makes room; the gateway hears of it in its own time.
  first.end()
  await expect.poll(async () => isServed(await open(gateway, '127.0.0.1')), { timeout: 20_000 }).toBe(true)
})

test('A trusted proxy has as many as it likes', async () => {
  const gateway = await start({ trustedProxies: ['127.0.0.0/31'] })
  const sockets = await Promise.all([1, 2, 3, 4].map(() => open(gateway, '127.0.0.1')))
  expect(await Promise.all(sockets.map(isServed))).toEqual([true, true, true, true])
})

test('Those behind TLS count from their beginning', async () => {
  const authority = await createAuthority()
  onTestFinished(() => authority[Symbol.asyncDispose]())
  const { cert, key } = await authority.issue('localhost', 'IP:127.0.0.1')
  const gateway = await start({ tlsCert: cert, tlsKey: key })
  const waiting = await Promise.all([1, 2].map(() => open(gateway, '127.0.0.1')))
  const refused = await open(gateway, '127.0.0.1')
  if (!refused.destroyed) await once(refused.resume(), 'close')
  expect(waiting.map(({ destroyed }) => destroyed)).toEqual([false, false])
})
