import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { createDatabase, DIALECTS, inDialect } from '../support/dialects.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import type { TestDatabase } from '../support/test-database.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'

const SECRET = 'a-secret-of-the-team'
const API_KEY = 'k-8f2b1c'
const ASKED = { 'x-sluice-trace': '1' }

const SCHEMA = `
  extend schema
    @source(name: "api", http: { baseURL: "{$env.API_URL}", headers: ["x-key: {$env.API_KEY}"], retries: 1 })
    @source(name: "db", sql: { url: "{$env.DB_URL}" })
  type Query {
    posts: [Post!] @http(GET: "/posts?key={$env.API_KEY}&api_key=literal-1&k-8f2b1c=1")
    post(id: ID!): Post @http(GET: "/posts/{$args.id}")
    flaky: Post @http(GET: "/flaky")
    lost: Post @http(GET: "/lost")
    named: [User!] @sql(query: "SELECT id, name FROM users WHERE password <> 'hunter2' ORDER BY id")
  }
  type Mutation {
    rename(id: ID!, name: String!): User @sql(update: { name: "{$args.name}" }, where: { id: "{$args.id}" })
  }
  type Post {
    id: ID!
    title: String
    author: User @map(from: "userId")
    comments: [Comment!] @http(GET: "/comments?postId={$batch.id}", by: "postId")
  }
  type Comment {
    id: ID!
    writer: User @map(from: "userId")
  }
  type User @sql(table: "users", key: "id") {
    id: ID!
    name: String
  }
`
const USERS = `
  CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(50), password VARCHAR(50));
  INSERT INTO users VALUES (1, 'Ann', 'a'), (2, 'Bob', 'b');
`
const POSTS = [
  { id: 1, title: 'One', userId: 1 },
  { id: 2, title: 'Two', userId: 9 },
  { id: 3, title: 'Three', userId: null },
]
const COMMENTS = [
  { id: 11, postId: 1, userId: 2 },
  { id: 12, postId: 2, userId: 2 },
]

interface Call {
  readonly source: string
  readonly coordinate: string
  readonly text: string
  readonly keys: number
  readonly start: number
  readonly duration: number
  readonly tries: readonly object[]
  readonly feeds: readonly string[]
  readonly after: readonly number[]
  readonly answer?: object
}

interface Traced {
  readonly data: unknown
  readonly errors?: readonly { readonly extensions: Readonly<Record<string, unknown>> }[]
  readonly extensions?: {
    readonly trace: {
      readonly version: number
      readonly time: Readonly<Record<string, number>>
      readonly calls: readonly Call[]
      readonly empty?: readonly object[]
      readonly moreCalls?: number
    }
  }
}

let upstream: Upstream
let database: TestDatabase

