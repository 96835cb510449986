import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { graphql } from 'graphql'
import { createHandler } from 'graphql-http/lib/use/fetch'
import { createYoga } from 'graphql-yoga'
import { expect, test } from 'vitest'
import { createSchema } from '../../src/index.ts'
import { createSqliteDatabase } from '../support/sqlite.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startUpstream } from '../support/upstream.ts'

const SCHEMA = `
  extend schema
    @source(name: "api", http: { baseURL: "{$env.API_URL}", retries: 0, headers: ["X-Tenant: {$headers.x-tenant}"] })
    @source(name: "db", sql: { url: "{$env.DB_URL}" })
  type Query { posts: [Post!] @http(GET: "/posts")  broken: String @http(GET: "/broken") }
  type Post { title: String!  author: User @map(from: "userId") }
  type User @sql(table: "users", key: "id") { id: ID!  name: String! }
`
const USERS = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users VALUES (1, 'Ann'), (2, 'Bob')"
const QUERY = '{ posts { title author { name } } again: posts { title } broken }'
const EXTENSIONS = { code: 'DOWNSTREAM_SERVICE_ERROR', source: 'api', reason: 'http_5xx', retryable: true, status: 500 }
const DATA = {
  posts: [
    { title: 'One', author: { name: 'Ann' } },
    { title: 'Two', author: { name: 'Bob' } },
    { title: 'Three', author: { name: 'Ann' } },
  ],
  again: [{ title: 'One' }, { title: 'Two' }, { title: 'Three' }],
  broken: null,
}

const ANSWER = {
  data: DATA,
  errors: [expect.objectContaining({ message: 'The source answered 500.', path: ['broken'], extensions: EXTENSIONS })],
}
const REQUEST = {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-tenant': 'acme' },
  body: JSON.stringify({ query: QUERY }),
}

async function start() {
  const stack = new AsyncDisposableStack()
  const posts = [
    { title: 'One', userId: 1 },
    { title: 'Two', userId: 2 },
    { title: 'Three', userId: 1 },
  ]
  const upstream = stack.use(await startUpstream({ 'GET /posts': { json: posts }, 'GET /broken': { status: 500 } }))
  const database = stack.use(await createSqliteDatabase(USERS))
  const directory = stack.use(await createTempDirectory())
  const schemaPath = join(directory.path, 'schema.graphql')
  await writeFile(schemaPath, SCHEMA)
  const environment = { API_URL: upstream.url, DB_URL: database.url }
  const log: string[] = []
  const options = { schemaPath, environment, logLevel: 'debug', log: (line: string) => void log.push(line) } as const
  const { schema } = stack.use(await createSchema(options))
  const statements = () => log.map(line => JSON.parse(line)).filter(({ source, text }) => source === 'db' && text)
  return { schema, upstream, statements, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

function expectBatched({ upstream, statements }: Awaited<ReturnType<typeof start>>, tenant: string | undefined): void {
  expect(upstream.requests.map(({ url }) => url).sort()).toEqual(['/broken', '/posts'])
  expect(upstream.requests.map(({ headers }) => headers['x-tenant'])).toEqual([tenant, tenant])
  expect(statements().map(({ text }) => text)).toEqual([
    'select "name", "id" from "users" where "id" in (?, ?) limit 10001',
  ])
}

test('A schema file runs in graphql-js, batched', async () => {
  await using started = await start()
  const result = await graphql({ schema: started.schema, source: QUERY })
  expect({ ...result.data }).toEqual(DATA)
  expect(result.errors?.map(({ path, extensions }) => ({ path, extensions }))).toEqual([
    { path: ['broken'], extensions: EXTENSIONS },
  ])
  expectBatched(started, undefined)
})

test('A schema file runs in a bare Yoga, which does not mask its errors', async () => {
  await using started = await start()
  const yoga = createYoga({ schema: started.schema, logging: false })
  const response = await yoga.fetch('http://yoga/graphql', REQUEST)
  expect(await response.json()).toEqual(ANSWER)
  expectBatched(started, 'acme')
})

test('A schema file runs under graphql-http', async () => {
  await using started = await start()
  const handler = createHandler({ schema: started.schema, context: ({ raw }) => ({ request: raw }) })
  const response = await handler(new Request('http://server/graphql', REQUEST))
  expect(await response.json()).toEqual(ANSWER)
  expectBatched(started, 'acme')
})
