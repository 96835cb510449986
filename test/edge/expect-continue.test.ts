import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startTestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
  type Query { item: String @http(GET: "/item") }
`

async function startGateway() {
  const upstream = await startUpstream({})
  const gateway = await startTestGateway({ schema: SCHEMA, environment: { API_URL: upstream.url } })
  return {
    url: gateway.url,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]()
      await upstream[Symbol.asyncDispose]()
    },
  }
}

/** A connection on which a request without its body has been sent. */
async function begin(url: string, line: string, ...headers: readonly string[]): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  await once(socket, 'connect')
  socket.write([line, 'host: localhost', 'expect: 100-continue', ...headers, '', ''].join('\r\n'))
  return socket
}

const BODY = '{"query":"{ __typename }"}'
const JSON_TYPE = 'content-type: application/json'

test('A client that waits with its body is asked for it, and has its answer', async () => {
  await using gateway = await startGateway()
  const socket = await begin(gateway.url, 'POST /graphql HTTP/1.1', JSON_TYPE, `content-length: ${BODY.length}`)
  const [first] = await once(socket, 'data')
  expect(String(first)).toBe('HTTP/1.1 100 Continue\r\n\r\n')
  socket.end(BODY)
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 .*\{"data":\{"__typename":"Query"\}\}$/s)
})

test.each([
  ['of too many bytes', 'POST /graphql HTTP/1.1', [JSON_TYPE, 'content-length: 99999999'], 413],
  ['of another type', 'POST /graphql HTTP/1.1', ['content-type: text/plain', 'content-length: 10'], 415],
  ['of a method without one', 'PUT /graphql HTTP/1.1', [JSON_TYPE, 'content-length: 10'], 405],
  ['for nobody', 'POST /nowhere HTTP/1.1', [JSON_TYPE, 'content-length: 10'], 404],
  ['for another answer', 'POST /graphql HTTP/1.1', [JSON_TYPE, 'accept: text/html', 'content-length: 10'], 406],
])(
  'A body %s is not asked for: the client has its answer at once, and the connection ends',
  async (_, line, headers, status) => {
    await using gateway = await startGateway()
    const answer = await text(await begin(gateway.url, line, ...headers))
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(answer).toMatch(/^connection: close\r$/im)
  },
)

test('A query in the URL asks for no body', async () => {
  await using gateway = await startGateway()
  const answer = await text(await begin(gateway.url, 'GET /graphql?query={__typename} HTTP/1.1'))
  expect(answer).toMatch(/^HTTP\/1\.1 200 .*\{"data":\{"__typename":"Query"\}\}$/s)
})
