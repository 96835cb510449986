import { expect, onTestFinished, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { readOpenMetrics } from '../support/open-metrics.ts'
import { startUpstream } from '../support/upstream.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API}", retries: 0 })
  type Query {
    calm: String @http(GET: "/calm")
    users(first: Int): [User!] @http(GET: "/users?n={$args.first}")
    hits(first: Int): [Hit] @http(GET: "/hits?n={$args.first}") @listSize(slicingArguments: ["first"])
    broken: User @http(GET: "/broken")
  }
  type User { id: ID name: String @cost(weight: 4) friend: User tags: [String] }
  type Team @cost(weight: 7) { id: ID size: Int }
  union Hit = User | Team
`

async function start(config: Partial<Config>): Promise<TestGateway & { readonly calls: () => number }> {
  const upstream = await startUpstream(({ url }) => {
    const count = Number(new URL(url, 'http://x').searchParams.get('n'))
    if (url.startsWith('/broken')) return { status: 500 }
    if (url.startsWith('/calm')) return { json: 'calm' }
    if (url.startsWith('/hits'))
      return {
        json: [{ __typename: 'Team', id: 1, size: 2 }, null, { __typename: 'User', id: 2, name: 'x' }].slice(0, count),
      }
    return { json: Array.from({ length: count }, (_, id) => ({ id, name: id === 0 ? null : 'x', friend: { id: 9 } })) }
  })
  onTestFinished(() => upstream[Symbol.asyncDispose]())
  const gateway = await startTestGateway({
    schema: SCHEMA,
    environment: { API: upstream.url },
    config: { metricsPort: 0, ...config },
  })
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  return Object.assign(gateway, { calls: () => upstream.requests.length })
}

async function costOf(gateway: TestGateway, query: string): Promise<unknown> {
  const { body } = await gateway.query(query)
  expect(body).not.toHaveProperty('errors')
  return (body as { extensions?: { cost?: unknown } }).extensions?.cost
}

test.each([true, false])('An answer tells what it may have cost, and has (direct lane %j)', async directLane => {
  const gateway = await start({ cost: 'tell', directLane })
  const { text } = await gateway.query('{ users(first: 3) { id } }')
  expect(text).toMatch(/^\{"data":\{.*\},"extensions":\{"cost":\{"estimated":3,"actual":3\}\}\}$/)
  // Of three names one is null, and each user has one friend.
  const all = '{ users(first: 3) { name friend { id } } }'
  expect(await costOf(gateway, all)).toEqual({ estimated: 3 * (1 + 4 + 1), actual: 3 * (1 + 1) + 2 * 4 })
  expect(await costOf(gateway, '{ calm }')).toEqual({ estimated: 0, actual: 0 })
  expect(await costOf(gateway, '{ users(first: 0) { id } }')).toEqual({ estimated: 0, actual: 0 })
  expect(await costOf(gateway, '{ users { id } }')).toEqual({ estimated: 10, actual: 0 })
})

test('An object of several types costs what its own does, where it tells it by its name or its fields', async () => {
  const gateway = await start({ cost: 'tell' })
  const estimated = 3 * (7 + 4)
  for (const query of [
    '{ hits(first: 3) { __typename ... on User { name } } }',
    '{ hits(first: 3) { ... on User { name } ... on Team { size } } }',
  ])
    expect(await costOf(gateway, query)).toEqual({ estimated, actual: 7 + (1 + 4) })
  // Either may have nothing but an id.
  const unclear = '{ hits(first: 3) { ... on User { id } ... on Team { id } } }'
  expect(await costOf(gateway, unclear)).toEqual({ estimated: 3 * 7, actual: 2 * 7 })
})

test('An answer with errors, one that is long, and one with a trace tell it too', async () => {
  const gateway = await start({ cost: 'tell', trace: true })
  expect((await gateway.query('{ broken { id } users(first: 2) { id } }')).body).toMatchObject({
    errors: [{ path: ['broken'] }],
    data: { broken: null },
    extensions: { cost: { estimated: 3, actual: 2 } },
  })
  expect(await costOf(gateway, '{ users(first: 30000) { id name friend { id } } }')).toEqual({
    estimated: 30_000 * 6,
    actual: 30_000 * 2 + 29_999 * 4,
  })
  const { body } = await gateway.query('{ users(first: 2) { id } }', {}, { 'x-sluice-trace': '1' })
  expect(body).toMatchObject({ extensions: { cost: { actual: 2 }, trace: { version: 1 } } })
})

test('It may only be measured, for metrics and the log; nothing is counted unless said', async () => {
  const measuring = await start({ cost: 'measure', logLevel: 'info' })
  expect((await measuring.query('{ users(first: 3) { friend { id } } }')).body).not.toHaveProperty('extensions')
  expect(measuring.log.find(({ msg }) => msg === 'request')).toMatchObject({ cost: { estimated: 6, actual: 6 } })
  const sums = async (gateway: TestGateway) => {
    const samples = readOpenMetrics(await (await fetch(gateway.metricsUrl ?? '')).text())
    const found = samples.filter(({ name }) => name === 'sluice_operation_cost_sum')
    return Object.fromEntries(found.map(({ labels, value }) => [labels.kind, value]))
  }
  expect(await sums(measuring)).toEqual({ estimated: 6, actual: 6 })
  const off = await start({ logLevel: 'info' })
  await off.query('{ users(first: 3) { id } }')
  expect(await sums(off)).toEqual({})
  expect(off.log.find(({ msg }) => msg === 'request')).not.toHaveProperty('cost')
})

const HOUR = 3_600

test.each([true, false])(
  'What a client may spend is counted by what its operations may cost (direct lane %j)',
  async directLane => {
    const gateway = await start({ costRateLimit: { limit: 20, window: HOUR }, directLane })
    const ask = (first: number) => gateway.query('query ($n: Int) { users(first: $n) { id } }', { n: first })
    const { status, headers } = await ask(12)
    expect(status).toBe(200)
    expect(headers.get('ratelimit-policy')).toBe('"cost";q=20;w=3600')
    expect(headers.get('ratelimit')).toMatch(/^"cost";r=8;t=3[56]\d\d$/)
    const calls = gateway.calls()
    const refused = await ask(9)
    expect(refused.headers.get('ratelimit')).toMatch(/^"cost";r=8;/)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_500)
    expect(refused.body).toEqual({
      errors: [
        {
          message: expect.stringMatching(/^The operations of this client cost too much\. Try again in \d+ s\.$/),
          extensions: { code: 'REQUEST_RATE_LIMITED' },
        },
      ],
    })
    expect(gateway.calls()).toBe(calls)
    // What was refused has cost nothing.
    expect((await ask(7)).headers.get('ratelimit')).toMatch(/^"cost";r=1;/)
    // What has no objects costs 1.
    expect((await gateway.query('{ calm }')).headers.get('ratelimit')).toMatch(/^"cost";r=0;/)
    expect((await gateway.query('{ __typename }')).status).toBe(429)
  },
)

test('What costs more than a client may ever spend says so, and spends nothing', async () => {
  const gateway = await start({ costRateLimit: { limit: 20, window: HOUR } })
  const { status, body } = await gateway.query('{ users(first: 1000000) { friend { friend { id } } } }')
  expect([status, body]).toEqual([
    400,
    {
      errors: [
        {
          message: 'The operation may cost more than 20, which is all that a client may spend in 3600 s.',
          extensions: { code: 'OPERATION_LIMIT_EXCEEDED', limit: 'cost', most: 20 },
        },
      ],
    },
  ])
  expect(gateway.calls()).toBe(0)
  expect((await gateway.query('{ users(first: 20) { id } }')).status).toBe(200)
})

test('Requests and costs are told beside each other, and the same query of two clients costs both', async () => {
  const gateway = await start({
    rateLimit: { limit: 9, window: HOUR },
    costRateLimit: { limit: 20, window: HOUR },
    trustedProxies: ['127.0.0.0/8'],
  })
  const ask = (client: string) => gateway.query('{ users(first: 3) { id } }', {}, { 'x-forwarded-for': client })
  const answers = await Promise.all([ask('1.1.1.1'), ask('2.2.2.2')])
  for (const { headers } of answers) {
    expect(headers.get('ratelimit')).toMatch(/^"requests";r=8;t=\d+, "cost";r=17;t=\d+$/)
    expect(headers.get('ratelimit-policy')).toBe('"requests";q=9;w=3600, "cost";q=20;w=3600')
  }
})

test('Variables that do not fit are told as ever, and cost 1', async () => {
  const gateway = await start({ costRateLimit: { limit: 20, window: HOUR } })
  const { status, body, headers } = await gateway.query('query ($n: Int) { users(first: $n) { id } }', { n: 'x' })
  expect([status, body]).toMatchObject([400, { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] }])
  expect(headers.get('ratelimit')).toMatch(/^"cost";r=19;/)
})
