import { expect, test } from 'vitest'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { createSqliteDatabase } from '../support/sqlite.ts'
import { startUpstream } from '../support/upstream.ts'

const SCHEMA = `
  extend schema
    @source(name: "api", http: { baseURL: "{$env.API_URL}", retries: 0 })
    @source(name: "kept", http: { baseURL: "{$env.API_URL}", cache: {} })
    @source(name: "db", sql: { url: "{$env.DB_URL}" })
  type Query {
    hour: Int @http(source: "api", GET: "/hour")
    minute: Int @http(source: "api", GET: "/minute")
    edge: Int @http(source: "api", GET: "/edge")
    own: Int @http(source: "api", GET: "/own")
    silent: Int @http(source: "api", GET: "/silent")
    never: Int @http(source: "api", GET: "/never")
    stale: Int @http(source: "api", GET: "/stale")
    wrong: Int @http(source: "api", GET: "/wrong")
    missing: Int @http(source: "api", GET: "/missing")
    found: Int @http(source: "api", POST: "/hour")
    held: Int @http(source: "kept", GET: "/held")
    mine: Int @http(source: "api", GET: "/hour", headers: ["Authorization: {$headers.authorization}"])
    shared: Int @http(source: "api", GET: "/public", headers: ["Authorization: {$headers.authorization}"])
    traced: Int @http(source: "api", GET: "/hour", headers: ["traceparent: {$headers.traceparent}"])
    count: Int @sql(query: "SELECT count(*) FROM users")
    halfMinute: Int @sql(query: "SELECT count(*) FROM users", maxAge: "30s")
    user(id: ID!): User @sql(where: { id: "{$args.id}" }, maxAge: "20s")
    ofTenant: [User!] @sql(where: { tenant: "{$headers.x-tenant}" }, maxAge: "1m")
    author: Author @http(source: "api", GET: "/author")
  }
  type Mutation {
    set: Int @http(source: "api", POST: "/hour")
  }
  type Author {
    user: User @map(from: "userId")
  }
  type User @sql(table: "users", maxAge: "10s") {
    id: ID!
  }
`

const CONTROL: Readonly<Record<string, string>> = {
  hour: 'max-age=3600',
  minute: 'max-age=60',
  edge: 'max-age=60, s-maxage=600',
  own: 'private, max-age=60',
  never: 'no-store, max-age=60',
  stale: 'no-cache, max-age=60',
  wrong: 'max-age=60',
  missing: 'max-age=60',
  held: 'max-age=60',
  public: 'public, max-age=60',
  author: 'max-age=60',
}

