import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { startTestGateway } from '../support/gateway.ts'
import { createSqliteDatabase } from '../support/sqlite.ts'
import { startUpstream, type UpstreamAnswer } from '../support/upstream.ts'

const SCHEMA = `
  extend schema
    @source(name: "api", http: { baseURL: "{$env.API_URL}", timeout: "200ms", headers: ["x-key: {$env.API_KEY}"] })
    @source(name: "db", sql: { url: "{$env.DB_URL}" })
  type Query {
    item(id: ID!): Item @http(GET: "/items/{$args.id}")
    items: [Item!] @http(GET: "/items")
    rows: [Row!] @sql(query: "SELECT secret_column FROM secret_table")
  }
  type Item {
    name: String!
    count: Int
    tags: [String!]
    owner: Item
  }
  type Row {
    name: String
  }
`

const SECRET = 's3cret'
/** What an upstream may say of itself when it fails. */
const TRACE = `Error: ${SECRET} at Object.<anonymous> (/srv/app.js:1:1)`

const ANSWERS: Readonly<Record<string, UpstreamAnswer>> = {
  status: { status: 500, body: TRACE, headers: { 'x-powered-by': SECRET } },
  refused: { status: 403, json: { error: TRACE } },
  redirect: { status: 302, headers: { location: `http://${SECRET}.internal/` } },
  html: { body: `<pre>${TRACE}</pre>`, headers: { 'content-type': 'text/html' } },
  broken: { body: `{ "name": "${SECRET}` },
  number: { json: { name: 'a', count: SECRET } },
  object: { json: { name: { text: SECRET } } },
  nothing: { json: { name: null, owner: SECRET } },
  text: { json: SECRET },
  list: { json: [{ name: SECRET }] },
  tags: { json: { name: 'a', tags: [SECRET, null] } },
  owner: { json: { name: 'a', owner: [SECRET] } },
  reset: { fault: 'reset' },
  truncated: { fault: 'truncated', body: `{ "name": "${SECRET}", ` },
  hang: { fault: 'hang' },
}

test('Whatever a source does, nothing of it is told to a client', async () => {
  await using upstream = await startUpstream(({ url }) => ANSWERS[url.split('/').at(-1) ?? ''] ?? { status: 500 })
  await using database = await createSqliteDatabase()
  const environment = { API_URL: upstream.url, API_KEY: SECRET, DB_URL: database.url }
  await using gateway = await startTestGateway({ schema: SCHEMA, environment })
  const fields = Object.keys(ANSWERS).map(id => `${id}: item(id: "${id}") { name count tags owner { name } }`)
  const { body, text } = await gateway.query(`{ ${fields.join(' ')} items { name } rows { name } }`)

  const { data, errors } = body as { data: object; errors: { path: string[] }[] }
  const failed = new Set(errors.map(({ path }) => path[0]))
  expect([...failed].toSorted()).toEqual(Object.keys(data).toSorted())
  for (const inside of [
    SECRET,
    TRACE,
    new URL(upstream.url).host,
    '127.0.0.1',
    database.url,
    'secret_',
    'node:',
    '.ts',
    'Error:',
  ])
    expect(text).not.toContain(inside)
})

test('The request id of the answer is that of its lines in the log', async () => {
  await using upstream = await startUpstream(() => ({ status: 400 }))
  await using database = await createSqliteDatabase()
  const environment = { API_URL: upstream.url, API_KEY: '', DB_URL: database.url }
  await using gateway = await startTestGateway({ schema: SCHEMA, environment })
  const linesOf = (id: string | null) => gateway.log.filter(({ requestId }) => requestId === id).map(({ msg }) => msg)

  const { headers } = await gateway.query('{ items { name } }')
  expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
  expect(linesOf(headers.get('x-request-id'))).toEqual(['call', 'The source answered 400.', 'request'])
  const named = await gateway.query('{ items { name } }', undefined, { 'x-request-id': 'my-own:1' })
  expect(named.headers.get('x-request-id')).toBe('my-own:1')
  expect(linesOf('my-own:1')).toEqual(['call', 'The source answered 400.', 'request'])
  const odd = await gateway.query('{ items { name } }', undefined, { 'x-request-id': 'a "b"' })
  expect(odd.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
})

test('A client that goes away takes its calls to an API with it', async () => {
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  const api = createServer((_request, response) => response.on('close', resolve)).listen(0, '127.0.0.1')
  await using closing = new AsyncDisposableStack()
  closing.defer(() => void api.close())
  await once(api, 'listening')
  await using database = await createSqliteDatabase()
  const url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`
  const environment = { API_URL: url, API_KEY: '', DB_URL: database.url }
  // Nothing but the client's going ends the call.
  await using gateway = await startTestGateway({ schema: SCHEMA.replace('200ms', '60s'), environment })
  const client = new AbortController()
  const answer = fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ items { name } }' }),
    signal: client.signal,
  })
  await once(api, 'request')
  client.abort()
  await expect(answer).rejects.toThrow('aborted')
  await closed
})
