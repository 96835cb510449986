import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ClientConnections } from '../../src/edge/server/client-connections.ts'
import { createBarrier } from '../support/barrier.ts'
import { startTestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
  type Query { item(id: ID!): String @http(GET: "/items/{$args.id}") }
`

/** The final answers, without those that only say that work goes on. */
function answersOf(bytes: string): string[] {
  return bytes
    .split(/(?=HTTP\/1\.1 \d{3} )/)
    .filter(each => !/^HTTP\/1\.1 1\d\d /.test(each))
    .map(each => each.slice(each.indexOf('\r\n\r\n') + 4))
}

async function ended(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  await once(socket, 'connect')
  socket.end(bytes)
  return await text(socket)
}

const get = (id: number, version = '1.1') =>
  `GET /graphql?query={item(id:${id})} HTTP/${version}\r\nhost: localhost\r\n\r\n`

test('A client that ends its side once it has asked has its answers, and then the connection ends', async () => {
  await using upstream = await startUpstream(({ url }) => ({ json: url.slice('/items/'.length) }))
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API_URL: upstream.url } })
  expect(answersOf(await ended(gateway.url, get(1)))).toEqual(['{"data":{"item":"1"}}'])
  const all = await ended(gateway.url, [1, 2, 3].map(id => get(id)).join(''))
  expect(answersOf(all)).toEqual([1, 2, 3].map(id => `{"data":{"item":"${id}"}}`))
  expect(answersOf(await ended(gateway.url, 'GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n'))).toHaveLength(1)
})

test('It has its answer also where that takes its time, and is told meanwhile that work goes on', async () => {
  const barrier = createBarrier()
  await using upstream = await startUpstream(async () => {
    await barrier.arrive()
    return { json: 'there' }
  })
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API_URL: upstream.url } })
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
  await once(socket, 'connect')
  socket.end(get(1))
  const [first] = await once(socket, 'data')
  expect(String(first)).toMatch(/^HTTP\/1\.1 102 /)
  barrier.release()
  expect(answersOf(await text(socket))).toEqual(['{"data":{"item":"there"}}'])
})

test('However long it is told so, its answer gathers nothing', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const log = { debug() {}, info() {}, warn() {}, error() {}, write() {}, isLevelEnabled: () => false }
  const taken = Promise.withResolvers<ServerResponse>()
  const connections = new ClientConnections((_, response) => taken.resolve(response), 10, log)
  const server = createServer((incoming, response) => connections.take(incoming, response))
  Object.assign(server, { httpAllowHalfOpen: true }).on('connection', socket => connections.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.end(get(1))
  const answered = text(socket)
  const response = await taken.promise
  await expect.poll(() => vi.getTimerCount()).toBe(1)
  const before = response.listenerCount('close')
  vi.advanceTimersByTime(14_000)
  expect(response.listenerCount('close')).toBe(before)
  response.end('there')
  expect((await answered).match(/^HTTP\/1\.1 102 /gm)?.length).toBeGreaterThan(10)
  expect(vi.getTimerCount()).toBe(0)
  server.close()
})

test('A request that breaks off with its body is none', async () => {
  await using upstream = await startUpstream({})
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API_URL: upstream.url } })
  const head =
    'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n'
  expect(await ended(gateway.url, `${head}{"query":`)).not.toContain('200')
  expect((await gateway.query('{ __typename }')).status).toBe(200)
})
