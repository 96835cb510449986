import { expect, test } from 'vitest'
import { createDatabase, DIALECTS } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'
import { startSchemaExecutor } from '../support/schema-executor.ts'
import { startUpstream, type UpstreamHandler } from '../support/upstream.ts'

const MOST = 3
const EXECUTORS = [startTestGateway, startSchemaExecutor]

const API = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}", retries: 2, cache: {} })
  type Query {
    post(id: ID!): Post @http(GET: "/posts/{$args.id}")
    posts: [Post!] @http(GET: "/posts")
    kept: Post @http(GET: "/kept")
    failing(id: ID!): Post @http(GET: "/failing/{$args.id}")
    listed(of: ID!): [Post!] @http(GET: "/listed/{$args.of}", pages: { page: "page", maxPages: 100 })
    linked: [Post!] @http(GET: "/linked", pages: { link: true })
  }
  type Mutation {
    rename(id: ID!): Post @http(PATCH: "/posts/{$args.id}", body: {})
  }
  type Post {
    id: ID!
    likes: [Like!] @http(GET: "/likes?post={$batch.id}", by: "post", maxBatch: 2)
    next: Post @http(GET: "{$this.next}")
  }
  type Like { id: ID! }
`

const answer: UpstreamHandler = ({ url }) => {
  const { pathname, searchParams } = new URL(url, 'http://api')
  if (pathname === '/posts') return { json: Array.from({ length: 9 }, (_, n) => ({ id: n + 1 })) }
  if (pathname === '/likes') return { json: searchParams.getAll('post').map(post => ({ id: `l${post}`, post })) }
  if (pathname === '/kept') return { headers: { 'cache-control': 'public, max-age=600' }, json: { id: 'k' } }
  if (pathname.startsWith('/failing')) return { status: 503 }
  if (pathname.startsWith('/listed')) return { json: [{ id: searchParams.get('page') ?? '1' }] }
  const next = Number(searchParams.get('page') ?? 1) + 1
  if (pathname === '/linked') return { headers: { link: `</linked?page=${next}>; rel="next"` }, json: [{ id: next }] }
  const id = Number(pathname.split('/').at(-1))
  return { json: { id, next: `/posts/${id + 1}` } }
}

function error(path: readonly (string | number)[]) {
  return {
    message: `The operation makes more than ${MOST} calls.`,
    locations: expect.anything(),
    path,
    extensions: { code: 'OPERATION_LIMIT_EXCEEDED', retryable: false },
  }
}

/** The answer to a query, and how many requests it has led to. */
async function askApi(start: (typeof EXECUTORS)[number], query: string, before?: string) {
  await using upstream = await startUpstream(answer)
  const options = { schema: API, environment: { API_URL: upstream.url }, config: { maxCalls: MOST } }
  await using executor = await start(options)
  if (before) await executor.query(before)
  const known = upstream.requests.length
  const { text } = await executor.query(query)
  return { body: JSON.parse(text), calls: upstream.requests.length - known }
}

for (const start of EXECUTORS) {
  test(`Fields beyond the limit of calls are errors, and those within are answered (${start.name})`, async () => {
    const query = '{ a: post(id: 1) { id } b: post(id: 2) { id } c: post(id: 3) { id } d: post(id: 4) { id } }'
    expect(await askApi(start, query, '{ posts { id } }')).toEqual({
      body: { data: { a: { id: '1' }, b: { id: '2' }, c: { id: '3' }, d: null }, errors: [error(['d'])] },
      calls: MOST,
    })
  })

  test(`Each chunk of a batch is a call (${start.name})`, async () => {
    const likes = Array.from({ length: 9 }, (_, n) => ({ likes: n < 4 ? [{ id: `l${n + 1}` }] : null }))
    expect(await askApi(start, '{ posts { likes { id } } }')).toEqual({
      body: { data: { posts: likes }, errors: [4, 5, 6, 7, 8].map(at => error(['posts', at, 'likes'])) },
      calls: MOST,
    })
  })

  test(`Each page is a call, and a list that is not read to its end is none (${start.name})`, async () => {
    for (const query of ['{ list: listed(of: 1) { id } }', '{ list: linked { id } }'])
      expect(await askApi(start, query)).toEqual({
        body: { data: { list: null }, errors: [error(['list'])] },
        calls: MOST,
      })
  })

  test(`A link that is followed is a call (${start.name})`, async () => {
    expect(await askApi(start, '{ post(id: 1) { next { next { next { id } } } } }')).toEqual({
      body: { data: { post: { next: { next: { next: null } } } }, errors: [error(['post', 'next', 'next', 'next'])] },
      calls: MOST,
    })
  })

  test(`A retry is a call, and where none is left the failure itself is told (${start.name})`, async () => {
    const { body, calls } = await askApi(start, '{ a: post(id: 1) { id } failing(id: 1) { id } }')
    const extensions = { code: 'DOWNSTREAM_SERVICE_ERROR', reason: 'http_5xx', status: 503 }
    expect([body, calls]).toMatchObject([
      { data: { a: { id: '1' }, failing: null }, errors: [{ path: ['failing'], extensions }] },
      MOST,
    ])
  })

  test(`An answer that is kept costs no call (${start.name})`, async () => {
    const query = '{ kept { id } a: post(id: 1) { id } b: post(id: 2) { id } c: post(id: 3) { id } }'
    expect(await askApi(start, query, '{ kept { id } }')).toEqual({
      body: { data: { kept: { id: 'k' }, a: { id: '1' }, b: { id: '2' }, c: { id: '3' } } },
      calls: MOST,
    })
  })
}

/** Of an operation that is not begun. */
function refusal(least: number) {
  const message = `The operation makes at least ${least} calls to sources, and no more than ${MOST} are made for one.`
  const extensions = { code: 'OPERATION_LIMIT_EXCEEDED', limit: 'calls', most: MOST, least }
  return { errors: [{ message, extensions }] }
}

const RENAMES = `mutation { ${['a', 'b', 'c', 'd', 'e'].map((name, n) => `${name}: rename(id: ${n + 1}) { id }`).join(' ')} }`

test('A mutation of more calls than may be made is not begun', async () => {
  expect(await askApi(startTestGateway, RENAMES)).toEqual({ body: refusal(5), calls: 0 })
})

test('By graphql-js, which plans nothing, a mutation stops where the calls are spent', async () => {
  expect(await askApi(startSchemaExecutor, RENAMES)).toEqual({
    body: {
      data: { a: { id: '1' }, b: { id: '2' }, c: { id: '3' }, d: null, e: null },
      errors: [error(['d']), error(['e'])],
    },
    calls: MOST,
  })
})

test('What may be kept, or is asked twice, does not refuse an operation before it runs', async () => {
  const posts = Array.from({ length: 5 }, (_, n) => `p${n}: post(id: ${n}) { id }`).join(' ')
  const { body } = await askApi(startTestGateway, `{ ${posts} }`)
  expect(body).toMatchObject({ data: { p0: { id: '0' }, p3: null, p4: null } })
  const uncached = API.replace(', cache: {}', '')
  await using upstream = await startUpstream(answer)
  const options = { schema: uncached, environment: { API_URL: upstream.url }, config: { maxCalls: MOST } }
  await using gateway = await startTestGateway(options)
  expect((await gateway.query(`{ ${posts} }`)).body).toEqual(refusal(5))
  const same = Array.from({ length: 9 }, (_, n) => `p${n}: post(id: 1) { id }`).join(' ')
  expect((await gateway.query(`{ ${same} }`)).body).toMatchObject({ data: { p8: { id: '1' } } })
  expect(upstream.requests.length).toBe(1)
})

test('Unless said, 1,000 lists that never end cost 1,000 calls, and the next request has calls of its own', async () => {
  await using upstream = await startUpstream(answer)
  // A thousand calls at once take longer than one call may where the machine has other work.
  const patient = API.replace('retries: 2', 'retries: 2, timeout: "60s"')
  const environment = { API_URL: upstream.url }
  await using gateway = await startTestGateway({ schema: patient, environment, config: { requestTimeout: 60_000 } })
  const lists = Array.from({ length: 1_000 }, (_, n) => `a${n}: listed(of: ${n}) { id }`)
  const { body } = await gateway.query(`{ ${lists.join(' ')} }`)
  const message = 'The operation makes more than 1000 calls.'
  expect(body).toMatchObject({ errors: lists.map((_, n) => ({ message, path: [`a${n}`] })) })
  expect(upstream.requests.length).toBe(1_000)
  expect((await gateway.query('{ post(id: 1) { id } }')).body).toEqual({ data: { post: { id: '1' } } })
})

const TABLES = `
  CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(100) NOT NULL, follower BIGINT NOT NULL);
  INSERT INTO users VALUES (1, 'Ann', 2), (2, 'Bob', 3), (3, 'Cai', 4), (4, 'Dee', 1);
