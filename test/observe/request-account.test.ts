import { expect, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}", retries: 0, circuitFailures: 0 })
  type Query {
    post(id: ID!): Post @http(GET: "/posts/{$args.id}")
    lost(id: ID): Post @http(GET: "/lost?token={$args.id}")
  }
  type Post { id: ID! title: String author: Author @http(GET: "/authors/{$this.userId}") }
  type Author { name: String }
`

async function start(config: Partial<Config> = {}) {
  await using stack = new AsyncDisposableStack()
  const upstream = stack.use(
    await startUpstream(({ url }) => {
      if (url.startsWith('/lost')) return { status: 500 }
      if (url.startsWith('/authors')) return { json: { name: 'Ann' } }
      return { json: { id: 1, title: 'One', userId: 7 } }
    }),
  )
  const environment = { API_URL: upstream.url }
  const gateway = stack.use(
    await startTestGateway({ schema: SCHEMA, environment, config: { logLevel: 'info', ...config } }),
  )
  const all = stack.move()
  return { gateway, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

const requestLines = ({ log }: TestGateway) => log.filter(({ msg }) => msg === 'request')

for (const directLane of [true, false])
  test(`A request is one line at level info, ${directLane ? 'past' : 'by way of'} Yoga`, async () => {
    await using started = await start({ directLane })
    const { gateway } = started
    const { text } = await gateway.query(
      'query Posts($secret: ID!) { post(id: $secret) { title author { name } } }',
      { secret: 'hunter2' },
      {
        'x-request-id': 'one',
        'apollographql-client-name': `web\u00ff${'x'.repeat(100)}`,
        authorization: 'Bearer hunter2',
      },
    )
    await expect
      .poll(() => requestLines(gateway))
      .toEqual([
        {
          level: 30,
          time: expect.any(Number),
          requestId: 'one',
          status: 200,
          outcome: 'ok',
          operation: 'Posts',
          fields: 'post',
          hash: expect.stringMatching(/^[\da-f]{16}$/),
          client: `web?${'x'.repeat(56)}`,
          milliseconds: expect.any(Number),
          bytes: text.length,
          calls: 2,
          sources: { api: { calls: 2, milliseconds: expect.any(Number) } },
          msg: 'request',
        },
      ])
    expect(JSON.stringify(gateway.log)).not.toContain('hunter2')
  })

test('A request that is refused is a line too, with its code and without calls', async () => {
  await using started = await start()
  const { gateway } = started
  await gateway.query('{ nothing }')
  await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    body: 'no JSON',
    headers: { 'content-type': 'application/json' },
  })
  await fetch(`${gateway.url}/elsewhere`)
  await fetch(`${gateway.url}/health`)
  await expect
    .poll(() => requestLines(gateway).map(({ status, outcome, code, calls }) => [status, outcome, code, calls]))
    .toEqual([
      [400, 'refused', 'GRAPHQL_VALIDATION_FAILED', 0],
      [400, 'refused', 'BAD_USER_INPUT', 0],
      [404, 'refused', undefined, 0],
    ])
})

test('A call that fails is a line with its text and reason, and its request says how many there were', async () => {
  await using started = await start()
  const { gateway } = started
  await gateway.query('{ lost(id: "hunter2") { id } }')
  await expect
    .poll(() => requestLines(gateway))
    .toMatchObject([{ outcome: 'partial', calls: 1, failedCalls: 1, errors: 1 }])
  const failed = gateway.log.filter(({ msg }) => msg === 'a call failed')
  expect(failed).toMatchObject([
    { level: 30, source: 'api', text: 'GET /lost?token={$args.id}', tries: 1, status: 500, reason: 'http_5xx' },
  ])
  expect(JSON.stringify(gateway.log)).not.toContain('hunter2')
})

test('The failed calls of one request are at most twenty lines', async () => {
  await using started = await start()
  const { gateway } = started
  const fields = Array.from({ length: 25 }, (_, at) => `l${at}: lost(id: ${at}) { id }`)
  await gateway.query(`{ ${fields.join(' ')} }`)
  await expect.poll(() => requestLines(gateway)).toMatchObject([{ failedCalls: 25 }])
  expect(gateway.log.filter(({ msg }) => msg === 'a call failed').length).toBe(20)
})

test('Below level info there is no line of a request', async () => {
  await using started = await start({ logLevel: 'warn' })
  await started.gateway.query('{ post(id: 1) { id } }')
  expect(started.gateway.log).toEqual([])
})
