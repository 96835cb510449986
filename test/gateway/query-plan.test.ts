import { describe, expect, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { createAskedBehind } from '../../src/edge/graphql/trace/told-behind.ts'
import type { QueryPlan } from '../../src/execute/explain/query-plan.ts'
import { createDatabase } from '../support/dialects.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'

const SECRET = 'a-secret-of-the-team'
const API_KEY = 'k-8f2b1c'
const ASKED = { 'x-sluice-plan': '1' }

const SCHEMA = `
  extend schema
    @source(name: "api", http: { baseURL: "{$env.API_URL}", headers: ["x-key: {$env.API_KEY}"] })
    @source(name: "db", sql: { url: "{$env.DB_URL}" })
  type Query {
    posts(limit: Int): [Post!] @http(GET: "/posts?key=k-8f2b1c&_limit={$args.limit}")
  }
  type Post {
    id: ID!
    author: User @map(from: "userId")
    comments: [Comment!] @http(GET: "/comments?postId={$batch.id}", by: "postId")
  }
  type Comment { id: ID! }
  type User @sql(table: "users", key: "id") { id: ID!, name: String }
`
const USERS = `CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(50)); INSERT INTO users VALUES (1, 'Ann');`
const QUERY = 'query Feed($n: Int) { posts(limit: $n) { author { name } comments { id } } }'
const PLAN: QueryPlan = {
  version: 1,
  operation: 'query',
  name: 'Feed',
  calls: { least: 1, formula: '2 + ceil(posts / 100)', most: 3 },
  steps: [
    {
      source: 'api',
      coordinate: 'Query.posts',
      text: 'GET /posts?key=…&_limit={$args.limit}',
      feeds: ['posts'],
      after: [],
      keys: { formula: '1', most: 1 },
      calls: { formula: '1', most: 1 },
    },
    {
      source: 'db',
      coordinate: 'User',
      text: 'select "name", "id" from "users" where "id" in (?, ?) limit 10001',
      feeds: ['posts[].author'],
      after: [0],
      by: ['id'],
      keys: { formula: 'posts', most: 2 },
      keysPerCall: 8192,
      calls: { formula: '1', most: 1 },
    },
    {
      source: 'api',
      coordinate: 'Post.comments',
      text: 'GET /comments?postId={$batch.id}',
      feeds: ['posts[].comments'],
      after: [0],
      by: ['id'],
      keys: { formula: 'posts', most: 2 },
      keysPerCall: 100,
      calls: { formula: 'ceil(posts / 100)', most: 1 },
    },
  ],
  lists: [
    { name: 'posts', coordinate: 'Query.posts', most: 2, by: 'argument', held: false },
    { name: 'posts.comments', coordinate: 'Post.comments', most: null, held: false },
  ],
}

/** A gateway with sources of its own. */
async function start(config: Partial<Config>) {
  await using opening = new AsyncDisposableStack()
  const answer = (url: string) => (url.startsWith('/posts') ? [{ id: 1, userId: 1 }] : [{ id: 11, postId: 1 }])
  const { url: API_URL, requests } = opening.use(await startUpstream(({ url }) => ({ json: answer(url) })))
  const { url: DB_URL } = opening.use(await createDatabase('sqlite', USERS))
  const options = { schema: SCHEMA, environment: { API_URL, DB_URL, API_KEY }, config: { trace: true, ...config } }
  const { query } = opening.use(await startTestGateway(options))
  const resources = opening.move()
  return { query, calls: () => requests.length, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

test('What asks for a plan is read in one pass, however long it is', () => {
  const askedBehind = createAskedBehind({
    trace: true,
    traceSecret: SECRET,
    redact: text => text,
    showAnswer: undefined,
  })
  const isDryRun = (said: string) => askedBehind({ 'x-sluice-plan': said })?.().explain?.isDryRun
  expect(['1;dry-run', '1 ;  dry-run', `${SECRET}; dry-run`].map(isDryRun)).toEqual([true, true, true])
  expect(['1', '1;', ';dry-run', '1; dry-run;', '1 dry-run'].map(isDryRun)).toEqual([
    false,
    undefined,
    undefined,
    undefined,
    undefined,
  ])
  // By steps as many as its square this would take minutes.
  const blanks = ' '.repeat(1_000_000)
  expect([`x${blanks}x`, `1;${blanks}x`, `1${blanks};${blanks}dry-run`].map(isDryRun)).toEqual([
    undefined,
    undefined,
    true,
  ])
})

for (const directLane of [true, false]) {
  describe(`The plan of a query ${directLane ? 'past' : 'by way of'} Yoga`, () => {
    test('stands in its answer, from which nothing else is taken, and shows no secret', async () => {
      await using gateway = await start({ directLane })
      const plain = await gateway.query(QUERY, { n: 2 })
      const { status, body } = await gateway.query(QUERY, { n: 2 }, ASKED)
      expect({ status, body }).toEqual({
        status: 200,
        body: { ...(plain.body as object), extensions: { queryPlan: PLAN } },
      })
    })

    test('stands beside its trace, whose calls are those of its steps', async () => {
      await using gateway = await start({ directLane })
      const { body } = await gateway.query(QUERY, { n: 2 }, { ...ASKED, 'x-sluice-trace': '1' })
      const { queryPlan, trace } = (
        body as { extensions: { queryPlan: QueryPlan; trace: { calls: QueryPlan['steps'] } } }
      ).extensions
      const positions = (calls: readonly { coordinate: string; feeds: readonly string[] }[]) =>
        calls.map(({ coordinate, feeds }) => `${coordinate} ${feeds}`).sort()
      expect(positions(trace.calls)).toEqual(positions(queryPlan.steps))
    })

    test('is all of the answer where nothing else is asked for, and nothing is called', async () => {
      await using gateway = await start({ directLane })
      const asked = { 'x-sluice-plan': '1; dry-run' }
      const { status, body } = await gateway.query(QUERY, { n: 2 }, asked)
      const wrong = await gateway.query(QUERY, { n: 'two' }, asked)
      const calls = gateway.calls()
      await gateway.query(QUERY, { n: 2 })
      expect({ status, body, calls, called: gateway.calls() }).toEqual({
        status: 200,
        body: { data: null, extensions: { queryPlan: PLAN } },
        calls: 0,
        called: 2,
      })
      expect(wrong).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] } })
    })

    test('is given to those who may see a trace, and to nobody else', async () => {
      await using closed = await start({ directLane, trace: false })
      await using secret = await start({ directLane, trace: false, traceSecret: SECRET })
      const isThere = async (gateway: Pick<TestGateway, 'query'>, said: string) => {
        const { body } = await gateway.query(QUERY, { n: 2 }, { 'x-sluice-plan': said })
        return 'extensions' in (body as object)
      }
      expect([
        await isThere(closed, '1'),
        await isThere(secret, '1'),
        await isThere(secret, `${SECRET}x`),
        await isThere(secret, SECRET),
        await isThere(closed, '1; dry-run'),
        await isThere(secret, '1; dry-run'),
        await isThere(secret, `${SECRET}; dry-run`),
      ]).toEqual([false, false, false, true, false, false, true])
    })
  })
}
