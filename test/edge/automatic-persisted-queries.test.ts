import { createHash } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'
import { get, post, refusal } from './ask.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API}", cache: {} })
  type Query { post(id: ID!): Post @http(GET: "/posts/{$args.id}") }
  type Mutation { remove(id: ID!): Post @http(DELETE: "/posts/{$args.id}") }
  type Post { id: ID! }
`
const QUERY = 'query One { post(id: 1) { id } }'
const DATA = { status: 200, body: '{"data":{"post":{"id":"1"}}}' }
const NOT_FOUND = {
  status: 200,
  body: '{"errors":[{"message":"PersistedQueryNotFound","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"}}]}',
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const persisted = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } })
const byHash = (text: string) => JSON.stringify(persisted(sha256(text)))
const withText = (query: string) => JSON.stringify({ query, ...persisted(sha256(query)) })
const search = (text: string) => `?extensions=${encodeURIComponent(JSON.stringify(persisted(sha256(text)).extensions))}`

async function start(config: Partial<Config>): Promise<TestGateway> {
  const stack = new AsyncDisposableStack()
  onTestFinished(() => stack.disposeAsync())
  const upstream = stack.use(
    await startUpstream(({ url }) => ({
      json: { id: url.split('/').at(-1) },
      headers: { 'cache-control': 'max-age=60' },
    })),
  )
  const environment = { API: upstream.url }
  return stack.use(await startTestGateway({ schema: SCHEMA, environment, config: { apq: true, ...config } }))
}

describe.each([true, false])('With the direct lane %j', directLane => {
  test('A hash is known once its query has been sent with it, by POST and GET, across a reload', async () => {
    const gateway = await start({ directLane })
    expect(await post(gateway, byHash(QUERY))).toEqual(NOT_FOUND)
    expect(await get(gateway, search(QUERY))).toMatchObject(NOT_FOUND)
    expect(await post(gateway, withText(QUERY))).toEqual(DATA)
    expect(await post(gateway, byHash(QUERY))).toEqual(DATA)
    expect(await get(gateway, search(QUERY))).toMatchObject(DATA)
    await gateway.reload()
    expect(await post(gateway, byHash(QUERY))).toEqual(DATA)
  })

  test('By GET its answer may be kept by caches, and that it is not known may not', async () => {
    const gateway = await start({ directLane })
    const asked = `${gateway.url}/graphql${search(QUERY)}`
    const unknown = await fetch(asked)
    expect([unknown.headers.get('cache-control'), unknown.headers.get('etag')]).toEqual(['no-store', null])
    await get(gateway, `${search(QUERY)}&query=${encodeURIComponent(QUERY)}`)
    const answer = await fetch(asked)
    expect(answer.headers.get('cache-control')).toMatch(/^max-age=\d+$/)
    const again = await fetch(asked, { headers: { 'if-none-match': answer.headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
  })

  test('A hash that is not that of the query is refused, and nothing is kept', async () => {
    const gateway = await start({ directLane })
    const others = 'query Other { post(id: 2) { id } }'
    const refused = { status: 400, body: refusal('The "sha256Hash" of the request is not that of its "query".') }
    for (const hash of [sha256(others), sha256(QUERY).toUpperCase(), '', '__proto__'])
      expect(await post(gateway, JSON.stringify({ query: QUERY, ...persisted(hash) }))).toEqual(refused)
    expect(await post(gateway, byHash(others))).toEqual(NOT_FOUND)
    // A hash that is known stands for no other text either.
    await post(gateway, withText(others))
    expect(await post(gateway, JSON.stringify({ query: QUERY, ...persisted(sha256(others)) }))).toEqual(refused)
  })

  test.each([
    ['can not be parsed', '{ post('],
    ['does not fit the schema', '{ nobody }'],
    ['is too long', `{ post(id: "${'a'.repeat(200)}") { id } }`],
  ])('What %s is not kept', async (_, query) => {
    const gateway = await start({ directLane, maxOperationBytes: 150 })
    expect((await post(gateway, withText(query))).body).toContain('"errors"')
    expect(await post(gateway, byHash(query))).toEqual(NOT_FOUND)
  })

  test('The hash of a mutation runs by POST only', async () => {
    const gateway = await start({ directLane })
    const mutation = 'mutation { remove(id: 3) { id } }'
    expect((await post(gateway, withText(mutation))).body).toBe('{"data":{"remove":{"id":"3"}}}')
    expect((await post(gateway, byHash(mutation))).body).toBe('{"data":{"remove":{"id":"3"}}}')
    expect(await get(gateway, search(mutation))).toMatchObject({ status: 405, allow: 'POST' })
  })

  test('What was not asked for the longest makes room where there are more than are kept', async () => {
    const gateway = await start({ directLane, maxOperationBytes: 1_048_576, bodyLimit: 2_097_152 })
    // 20 texts of some 1 MB, of which 16 fit.
    const long = (n: number) => `{ post(id: ${n}) { id } } #${' '.repeat(1_048_000)}`
    for (let n = 1; n <= 20; n++) expect((await post(gateway, withText(long(n)))).status).toBe(200)
    expect(await post(gateway, byHash(long(1)))).toEqual(NOT_FOUND)
    expect((await post(gateway, byHash(long(20)))).body).toBe('{"data":{"post":{"id":"20"}}}')
  })
})

test('Operations of clients are not kept where only trusted ones are run', async () => {
  await expect(start({ onlyTrusted: true, operations: ['operations'] })).rejects.toThrow(
    'apq (--apq) keeps what clients send, and onlyTrusted (--only-trusted) runs none of that. Leave one of them away.',
  )
})
