import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { createDatabase } from '../support/dialects.ts'
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
  readonly start: number
  readonly duration: number
  readonly tries: readonly object[]
  readonly feeds: readonly string[]
  readonly after: readonly number[]
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
      expect(calls).toMatchObject([
        { source: 'api', coordinate: 'Query.posts', keys: 1, tries: [{ status: 200 }], feeds: ['posts'], after: [] },
        { coordinate: expect.stringMatching('User|comments'), after: [0] },
        { coordinate: expect.stringMatching('User|comments'), after: [0] },
        { source: 'db', coordinate: 'User', keys: 1, rows: 1 },
      ])
      const comments = calls.findIndex(({ coordinate }) => coordinate === 'Post.comments')
      expect(calls[comments]).toMatchObject({
        keys: 3,
        text: 'GET /comments?postId={$batch.id}',
        bytes: JSON.stringify(COMMENTS).length,
        feeds: ['posts[].comments'],
        empty: { no_item: 1 },
      })
      const feeds = ['posts[].author', 'posts[].comments[].writer']
      expect(calls.filter(({ source }) => source === 'db')).toMatchObject([
        { keys: 2, rows: 1, feeds, empty: { no_row: 1 } },
        { feeds, after: expect.arrayContaining([comments]) },
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
