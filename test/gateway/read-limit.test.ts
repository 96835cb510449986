import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createDatabase, DIALECTS } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'
import { startSchemaExecutor } from '../support/schema-executor.ts'
import { startUpstream, type UpstreamHandler } from '../support/upstream.ts'

const MOST = 1_000_000
const config = { maxReadBytes: MOST }

const API = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}", cache: {} })
  type Query {
    text(id: Int!, zip: Boolean): String @http(GET: "/texts/{$args.id}?zip={$args.zip}")
    kept(id: Int!): [String!] @http(GET: "/kept?id={$args.id}", select: "texts")
    pages: [String!] @http(GET: "/pages", pages: { page: "page", maxPages: 9 })
  }
  type Mutation {
    next(id: Int!): String @http(POST: "/texts/{$args.id}")
    done(id: Int!): Boolean @http(POST: "/texts/{$args.id}")
  }
`

const LONG = 'x'.repeat(400_000)

const answer: UpstreamHandler = ({ url }) => {
  const { pathname, searchParams } = new URL(url, 'http://api')
  if (pathname === '/pages') return { json: [LONG] }
  if (pathname === '/kept') return { headers: { 'cache-control': 'public, max-age=600' }, json: { texts: [LONG] } }
  const zipped = { headers: { 'content-encoding': 'gzip' }, body: gzipSync(JSON.stringify(LONG)) }
  return searchParams.get('zip') === 'true' ? zipped : { json: LONG }
}

function tooMuch(path: string) {
  return {
    message: `The operation reads more than ${MOST} bytes of what its sources answer.`,
    locations: expect.anything(),
    path: [path],
    extensions: { code: 'OPERATION_LIMIT_EXCEEDED', retryable: false },
  }
}

async function askApi(start: typeof startTestGateway | typeof startSchemaExecutor, query: string) {
  await using upstream = await startUpstream(answer)
  await using executor = await start({ schema: API, environment: { API_URL: upstream.url }, config })
  const { text } = await executor.query(query)
  return { body: JSON.parse(text.replaceAll(LONG, 'long')), calls: upstream.requests.length }
}

for (const start of [startTestGateway, startSchemaExecutor]) {
  test(`What an API answers beyond the limit is not read, and costs its field (${start.name})`, async () => {
    const mutation = await askApi(start, 'mutation { a: next(id: 1) b: next(id: 2) c: next(id: 3) d: done(id: 4) }')
    expect(mutation).toEqual({
      body: { errors: [tooMuch('c')], data: { a: 'long', b: 'long', c: null, d: true } },
      calls: 4,
    })
    expect(await askApi(start, '{ pages }')).toEqual({
      body: { errors: [tooMuch('pages')], data: { pages: null } },
      calls: 3,
    })
  })
}

test('Of calls at once as many are read as there is room for, in bytes that are not compressed', async () => {
  for (const zip of [false, true]) {
    const fields = Array.from({ length: 20 }, (_, id) => `a${id}: text(id: ${id}, zip: ${zip})`)
    const { body } = await askApi(startTestGateway, `{ ${fields} }`)
    expect([Object.values(body.data).filter(value => value === 'long').length, body.errors.length]).toEqual([2, 18])
  }
})

test('What is kept of an API is read again by each request, and by each place', async () => {
  await using upstream = await startUpstream(answer)
  await using gateway = await startTestGateway({ schema: API, environment: { API_URL: upstream.url }, config })
  await gateway.query('{ kept(id: 1) }')
  await gateway.query('{ kept(id: 2) }')
  await gateway.query('{ kept(id: 3) }')
  const { body } = await gateway.query('{ a: kept(id: 1) b: kept(id: 2) c: kept(id: 3) }')
  expect(body).toMatchObject({ errors: [{ extensions: { code: 'OPERATION_LIMIT_EXCEEDED' } }] })
  expect(upstream.requests.length).toBe(3)
})

for (const dialect of DIALECTS)
  test(`What a database answers beyond the limit costs its field (${dialect})`, async () => {
    await using database = await createDatabase(
      dialect,
      `create table texts (id int primary key, body text); insert into texts values (1, '${LONG.slice(0, 60_000)}')`,
    )
    const schema = `
      extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
      type Query { texts(limit: Int): [Text!] @sql(orderBy: "id") }
      type Text @sql(table: "texts", key: "id") { id: ID! body: String }
    `
    const options = { schema, environment: { DB_URL: database.url }, config: { maxReadBytes: 200_000 } }
    await using gateway = await startTestGateway(options)
    const fields = Array.from({ length: 6 }, (_, n) => `a${n}: texts(limit: ${n + 1}) { body }`)
    const { body } = await gateway.query(`{ ${fields} }`)
    const { data, errors } = body as { data: Record<string, unknown[] | null>; errors: { extensions: object }[] }
    expect(Object.values(data).filter(value => value?.length === 1).length).toBe(3)
    expect(errors.map(({ extensions }) => extensions)).toEqual(
      Array.from({ length: 3 }, () => ({ code: 'OPERATION_LIMIT_EXCEEDED', retryable: false })),
    )
  })