`
const DATABASE = `
  extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
  type Query {
    user(id: ID!): User @sql(where: { id: "{$args.id}" })
    named(name: String!): User @sql(where: { name: "{$args.name}" })
    page(first: Int, after: String): UserConnection @sql
  }
  type Mutation {
    rename(id: ID!, name: String!): User @sql(update: { name: "{$args.name}" }, where: { id: "{$args.id}" })
  }
  type User @sql(table: "users", key: "id") { id: ID! name: String! follower: User }
`
const NAMES = 'SELECT name FROM users ORDER BY id'

for (const dialect of DIALECTS) {
  test(`Each statement is a call (${dialect})`, async () => {
    await using database = await createDatabase(dialect, TABLES)
    const options = { schema: DATABASE, environment: { DB_URL: database.url }, config: { maxCalls: MOST } }
    await using gateway = await startTestGateway(options)
    const statements = () => gateway.log.filter(({ msg, tries }) => msg === 'call' && tries !== 0).length

    const chain = '{ user(id: 1) { follower { follower { follower { id } } } } }'
    expect((await gateway.query(chain)).body).toEqual({
      data: { user: { follower: { follower: { follower: null } } } },
      errors: [error(['user', 'follower', 'follower', 'follower'])],
    })
    expect(statements()).toBe(MOST)

    // The rows of a page and their number are two statements.
    const pages = '{ a: page(first: 1) { totalCount nodes { id } } b: page(first: 2) { totalCount nodes { id } } }'
    expect((await gateway.query(pages)).body).toEqual(refusal(4))
    const four = (field: (n: number) => string) => `{ ${[1, 2, 3, 4].map(n => `a${n}: ${field(n)} { id }`).join(' ')} }`
    expect((await gateway.query(four(n => `named(name: "${n}")`))).body).toEqual(refusal(4))
    expect(statements()).toBe(MOST)
    // By their key all are one.
    const found = { a1: { id: '1' }, a2: { id: '2' }, a3: { id: '3' }, a4: { id: '4' } }
    expect((await gateway.query(four(n => `user(id: ${n})`))).body).toEqual({ data: found })
    expect(statements()).toBe(MOST + 1)
  })

  test(`A transaction that needs a call too many has changed nothing (${dialect})`, async () => {
    await using database = await createDatabase(dialect, TABLES)
    const options = { schema: DATABASE, environment: { DB_URL: database.url }, config: { maxCalls: MOST } }
    await using gateway = await startTestGateway(options)
    // Each is an UPDATE and a SELECT.
    const fields = [1, 2, 3].map(id => `f${id}: rename(id: ${id}, name: "N") { name }`).join(' ')
    const { body } = await gateway.query(`mutation @transaction { ${fields} }`)
    const undone = { code: 'DOWNSTREAM_SERVICE_ERROR', reason: 'db_rolled_back' }
    expect(body).toMatchObject({
      data: { f1: null, f2: null, f3: null },
      errors: [{ extensions: undone }, error(['f2']), { extensions: undone }],
    })
    expect(await database.run(NAMES)).toEqual(['Ann', 'Bob', 'Cai', 'Dee'].map(name => ({ name })))

    // Field by field, those before it stay.
    expect((await gateway.query(`mutation { ${fields} }`)).body).toEqual({
      data: { f1: { name: 'N' }, f2: null, f3: null },
      errors: [error(['f2']), error(['f3'])],
    })
    expect(await database.run(NAMES)).toEqual(['N', 'Bob', 'Cai', 'Dee'].map(name => ({ name })))
  })
}

test.each(EXECUTORS)(
  'Of thousands of parents with a call each, as many have their answer as calls may be made (%o)',
  async start => {
    const schema = `
    extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
    type Query { parents: [Parent!] @http(GET: "/parents") }
    type Parent { id: ID!  child: Child @http(GET: "/children/{$this.id}") }
    type Child { id: ID! }`
    const parents = Array.from({ length: 4_000 }, (_, id) => ({ id }))
    await using upstream = await startUpstream(({ url }) => ({
      json: url === '/parents' ? parents : { id: url.split('/').at(-1) },
    }))
    await using executor = await start({ schema, environment: { API_URL: upstream.url }, config: { maxCalls: 11 } })
    const { text } = await executor.query('{ parents { id child { id } } }')
    const { data, errors } = JSON.parse(text) as { data: { parents: { child: object | null }[] }; errors: object[] }
    expect(data.parents.map(({ child }) => child).filter(child => child !== null)).toHaveLength(10)
    expect(errors[0]).toMatchObject({
      message: 'The operation makes more than 11 calls.',
      extensions: { code: 'OPERATION_LIMIT_EXCEEDED' },
    })
    expect(upstream.requests.length).toBe(11)
  },
)

test.each(EXECUTORS)('A list that a field is asked with has 10,000 values at most (%o)', async start => {
  const schema = `
    extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
    type Query { parents: [Parent!] @http(GET: "/parents") }
    type Parent { id: ID!  count: Int @http(POST: "/count", body: { ids: "{$this.ids}" }) }`
  const parents = [10_000, 10_001].map((length, id) => ({ id, ids: Array(length).fill(id) }))
  await using upstream = await startUpstream(({ url }) => ({ json: url === '/parents' ? parents : 1 }))
  await using executor = await start({ schema, environment: { API_URL: upstream.url } })
  const { text } = await executor.query('{ parents { count } }')
  expect(JSON.parse(text)).toMatchObject({
    data: { parents: [{ count: 1 }, { count: null }] },
    errors: [
      {
        message: 'A list of more than 10000 values is not asked with.',
        path: ['parents', 1, 'count'],
        extensions: { code: 'OPERATION_LIMIT_EXCEEDED' },
      },
    ],
  })
  expect(upstream.requests.length).toBe(2)
})
