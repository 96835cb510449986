import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DemoGateway, startDemoGateway } from '../client/demo-gateway.ts'
import { freePort } from '../support/free-port.ts'
import { startTestGateway } from '../support/gateway.ts'

let gateway: DemoGateway
beforeAll(async () => {
  gateway = await startDemoGateway()
})
afterAll(() => gateway?.[Symbol.asyncDispose]())

async function ask(path: string, init: RequestInit = {}) {
  const response = await fetch(new URL(path, gateway.url), { redirect: 'manual', ...init })
  return { status: response.status, headers: response.headers, body: await response.text() }
}

test('A gateway that runs is alive and ready', async () => {
  const [health, ready] = [await ask('/health'), await ask('/ready')]
  expect([health.status, JSON.parse(health.body)]).toEqual([200, { state: 'alive' }])
  expect([ready.status, JSON.parse(ready.body)]).toEqual([200, { state: 'ready', sources: { db: 'ok' } }])
  expect([...ready.headers.keys()].sort()).toEqual([
    'cache-control',
    'connection',
    'content-length',
    'content-type',
    'cross-origin-resource-policy',
    'date',
    'keep-alive',
    'x-content-type-options',
    'x-request-id',
  ])
})

test('A gateway that starts is alive, not ready, and takes no operations yet', async () => {
  // A database server that takes connections and says nothing.
  const held = Promise.withResolvers<void>()
  const database = createServer(socket => {
    held.promise.then(() => socket.destroy())
    socket.on('error', () => {})
  }).listen(0, '127.0.0.1')
  const arrived = new Promise(resolve => database.once('connection', resolve))
  await new Promise(resolve => database.once('listening', resolve))
  const port = await freePort()
  const starting = startTestGateway({
    schema: `
      extend schema @source(name: "db", sql: { url: "{$env.DATABASE_URL}" })
      type Query { users: [User!] @sql(orderBy: "id") }
      type User @sql(table: "users", key: "id") { id: ID! }`,
    environment: { DATABASE_URL: `mysql://root@127.0.0.1:${(database.address() as { port: number }).port}/x` },
    config: { port },
  })
  await arrived
  const url = `http://127.0.0.1:${port}`
  const [health, ready, graphql] = [
    await fetch(`${url}/health`),
    await fetch(`${url}/ready`),
    await fetch(`${url}/graphql?query={__typename}`),
  ]
  expect([health.status, await health.json()]).toEqual([200, { state: 'alive' }])
  expect([ready.status, await ready.json()]).toEqual([503, { state: 'starting', sources: { db: 'unbound' } }])
  expect([graphql.status, graphql.headers.get('retry-after'), await graphql.json()]).toEqual([
    503,
    '1',
    {
      errors: [
        {
          message: 'The gateway is starting. Try again in a moment.',
          extensions: { code: 'INTERNAL_SERVER_ERROR' },
        },
      ],
    },
  ])
  held.resolve()
  {
    await using started = await starting
    const later = await fetch(`${started.url}/ready`)
    expect([later.status, await later.json()]).toEqual([200, { state: 'ready', sources: { db: 'unbound' } }])
  }
  database.close()
})

test.each([
  '/nope',
  '/graphql/',
  '/graphql/nope',
  '/graphql/assets/nope.js',
  '/foo/graphql',
  '/foo/health',
  '/nope?path=/graphql',
  '/nope?path=/health',
  '/Health',
  '/%67raphql',
  '/metrics',
  '/__proto__',
  '/constructor',
])('%s is nowhere', async path => {
  const { status, headers, body } = await ask(path)
  expect([status, headers.get('content-type'), body]).toEqual([
    404,
    'text/plain; charset=utf-8',
    'There is nothing here. GraphQL is at /graphql.\n',
  ])
})

test('A GraphQL request is one also where its query ends like another path', async () => {
  const { status, body } = await ask('/graphql?query={users{id}}&x=/health')
  expect([status, Object.keys(JSON.parse(body))]).toEqual([200, ['data']])
})

test.each(['/health', '/ready', '/'])('%s is served by GET and HEAD only', async path => {
  const [head, post] = [await ask(path, { method: 'HEAD' }), await ask(path, { method: 'POST', body: 'x' })]
  expect([head.status < 400, head.body]).toEqual([true, ''])
  expect([post.status, post.headers.get('allow'), post.body]).toEqual([
    405,
    'GET, HEAD',
    'This is served by GET only. GraphQL is at /graphql.\n',
  ])
})

test('The request id of the client comes back and stands in the log', async () => {
  const { headers } = await gateway.query('{ users { id } }', undefined, { 'x-request-id': 'order-17:a.b' })
  expect(headers.get('x-request-id')).toBe('order-17:a.b')
  expect(gateway.log.filter(({ requestId }) => requestId === 'order-17:a.b').map(({ msg }) => msg)).toEqual([
    'call',
    'request',
  ])
})

test.each(['', 'bad id', '<script>', 'x'.repeat(129), 'a"b', 'a,b', '\u00e9'])(
  'A request id that could do harm in a log is replaced: %j',
  async id => {
    const { headers } = await ask('/graphql?query={users{id}}', { headers: { 'x-request-id': id } })
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  },
)

test('Every answer has a request id of its own, a refusal too', async () => {
  const answers = await Promise.all(
    ['/health', '/nope', '/graphql', '/graphql?query={users{id}}'].map(path => ask(path)),
  )
  expect(new Set(answers.map(({ headers }) => headers.get('x-request-id'))).size).toBe(4)
})

test.each(['/health', '/ready', '/nope', '/', '/graphql', '/graphql?query={users{id}}', '/graphql?query={'])(
  'A browser takes %s for what it says, and shows it to no page of another origin',
  async path => {
    const types = ['*/*', 'text/html', 'nonsense']
    const answers = await Promise.all(types.map(accept => ask(path, { headers: { accept } })))
    expect(
      answers.map(({ headers }) => [
        headers.get('x-content-type-options'),
        headers.get('cross-origin-resource-policy'),
      ]),
    ).toEqual(types.map(() => ['nosniff', 'same-origin']))
  },
)

test('What stands at /graphql depends on Accept, and every answer there says so', async () => {
  const types = ['text/html', 'application/json', 'application/graphql-response+json', 'nonsense']
  const answers = await Promise.all(types.map(accept => ask('/graphql', { headers: { accept } })))
  expect(answers.map(({ headers }) => headers.get('vary'))).toEqual(types.map(() => 'accept'))
})

test('No header tells what the gateway is made of', async () => {
  const { headers } = await ask('/health')
  expect([headers.get('x-yoga-id'), headers.get('x-powered-by'), headers.get('server')]).toEqual([null, null, null])
})
