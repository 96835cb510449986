import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, test } from 'vitest'
import { startTestGateway } from '../support/gateway.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API}", timeout: "30s" })
  type Query { a: A @http(GET: "/a")  b: A @http(GET: "/b") }
  type A { id: ID!  next: A @http(GET: "/next/{$this.id}") }`

/** An upstream that tells of the arrival and of the end of each request, and answers only what it is told to. */
async function startSlowUpstream() {
  const arrivals = new Map<string, PromiseWithResolvers<{ response: ServerResponse; closed: Promise<unknown> }>>()
  const at = (path: string) => {
    const known = arrivals.get(path) ?? Promise.withResolvers()
    arrivals.set(path, known)
    return known
  }
  const paths: string[] = []
  const server = createServer((incoming: IncomingMessage, response) => {
    paths.push(incoming.url ?? '')
    at(incoming.url ?? '').resolve({ response, closed: once(response, 'close') })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths,
    arrival: (path: string) => at(path).promise,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

test('A client that goes away takes its upstream calls with it', async () => {
  await using upstream = await startSlowUpstream()
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API: upstream.url } })
  const client = new AbortController()
  const answer = fetch(`${gateway.url}/graphql?query={a{id next{id}}b{id}}`, { signal: client.signal })
  const [a, b] = await Promise.all([upstream.arrival('/a'), upstream.arrival('/b')])
  a.response.setHeader('content-type', 'application/json').end('{"id":1}')
  const next = await upstream.arrival('/next/1')
  client.abort()
  await expect(answer).rejects.toThrow('aborted')
  await Promise.all([b.closed, next.closed])
  expect([b.response.writableFinished, next.response.writableFinished]).toEqual([false, false])
  expect(gateway.log.filter(({ level }) => Number(level) >= 50)).toEqual([])
})

test('A client that goes away early causes no further calls', async () => {
  await using upstream = await startSlowUpstream()
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API: upstream.url } })
  const client = new AbortController()
  const answer = fetch(`${gateway.url}/graphql?query={a{next{id}}b{id}}`, { signal: client.signal })
  const [a, b] = await Promise.all([upstream.arrival('/a'), upstream.arrival('/b')])
  client.abort()
  await expect(answer).rejects.toThrow('aborted')
  await Promise.all([a.closed, b.closed])
  expect((await gateway.query('{ __typename }')).text).toBe('{"data":{"__typename":"Query"}}')
  expect(upstream.paths.sort()).toEqual(['/a', '/b'])
})

test('What a client has sent ahead is not run once it has gone away', async () => {
  await using upstream = await startSlowUpstream()
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API: upstream.url } })
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
  await once(socket, 'connect')
  const ask = (query: string) => `GET /graphql?query=${query} HTTP/1.1\r\nhost: localhost\r\n\r\n`
  socket.write(ask('{a{id}}') + ask('{b{id}}'))
  const a = await upstream.arrival('/a')
  socket.destroy()
  await a.closed
  expect((await gateway.query('{ __typename }')).text).toBe('{"data":{"__typename":"Query"}}')
  expect(upstream.paths).toEqual(['/a'])
})
