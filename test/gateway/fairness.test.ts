import { expect, test } from 'vitest'
import { createBarrier } from '../support/barrier.ts'
import { createDatabase, DIALECTS, type Dialect } from '../support/dialects.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'
import { openSession } from './transaction/sessions.ts'

/** More than a source's places and its queue together hold. */
const ALIASES = 1_360
const MAX_WAITING = 1_000
const CLIENTS = 5

/** Each alias with its number. */
function aliases(count: number, field: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => `a${n}: ${field(n)}`).join(' ')
}

type Answer = Awaited<ReturnType<TestGateway['query']>>

/** How many fields of an answer have a value, and the codes of the others. */
function countFields({ body }: Answer) {
  const { data, errors = [] } = body as {
    readonly data: Readonly<Record<string, unknown>>
    readonly errors?: readonly { readonly extensions: { readonly code: string } }[]
  }
  return {
    answered: Object.values(data).filter(value => value !== null).length,
    refused: errors.filter(({ extensions }) => extensions.code === 'REQUEST_CONCURRENCY_LIMITED').length,
    errors: errors.length,
  }
}

const config = { maxCalls: 2_000, requestTimeout: 60_000 }

test('While one request of 1,360 calls to an API is under way, all calls of others are made before most of its own', async () => {
  const PLACES = 64
  const gate = createBarrier()
  await using upstream = await startUpstream(async ({ url }) => {
    if (url.startsWith('/posts')) await gate.arrive()
    return { json: { id: url.split('/').at(-1) } }
  })
  // Who has been told by it has asked the other one too.
  await using bell = await startUpstream(() => ({ json: { id: 'bell' } }))
  const schema = `
    extend schema
      @source(name: "api", http: { baseURL: "{$env.API_URL}", timeout: "1m" })
      @source(name: "bell", http: { baseURL: "{$env.BELL_URL}" })
    type Query {
      post(id: ID!): Item @http(source: "api", GET: "/posts/{$args.id}")
      user(id: ID!): Item @http(source: "api", GET: "/users/{$args.id}")
      bell(of: ID!): Bell @http(source: "bell", GET: "/bell/{$args.of}")
    }
    type Item { id: ID! }
    type Bell { id: ID! }
  `
  const environment = { API_URL: upstream.url, BELL_URL: bell.url }
  await using gateway = await startTestGateway({ schema, environment, config })
  const greedy = gateway.query(`{ ${aliases(ALIASES, n => `post(id: ${n}) { id }`)} }`)
  await upstream.received(PLACES)
  const others = Array.from({ length: CLIENTS }, (_, client) =>
    gateway.query(
      `{ bell(of: ${client}) { id } a: user(id: "${client}a") { id } b: user(id: "${client}b") { id } shared: post(id: 999) { id } }`,
    ),
  )
  await bell.received(CLIENTS)
  gate.release()
  expect((await Promise.all(others)).map(({ body }) => body)).toEqual(
    others.map((_, client) => ({
      data: { bell: { id: 'bell' }, a: { id: `${client}a` }, b: { id: `${client}b` }, shared: { id: '999' } },
    })),
  )
  // Each of the others has taken two places in the queue; the post was on its way, and is asked for when its turn comes for any of them.
  const rest = PLACES + MAX_WAITING - 2 * CLIENTS
  expect(countFields(await greedy)).toEqual({ answered: rest, refused: ALIASES - rest, errors: ALIASES - rest })
  const sent = upstream.requests.map(({ url }) => url)
  expect(sent.length).toBe(PLACES + MAX_WAITING)
  const theirs = [...sent.keys()].filter(at => sent[at]?.startsWith('/users') || sent[at] === '/posts/999')
  expect(theirs.length).toBe(2 * CLIENTS + 1)
  // Three turns of six requests, and what arrives in another order than it was sent.
  expect(Math.max(...theirs)).toBeLessThan(PLACES + 3 * (CLIENTS + 1) + PLACES)
})

