import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { createFaultProxy } from '../support/fault-proxy.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { createMariaDatabase } from '../support/mariadb.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startUpstream } from '../support/upstream.ts'

const SCHEMA = `
  extend schema
    @source(name: "api", http: { baseURL: "{$env.API_URL}" })
    @source(name: "db", sql: { url: "{$env.DB_URL}" })
  type Query {
    posts: [Post!] @http(GET: "/posts")
    users: [User!] @sql(orderBy: "id")
    user(email: String!): User @sql(where: { email: "{$args.email}" })
  }
  type Post {
    title: String!
    author: User @map(from: "userId")
  }
  type User @sql(table: "users", key: "id") {
    id: ID!
    name: String!
  }
`
const USERS = `
  CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(100) NOT NULL, email VARCHAR(100));
  INSERT INTO users VALUES (10, 'Ann', 'ann@example.com');
`
const POSTS = { 'GET /posts': { json: [{ title: 'One', userId: 10 }] } }
const QUERY = '{ posts { title author { name } } }'

const WHOLE = { data: { posts: [{ title: 'One', author: { name: 'Ann' } }] } }
const WITHOUT_AUTHOR = {
  errors: [
    {
      message: 'The database could not be reached.',
      locations: [{ line: 1, column: 17 }],
      path: ['posts', 0, 'author'],
      extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', source: 'db', reason: 'db_lost', retryable: true },
    },
  ],
  data: { posts: [{ title: 'One', author: null }] },
}

async function ask({ query }: TestGateway, text = QUERY): Promise<unknown> {
  return (await query(text)).body
}

test('A database that is down at the start, comes up, goes down and comes back is served whenever it is there', async () => {
  await using upstream = await startUpstream(POSTS)
  await using database = await createMariaDatabase(USERS)
  await using way = await createFaultProxy(database.url)
  const environment = { API_URL: upstream.url, DB_URL: way.url }
  await using gateway = await startTestGateway({ schema: SCHEMA, environment })

  expect(await ask(gateway)).toEqual(WITHOUT_AUTHOR)
  await way.start()
  expect(await ask(gateway)).toEqual(WHOLE)
  await way.stop()
  expect(await ask(gateway)).toEqual(WITHOUT_AUTHOR)
  await way.start()
  expect(await ask(gateway)).toEqual(WHOLE)
})

test('A SQLite file that is missing at the start is served once it is there, and never created', async () => {
  await using upstream = await startUpstream(POSTS)
  await using directory = await createTempDirectory()
  const path = `${directory.path}/late.db`
  const environment = { API_URL: upstream.url, DB_URL: `sqlite:${path}` }
  await using gateway = await startTestGateway({ schema: SCHEMA, environment })

  expect(await ask(gateway)).toEqual(WITHOUT_AUTHOR)
  const database = new DatabaseSync(path)
  expect(database.prepare('SELECT * FROM sqlite_schema').all()).toEqual([])
  database.exec(USERS)
  database.close()
  expect(await ask(gateway)).toEqual(WHOLE)
})

test('A database that comes up without what the schema needs costs the fields that need it', async () => {
  await using upstream = await startUpstream(POSTS)
  await using database = await createMariaDatabase(USERS.replaceAll('email', 'mail'))
  await using way = await createFaultProxy(database.url)
  const environment = { API_URL: upstream.url, DB_URL: way.url }
  await using gateway = await startTestGateway({ schema: SCHEMA, environment })
  await way.start()

  expect(await ask(gateway, '{ users { name } user(email: "ann@example.com") { name } }')).toEqual({
    errors: [
      {
        message: 'The database does not have what this field needs.',
        locations: [{ line: 1, column: 18 }],
        path: ['user'],
        extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', source: 'db', reason: 'db_error', retryable: false },
      },
    ],
    data: { users: [{ name: 'Ann' }], user: null },
  })
  const ready = await fetch(`${gateway.url}/ready`)
  expect([ready.status, await ready.json()]).toEqual([200, { state: 'ready', sources: { db: 'mismatch' } }])
  expect(gateway.log).toContainEqual(expect.objectContaining({ source: 'db', coordinate: 'Query.user' }))
})

test('An API that goes down costs its fields while it is down', async () => {
  await using upstream = await startUpstream(POSTS)
  await using database = await createMariaDatabase(USERS)
  const environment = { API_URL: upstream.url, DB_URL: database.url }
  await using gateway = await startTestGateway({ schema: SCHEMA, environment })
  const query = '{ users { name } posts { title } }'
  const users = [{ name: 'Ann' }]

  expect(await ask(gateway, query)).toEqual({ data: { users, posts: [{ title: 'One' }] } })
  await upstream.stop()
  expect(await ask(gateway, query)).toEqual({
    errors: [
      {
        message: 'The source could not be reached.',
        locations: [{ line: 1, column: 18 }],
        path: ['posts'],
        extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', source: 'api', reason: 'connect', retryable: true },
      },
    ],
    data: { users, posts: null },
  })
  await upstream.restart()
  expect(await ask(gateway, query)).toEqual({ data: { users, posts: [{ title: 'One' }] } })
})
