import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from 'redis'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { startGateway } from '../../src/gateway.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { startIssuer } from '../support/issuer.ts'
import type { PrivateServer } from '../support/private-server.ts'
import { startRedis } from '../support/redis.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startUpstream } from '../support/upstream.ts'

const TYPES = `
  type Query {
    cheap: String @http(GET: "/cheap")
    search(text: String): [Hit!] @http(GET: "/search?q={$args.text}") @rateLimit(limit: 3, window: "1h")
    hit: Named @http(GET: "/hit")
  }
  interface Named { name: String @rateLimit(limit: 2, window: "1h") }
  type Hit implements Named @map(from: "Hit") { name: String id: ID }
`

async function start(config: Partial<Config>, schema = ''): Promise<TestGateway & { readonly calls: () => string[] }> {
  const answers: Readonly<Record<string, unknown>> = {
    '/cheap': 'cheap',
    '/hit': { __typename: 'Hit', name: 'x', id: 1 },
  }
  const upstream = await startUpstream(({ url }) => ({ json: answers[url] ?? [{ name: 'x', id: 1 }] }))
  onTestFinished(() => upstream[Symbol.asyncDispose]())
  const gateway = await startTestGateway({
    schema: `extend schema @source(name: "api", http: { baseURL: "${upstream.url}" }) ${schema} ${TYPES}`,
    config,
  })
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  return Object.assign(gateway, { calls: () => upstream.requests.map(({ url }) => url) })
}

const HOUR = 3_600
const rateLimit = { limit: 3, window: HOUR }

async function statuses(gateway: TestGateway, times: number, headers: Readonly<Record<string, string>> = {}) {
  const found: number[] = []
  for (let time = 0; time < times; time++) found.push((await gateway.query('{ cheap }', {}, headers)).status)
  return found
}

test.each([true, false])(
  'Beyond the rate a client gets 429, and is told when to come again (direct lane %j)',
  async directLane => {
    const gateway = await start({ rateLimit, directLane })
    for (const left of [2, 1, 0]) {
      const { status, headers } = await gateway.query('{ cheap }')
      expect(status).toBe(200)
      expect(headers.get('ratelimit-policy')).toBe('"requests";q=3;w=3600')
      expect(headers.get('ratelimit')).toMatch(new RegExp(`^"requests";r=${left};t=3[56]\\d\\d$`))
    }
    const { status, headers, body } = await gateway.query('{ cheap }')
    expect(status).toBe(429)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(3_500)
    expect(headers.get('ratelimit')).toMatch(/^"requests";r=0;t=/)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(body).toEqual({
      errors: [
        {
          message: expect.stringMatching(/^Too many requests\. Try again in \d+ s\.$/),
          extensions: { code: 'REQUEST_RATE_LIMITED' },
        },
      ],
    })
    expect(gateway.calls()).toHaveLength(3)
    expect((await fetch(`${gateway.url}/health`)).status).toBe(200)
  },
)

test('What can not be read counts too', async () => {
  const gateway = await start({ rateLimit })
  for (let time = 0; time < 3; time++) expect((await gateway.query('{ nothing')).status).toBe(400)
  expect(await statuses(gateway, 1)).toEqual([429])
})

test('Users are told apart by their tokens, whatever address they come from, and others by their address', async () => {
  await using issuer = await startIssuer()
  const jwt = `@jwt(issuer: "${issuer.issuer}", audience: "shop", jwks: "${issuer.jwks}")`
  const gateway = await start({ rateLimit }, jwt)
  const of = async (sub: string) => ({ authorization: `Bearer ${await issuer.token({ sub })}` })
  expect(await statuses(gateway, 4, await of('ada'))).toEqual([200, 200, 200, 429])
  expect(await statuses(gateway, 1, await of('ada'))).toEqual([429])
  expect(await statuses(gateway, 3, await of('bob'))).toEqual([200, 200, 200])
  // Tokens that are no good count for where they come from.
  expect(await statuses(gateway, 2, { authorization: 'Bearer x' })).toEqual([401, 401])
  expect(await statuses(gateway, 2)).toEqual([200, 429])
})