const TABLES = `
  CREATE TABLE users (id BIGINT PRIMARY KEY);
  CREATE TABLE tags (id BIGINT PRIMARY KEY);
  INSERT INTO tags VALUES (1), (2), (3);
`
/** Two statements at once; SQLite has no more for one request anyway, and three in all unless they are slow. */
const schemaOf = (dialect: Dialect) => `
  extend schema
    @source(name: "db", sql: { url: "{$env.DB_URL}", timeout: "1m"${dialect === 'sqlite' ? '' : ', poolSize: 2'} })
    @source(name: "bell", http: { baseURL: "{$env.BELL_URL}" })
  type Query {
    users(above: Int!): Int @sql(query: "SELECT count(*) FROM users WHERE id > {$args.above}")
    tags(above: Int!): Int @sql(query: "SELECT count(*) FROM tags WHERE id > {$args.above}")
    slow(rows: Int!): Int
      @sql(query: "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {$args.rows}) SELECT count(*) FROM n")
    bell(of: ID!): Bell @http(GET: "/bell/{$args.of}")
  }
  type Bell { id: ID! }
`
const LOCK = {
  mariadb: ['LOCK TABLES users WRITE', 'UNLOCK TABLES'],
  postgres: ['START TRANSACTION; LOCK TABLE users IN ACCESS EXCLUSIVE MODE', 'COMMIT'],
} as const

async function askWhileHeld(dialect: Dialect): Promise<void> {
  const PLACES = 2
  const BESIDE = dialect === 'sqlite' ? 1 : 0
  await using database = await createDatabase(dialect, TABLES)
  await using bell = await startUpstream(() => ({ json: { id: 'bell' } }))
  const environment = { DB_URL: database.url, BELL_URL: bell.url }
  await using gateway = await startTestGateway({ schema: schemaOf(dialect), environment, config })
  await using session = dialect === 'sqlite' ? undefined : await openSession(dialect, database)
  if (dialect !== 'sqlite') await session?.run(LOCK[dialect][0])
  const beside = Array.from({ length: BESIDE }, () => gateway.query('{ slow(rows: 9000000) bell(of: 0) { id } }'))
  await bell.received(BESIDE)
  // Where there is no lock, the first ones take long enough for all the others to come.
  const first = dialect === 'sqlite' ? [8_000_000, 8_000_001].map(rows => `s${rows}: slow(rows: ${rows})`) : []
  const rest = aliases(ALIASES - first.length, n => `users(above: ${n})`)
  const greedy = gateway.query(`{ ${first.join(' ')} ${rest} bell(of: 0) { id } }`)
  await bell.received(BESIDE + 1)
  const others = Array.from({ length: CLIENTS }, (_, client) =>
    gateway.query(`{ a: tags(above: 1) b: tags(above: 2) bell(of: ${client + 1}) { id } }`),
  )
  await bell.received(BESIDE + 1 + CLIENTS)
  if (dialect !== 'sqlite') await session?.run(LOCK[dialect][1])
  expect((await Promise.all(others)).map(({ body }) => body)).toEqual(
    others.map(() => ({ data: { a: 2, b: 1, bell: { id: 'bell' } } })),
  )
  const { answered, refused, errors } = countFields(await greedy)
  expect({ all: answered + refused, errors }).toEqual({ all: ALIASES + 1, errors: refused })
  const most = ALIASES - PLACES - MAX_WAITING + 2 * CLIENTS
  expect(refused).toBeLessThanOrEqual(most)
  // Those of others that get a reader beside the slow ones of SQLite wait no longer, and nobody gives way to them.
  expect(refused).toBeGreaterThanOrEqual(most - (dialect === 'sqlite' ? 2 * CLIENTS : 0))
  const run = gateway.log.filter(({ msg, source, err }) => msg === 'call' && source === 'db' && !err)
  await Promise.all(beside)
  const theirs = [...run.keys()].filter(at => run[at]?.coordinate === 'Query.tags')
  expect(theirs.length).toBe(2 * CLIENTS)
  // Two turns of six requests behind the two that were first; the log has them as they end, and one place may overtake another.
  expect(Math.max(...theirs)).toBeLessThan(2 * (PLACES + 2 * (CLIENTS + 1)))
}

for (const dialect of DIALECTS)
  test(
    `While one request of 1,360 statements is under way, all statements of others are run before most of its own (${dialect})`,
    () => askWhileHeld(dialect),
    120_000,
  )