beforeAll(async () => {
  let flaky = 0
  upstream = await startUpstream(({ url }) => {
    if (url.startsWith('/posts?')) return { json: POSTS }
    if (url.startsWith('/comments')) return { json: COMMENTS }
    if (url.startsWith('/flaky')) return { status: flaky++ % 2 === 0 ? 503 : 200, json: { id: 1 } }
    if (url.startsWith('/lost')) return { status: 500 }
    return { json: POSTS[0] }
  })
  database = await createDatabase('sqlite', USERS)
})
afterAll(async () => {
  await upstream[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

function start(config: Partial<Config> = {}): Promise<TestGateway> {
  const environment = { API_URL: upstream.url, DB_URL: database.url, API_KEY }
  return startTestGateway({ schema: SCHEMA, environment, config: { trace: true, ...config } })
}

async function ask(gateway: TestGateway, query: string, headers: Readonly<Record<string, string>> = ASKED) {
  const answer = await gateway.query(query, {}, headers)
  return { ...answer, body: answer.body as Traced }
}

function traceOf({ extensions }: Traced) {
  if (!extensions) throw new Error('there is no trace')
  return extensions.trace
}

for (const directLane of [true, false])
  describe(`A trace ${directLane ? 'past' : 'by way of'} Yoga`, () => {
    test('tells each call, what it waited for and what it fed, and where the time went', async () => {
      await using gateway = await start({ directLane })
      const query = '{ posts { title author { name } comments { id writer { name } } } }'
      const { body, headers } = await ask(gateway, query)
      expect(headers.get('cache-control')).toBe('no-store')
      const { version, time, calls, empty } = traceOf(body)
      expect(version).toBe(1)
      expect(calls.length).toBe(4)
      expect(calls[0]).toMatchObject({
        source: 'api',
        coordinate: 'Query.posts',
        keys: 1,
        tries: [{ status: 200 }],
        feeds: ['posts'],
        after: [],
      })
      const comments = calls.findIndex(({ coordinate }) => coordinate === 'Post.comments')
      expect(calls[comments]).toMatchObject({
        keys: 3,
        text: 'GET /comments?postId={$batch.id}',
        bytes: JSON.stringify(COMMENTS).length,
        feeds: ['posts[].comments'],
        after: [0],
        empty: { no_item: 1 },
      })
      const feeds = ['posts[].author', 'posts[].comments[].writer']
      // Which of them begins first, a busy machine decides.
      const users = calls.filter(({ source }) => source === 'db').toSorted((a, b) => b.keys - a.keys)
      expect(users).toMatchObject([
        { coordinate: 'User', keys: 2, rows: 1, feeds, after: expect.arrayContaining([0]), empty: { no_row: 1 } },
        { coordinate: 'User', keys: 1, rows: 1, feeds, after: expect.arrayContaining([comments]) },
      ])
      expect(empty).toBeUndefined()
      for (const each of calls) {
        expect(each.start).toBeGreaterThanOrEqual(0)
        expect(each.start + each.duration).toBeLessThanOrEqual(time.total as number)
        for (const at of each.after) {
          const { start, duration } = calls[at] as Call
          // Both are rounded to a microsecond.
          expect(start + duration).toBeLessThanOrEqual(each.start + 0.002)
        }
      }
      const { total, ...parts } = time
      expect(Object.keys(parts)).toEqual(['parse', 'plan', 'execute', 'write'])
      expect(Object.values(parts).every(part => part >= 0)).toBe(true)
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual((total as number) + 0.01)
    })

    test('holds no secret, by its name or by its value', async () => {
      await using gateway = await start({ directLane, traceSecret: SECRET })
      const { text, body } = await ask(gateway, '{ posts { id } named { id } }')
      for (const secret of [API_KEY, 'literal-1', 'hunter2', SECRET, upstream.url, database.url])
        expect(text).not.toContain(secret)
      expect(
        traceOf(body)
          .calls.map(call => call.text)
          .toSorted(),
      ).toEqual([
        'GET /posts?key={$env.API_KEY}&api_key=…&…=1',
        "SELECT id, name FROM users WHERE password <> '…' ORDER BY id",
      ])
    })

    test('has each try of a call, and an error names its call', async () => {
      await using gateway = await start({ directLane })
      const { body } = await ask(gateway, '{ flaky { id } lost { id } }')
      const { calls } = traceOf(body)
      const at = (coordinate: string) => calls.findIndex(call => call.coordinate === coordinate)
      expect(calls[at('Query.flaky')]?.tries).toMatchObject([{ status: 503, error: 'http_5xx' }, { status: 200 }])
      expect(calls[at('Query.lost')]).toMatchObject({ tries: [{ status: 500 }, { status: 500 }], error: 'http_5xx' })
      expect(body.errors).toMatchObject([{ extensions: { source: 'api', call: at('Query.lost') } }])
    })
  })

test('Without the header, or where it is not allowed, there is no trace', async () => {
  await using open = await start()
  await using closed = await start({ trace: false })
  await using secret = await start({ trace: false, traceSecret: SECRET })
  const query = '{ posts { id } lost { id } }'
  const answers = [
    await ask(open, query, {}),
    await ask(open, query, { 'x-sluice-trace': '0' }),
    await ask(closed, query),
    await ask(secret, query),
    await ask(secret, query, { 'x-sluice-trace': `${SECRET}!` }),
  ]
  for (const { body } of answers) {
    expect(Object.keys(body)).toEqual(['errors', 'data'])
    expect(body.errors?.[0]?.extensions).not.toHaveProperty('call')
  }
  const told = await ask(secret, query, { 'x-sluice-trace': SECRET })
  expect(traceOf(told.body).calls.length).toBe(2)
})

test('What is empty without a call is told with its reason', async () => {
  await using gateway = await start()
  const { body } = await ask(gateway, '{ posts { comments { id } } post(id: "") { id } }')
  expect(traceOf(body).calls.map(({ coordinate }) => coordinate)).toEqual(['Query.posts', 'Post.comments'])
  expect(traceOf(body).empty).toEqual([{ source: 'api', coordinate: 'Query.post', why: { empty_path: 1 } }])
})

test('A fragment that stands at several places feeds all of them, under the names of the answer', async () => {
  await using gateway = await start()
  const query = `
    { first: post(id: 1) { ...Post } many: posts { ...Post } }
    fragment Post on Post { by: author { name } }
  `
  const { body } = await ask(gateway, query)
  const feeds = traceOf(body)
    .calls.filter(({ source }) => source === 'db')
    .flatMap(call => call.feeds)
  expect(new Set(feeds)).toEqual(new Set(['first.by', 'many[].by']))
})

test('A mutation is traced, and a refused operation has no trace', async () => {
  await using gateway = await start()
  const { body } = await ask(gateway, 'mutation { rename(id: 1, name: "Ann") { name } }')
  expect(body.data).toEqual({ rename: { name: 'Ann' } })
  expect(traceOf(body).calls.length).toBeGreaterThan(0)
  for (const call of traceOf(body).calls) expect(call.feeds).toEqual(['rename'])
  const refused = await ask(gateway, '{ nothing }')
  expect(Object.keys(refused.body)).toEqual(['errors'])
})

test('Requests that are traced are run each for itself', async () => {
  await using gateway = await start()
  const before = upstream.requests.length
  const answers = await Promise.all([1, 2, 3].map(() => ask(gateway, '{ posts { id } }')))
  const calls = answers.map(({ body }) => traceOf(body).calls)
  expect(calls.map(each => each.length)).toEqual([1, 1, 1])
  const sent = calls.flat().filter(({ tries }) => tries.length > 0)
  expect(upstream.requests.length - before).toBe(sent.length)
})

test('A trace has so many calls and no more, and says how many are left out', async () => {
  await using gateway = await start()
  const fields = Array.from({ length: 520 }, (_, at) => `p${at}: post(id: ${at}) { id }`)
  const { body } = await ask(gateway, `{ ${fields.join(' ')} }`)
  const { calls, moreCalls } = traceOf(body)
  expect([calls.length, moreCalls]).toEqual([500, 20])
})

describe('The answers of the calls of a trace', () => {
  const WITH_ANSWERS = { 'x-sluice-trace': '1; answers' }
  const answersOf = (body: Traced) =>
    Object.fromEntries(traceOf(body).calls.map(({ coordinate, answer }) => [coordinate, answer]))

  test.each([true, false])('stand in it where they are asked for, as they came (past Yoga: %s)', async directLane => {
    await using gateway = await start({ directLane })
    const query = '{ posts { title author { name } comments { id } } }'
    const { body } = await ask(gateway, query, WITH_ANSWERS)
    expect(answersOf(body)).toEqual({
      'Query.posts': { json: POSTS },
      'Post.comments': { json: COMMENTS },
      User: { json: [{ id: 1, name: 'Ann' }] },
    })
    const unasked = await ask(gateway, query)
    expect(traceOf(unasked.body).calls.map(call => 'answer' in call)).toEqual([false, false, false])
    for (const said of ['1; answer', '1;answers;', '0; answers', '; answers', 'answers'])
      expect((await ask(gateway, query, { 'x-sluice-trace': said })).body).not.toHaveProperty('extensions')
  })

  test('are shown to nobody in production, whatever is allowed there', async () => {
    await using gateway = await start({ profile: 'production', trace: true, traceSecret: SECRET, graphiql: true })
    for (const said of ['1; answers', `${SECRET}; answers`]) {
      const { body } = await ask(gateway, '{ posts { id } }', { 'x-sluice-trace': said })
      expect(traceOf(body).calls.map(({ source, answer }) => [source, answer])).toEqual([['api', undefined]])
    }
    const page = await fetch(`${gateway.url}/graphql`, { headers: { accept: 'text/html' } })
    expect(await page.text()).toContain('"trace":true,"answers":false')
  })

  test.each(DIALECTS)('tell what is computed of which column, whatever a database calls it (%s)', async dialect => {
    await using database = await createDatabase(
      dialect,
      "CREATE TABLE users (id INT PRIMARY KEY, token VARCHAR(9), name VARCHAR(9)); INSERT INTO users VALUES (1, 'planted', 'Ann')",
    )
    await using gateway = await startTestGateway({
      schema: `
        extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
        type Query {
          all: UserAggregate @sql
          each(groupBy: [UserGroup!]!): [UserGroupRow!] @sql
        }
        type User @sql(table: "users") { id: ID!  token: String  name: String }
      `,
      environment: { DB_URL: database.url },
      config: { trace: true },
    })
    const query = '{ all { max { token name } } each(groupBy: [{ token: VALUE }]) { count max { token name } } }'
    const { text, body } = await ask(gateway, query, WITH_ANSWERS)
    const max = (column: string) => inDialect(dialect, `max("${column}")`)
    const most = { [max('token')]: '…', [max('name')]: 'Ann' }
    const each = { 'count(*)': 1, ...most }
    expect(answersOf(body)).toMatchObject({ 'Query.all': { json: [most] }, 'Query.each': { json: [each] } })
    expect(JSON.stringify(JSON.parse(text).extensions)).not.toContain('planted')
  })

  test('are those of failures too, and of what was kept; where nothing came there is none', async () => {
    await using api = await startUpstream({
      'GET /broken': { status: 500, json: { error: 'out of order' } },
      'GET /page': { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad gateway</h1>' },
      'GET /half': { headers: { 'content-type': 'application/json' }, body: '{"half": ' },
      'GET /kept': { headers: { 'cache-control': 'max-age=60' }, json: { name: 'kept', id: '12345678901234567890' } },
      'GET /none': { status: 204 },
      'GET /long': { headers: { 'content-type': 'application/json' }, body: '{"id":12345678901234567890}' },
    })
    await using gateway = await startTestGateway({
      schema: `
        extend schema
          @source(name: "api", http: { baseURL: "{$env.API_URL}", retries: 0, circuitFailures: 0, cache: { maxBytes: 1000000 } })
          @source(name: "away", http: { baseURL: "http://127.0.0.1:1", retries: 0 })
        type Query {
          broken: Int @http(source: "api", GET: "/broken")
          page: Int @http(source: "api", GET: "/page")
          half: Int @http(source: "api", GET: "/half")
          kept: Named @http(source: "api", GET: "/kept")
          none: Int @http(source: "api", GET: "/none")
          long: Named @http(source: "api", GET: "/long")
          away: Int @http(source: "away", GET: "/")
        }
        type Named { name: String, id: ID }
      `,
      environment: { API_URL: api.url },
      config: { trace: true },
    })
    await gateway.query('{ kept { name } }')
    const { text, body } = await ask(gateway, '{ broken page half kept { name } none long { id } away }', WITH_ANSWERS)
    expect(answersOf(body)).toEqual({
      'Query.broken': { json: { error: 'out of order' } },
      'Query.page': { text: '<h1>Bad gateway</h1>' },
      'Query.half': { text: '{"half": ' },
      'Query.kept': { json: { name: 'kept', id: '12345678901234567890' } },
      'Query.none': { text: '' },
      'Query.long': { json: { id: Number('12345678901234567890') } },
      'Query.away': undefined,
    })
    // Not rounded, as everywhere.
    expect(text).toContain('{"id":12345678901234567890}')
    expect(traceOf(body).calls.find(({ coordinate }) => coordinate === 'Query.kept')).toMatchObject({ cached: true })
  })

  test('take a mebibyte together at most; those that come last are cut for it, or left out', async () => {
    const rows = Array.from({ length: 550 }, (_, id) => ({ id, title: 'x'.repeat(90) }))
    await using api = await startUpstream(() => ({ json: rows }))
    await using gateway = await startTestGateway({
      schema: `
        extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
        type Query { posts(n: Int): [Post!] @http(GET: "/posts?n={$args.n}") }
        type Post { id: ID }
      `,
      environment: { API_URL: api.url },
      config: { trace: true },
    })
    const fields = Array.from({ length: 25 }, (_, at) => `p${at}: posts(n: ${at}) { id }`)
    const { body } = await ask(gateway, `{ ${fields.join(' ')} }`, WITH_ANSWERS)
    const answers = traceOf(body).calls.map(
      ({ answer }) => answer as { readonly json?: unknown; readonly items?: number; readonly leftOut?: true },
    )
    const kinds = new Set(answers.map(({ items, leftOut }) => (leftOut ? 'left out' : (items ?? 'all'))))
    expect([...kinds]).toEqual(expect.arrayContaining(['all', 1, 'left out']))
    const bytes = answers.reduce((sum, { json }) => sum + Buffer.byteLength(JSON.stringify(json) ?? ''), 0)
    expect(bytes).toBeGreaterThan(1_000_000)
    expect(bytes).toBeLessThanOrEqual(1_048_576)
  })

  test('of a mutation are what each statement has said', async () => {
    await using gateway = await start()
    const { body } = await ask(gateway, 'mutation { rename(id: 1, name: "Ann") { name } }', WITH_ANSWERS)
    expect(traceOf(body).calls.map(({ answer }) => answer)).toEqual(
      traceOf(body).calls.map(({ text }) =>
        text.startsWith('select') ? { json: [expect.objectContaining({ name: 'Ann' })] } : { json: expect.any(Array) },
      ),
    )
  })
})