async function startAll() {
  await using opening = new AsyncDisposableStack()
  const upstream = opening.use(
    await startUpstream(({ url, headers: { authorization } }) => {
      const name = url.slice(1)
      const control = CONTROL[name]
      const json = name === 'wrong' ? 'text' : name === 'author' ? { userId: 1 } : Number(authorization ?? 1)
      return { status: name === 'missing' ? 404 : 200, json, headers: control ? { 'cache-control': control } : {} }
    }),
  )
  const database = opening.use(
    await createSqliteDatabase(`
      CREATE TABLE users (id INTEGER PRIMARY KEY, tenant TEXT);
      INSERT INTO users VALUES (1, 'a'), (2, 'b');
    `),
  )
  const environment = { API_URL: upstream.url, DB_URL: database.url }
  const gateway = opening.use(await startTestGateway({ schema: SCHEMA, environment }))
  const resources = opening.move()
  return { gateway, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

const HEADERS = { authorization: '7', 'x-tenant': 'a', traceparent: 't' }

/** What caches are told of an answer, with what is left of its age in words; by POST and by GET they are told the same. */
async function told(gateway: TestGateway, query: string) {
  const posted = (await gateway.query(query, {}, HEADERS)).headers
  const got = await fetch(`${gateway.url}/graphql?query=${encodeURIComponent(query)}`, {
    headers: { accept: 'application/json', ...HEADERS },
  })
  const facts = [posted, got.headers].map(headers => [headers.get('cache-control'), headers.get('vary')])
  const [[control = '', vary] = [], byGet] = facts.map(([text, names]) => [aboutAge(text ?? ''), names])
  if (!query.startsWith('mutation')) expect(byGet).toEqual([control, vary])
  return [control, vary]
}

/** Answers have had a moment to grow older. */
function aboutAge(control: string): string {
  return control.replace(/\d+/, text => {
    const limit = [10, 20, 30, 60, 3600].find(seconds => Number(text) <= seconds && Number(text) > seconds * 0.6)
    return String(limit ?? text)
  })
}

test('The answer is kept as long as the strictest of all that it was made from', async () => {
  await using all = await startAll()
  for (const [query, control] of [
    ['{ hour }', 'max-age=3600'],
    ['{ hour minute }', 'max-age=60'],
    ['{ edge }', 'max-age=60'],
    ['{ hour own }', 'private, max-age=60'],
    ['{ hour silent }', 'no-store'],
    ['{ hour never }', 'no-store'],
    ['{ hour stale }', 'no-store'],
    ['{ hour wrong }', 'no-store'],
    ['{ hour missing }', 'max-age=60'],
    ['{ hour found }', 'no-store'],
    ['{ traced }', 'max-age=3600'],
    ['{ held }', 'max-age=60'],
    ['{ hour count }', 'no-store'],
    ['{ hour halfMinute }', 'max-age=30'],
    ['{ user(id: 1) { id } halfMinute }', 'max-age=20'],
    ['{ author { user { id } } }', 'max-age=10'],
    ['{ __typename }', 'no-store'],
    ['mutation { set }', 'no-store'],
  ])
    expect([query, ...(await told(all.gateway, query as string))]).toEqual([query, control, 'accept'])
})

test('An answer that a header of the client went into is its own, and Vary says which', async () => {
  await using all = await startAll()
  for (const [query, control, vary] of [
    ['{ mine }', 'private, max-age=3600', 'accept, authorization'],
    ['{ shared hour }', 'private, max-age=60', 'accept, authorization'],
    ['{ ofTenant { id } }', 'private, max-age=60', 'accept, x-tenant'],
    ['{ mine ofTenant { id } }', 'private, max-age=60', 'accept, authorization, x-tenant'],
    ['{ mine count }', 'no-store', 'accept'],
  ])
    expect([query, ...(await told(all.gateway, query as string))]).toEqual([query, control, vary])
})

test('What can not be executed is kept by nobody', async () => {
  await using all = await startAll()
  for (const query of ['{', '{ nothing }', 'query ($a: Int!) { hour }'])
    expect([query, ...(await told(all.gateway, query))]).toEqual([query, 'no-store', 'accept'])
})

test('A GET that caches may keep has a tag, and is 304 for who has it', async () => {
  await using all = await startAll()
  const { gateway } = all
  const get = async (query: string, headers: Readonly<Record<string, string>> = {}) => {
    const url = `${gateway.url}/graphql?query=${encodeURIComponent(query)}`
    const answer = await fetch(url, { headers: { accept: 'application/json', ...headers } })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }
  const first = await get('{ hour minute }')
  const etag = first.headers.get('etag') ?? ''
  expect(etag).toMatch(/^W\/"[\w-]{27}"$/)
  for (const asked of [etag, `"other", ${etag}`, etag.replace('W/', ''), '*']) {
    const again = await get('{ hour minute }', { 'if-none-match': asked })
    expect([again.status, again.text, again.headers.get('etag')], asked).toEqual([304, '', etag])
    expect(aboutAge(again.headers.get('cache-control') ?? '')).toBe('max-age=60')
    expect(again.headers.get('vary')).toBe(first.headers.get('vary'))
  }
  expect(await get('{ hour minute }', { 'if-none-match': '"other"' })).toMatchObject({ status: 200, text: first.text })
  // Another answer has another tag; what is not to be kept has none.
  expect((await get('{ hour }')).headers.get('etag')).not.toBe(etag)
  for (const query of ['{ silent }', '{ wrong }', '{ nothing }', '{ __typename }'])
    expect((await get(query, { 'if-none-match': '*' })).headers.get('etag'), query).toBeNull()
  expect((await gateway.query('{ hour minute }')).headers.get('etag')).toBeNull()
})