test('A header says where a request comes from only if a trusted proxy sends it', async () => {
  const gateway = await start({ rateLimit: { limit: 1, window: HOUR } })
  expect(await statuses(gateway, 1, { 'x-forwarded-for': '1.1.1.1' })).toEqual([200])
  expect(await statuses(gateway, 1, { 'x-forwarded-for': '2.2.2.2' })).toEqual([429])
  const behind = await start({
    rateLimit: { limit: 1, window: HOUR },
    trustedProxies: ['127.0.0.0/8', '10.0.0.1', 'fd00::/8'],
  })
  const hops: readonly [string, number, string?][] = [
    ['1.1.1.1', 200],
    ['1.1.1.1', 429],
    ['6.6.6.6, 1.1.1.1', 429],
    ['2.2.2.2, 10.0.0.1', 200],
    ['10.0.0.1, 2.2.2.2, fd00::7, 10.0.0.1', 429],
    ['nonsense, 3.3.3.3:1234', 200],
    ['3.3.3.3', 429],
    ['2001:db8:1:2:aaaa::1', 200],
    ['[2001:db8:1:2:bbbb::9]:443', 429],
    ['2001:db8:1:3::1', 200],
    ['::ffff:4.4.4.4', 200],
    ['4.4.4.4', 429],
  ]
  for (const [list, status] of hops)
    expect(await statuses(behind, 1, { 'x-forwarded-for': list }), list).toEqual([status])
  expect(await statuses(behind, 1, { forwarded: 'for=9.9.9.9;proto=https, for="[fd00::1]:80"' })).toEqual([200])
  expect(await statuses(behind, 1, { forwarded: 'proto=https;for="9.9.9.9:77"' })).toEqual([429])
})

test('A field that is asked for too often is an error at its path, and nothing is called for it', async () => {
  const gateway = await start({})
  const query = '{ cheap a: search(text: "a") { id } b: search(text: "b") { id } }'
  expect((await gateway.query(query)).body).not.toHaveProperty('errors')
  const before = gateway.calls().length
  const { status, body } = await gateway.query(query)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    errors: ['a', 'b'].map(name => ({ path: [name], extensions: { code: 'REQUEST_RATE_LIMITED' } })),
    data: { cheap: 'cheap', a: null, b: null },
  })
  expect(gateway.calls().slice(before)).toEqual(['/cheap'])
  for (const _ of [1, 2]) expect((await gateway.query('{ hit { name } }')).body).not.toHaveProperty('errors')
  expect((await gateway.query('{ hit { ...on Hit { name } id: __typename } }')).body).toMatchObject({
    errors: [{ path: ['hit', 'name'] }],
    data: { hit: { name: null, id: 'Hit' } },
  })
})

test('A reload forgets nothing', async () => {
  await using directory = await createTempDirectory()
  const schemaPath = join(directory.path, 'schema.graphql')
  await writeFile(schemaPath, `extend schema @source(name: "api", http: { baseURL: "http://127.0.0.1:9" }) ${TYPES}`)
  await using gateway = await startGateway({ schemaPath, port: 0, rateLimit, logLevel: 'silent' })
  const ask = async () => (await fetch(`${gateway.url}/graphql?query={__typename}`)).status
  expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 200])
  await gateway.reload()
  expect(await ask()).toBe(429)
})

/** How many have a connection to a Redis, beside who asks. */
async function connections(url: string): Promise<number> {
  const client = createClient({ url })
  await client.connect()
  try {
    const list = String(await client.sendCommand(['CLIENT', 'LIST']))
    return list.trim().split('\n').length - 1
  } finally {
    client.destroy()
  }
}

describe('With Redis', () => {
  let redis: PrivateServer
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis[Symbol.asyncDispose]())

  test('all replicas count together; while it is away each counts by itself, and nobody waits for it', async () => {
    const config = { rateLimit, redisUrl: redis.url }
    const [one, other] = [await start(config), await start(config)]
    // A replica that has no connection yet would count by itself.
    await expect.poll(() => connections(redis.url), { timeout: 20_000 }).toBeGreaterThanOrEqual(2)
    expect([...(await statuses(one, 2)), ...(await statuses(other, 2))]).toEqual([200, 200, 200, 429])
    await redis.kill()
    expect(await statuses(one, 4)).toEqual([200, 200, 200, 429])
    expect(await statuses(other, 1)).toEqual([200])
    const told = one.log.filter(({ msg }) => String(msg).startsWith('Redis can not be reached'))
    expect(told).toHaveLength(1)
  })
})
