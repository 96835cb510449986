import { expect, test } from 'vitest'
import { startTestGateway } from '../support/gateway.ts'
import { createMariaDatabase } from '../support/mariadb.ts'
import { createSqliteDatabase } from '../support/sqlite.ts'
import { untilBusy, untilGone } from '../support/sqlite-processes.ts'
import { startUpstream } from '../support/upstream.ts'
import { lockTable } from './lock-table.ts'

const TABLES = `
  CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(100) NOT NULL);
  INSERT INTO users VALUES (1, 'Ann'), (2, 'Bob');
  CREATE TABLE tags (name VARCHAR(100) PRIMARY KEY);
  INSERT INTO tags VALUES ('a');
`
const POSTS = { 'GET /posts': { json: [{ title: 'One' }] } }

/** `slow` is a statement that takes its time; SQLite has no lock that a reader would wait for. */
function schemaWith(slow: string) {
  return `
    extend schema
      @source(name: "api", http: { baseURL: "{$env.API_URL}" })
      @source(name: "db", sql: { url: "{$env.DB_URL}", timeout: "1m" })
    type Query {
      posts: [Post!] @http(GET: "/posts")
      users: [User!] @sql(orderBy: "id")
      user(id: ID!): User @sql(where: { id: "{$args.id}" })
      tags: [Tag!] @sql(orderBy: "name")
      slow: Int @sql(query: "${slow}")
    }
    type Post { title: String! }
    type User @sql(table: "users", key: "id") { id: ID!  name: String! }
    type Tag @sql(table: "tags", key: "name") { name: String! }
  `
}

/** Longer than the test takes on any machine. */
const config = { requestTimeout: 60_000 }

const SLOW_ON_SQLITE = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'

test('While a statement waits in MariaDB, the API and the rest of the database are served', async () => {
  await using upstream = await startUpstream(POSTS)
  await using database = await createMariaDatabase(TABLES)
  const environment = { API_URL: upstream.url, DB_URL: database.url }
  await using gateway = await startTestGateway({ schema: schemaWith('SELECT 1'), environment })
  await using lock = await lockTable(database, 'users')
  const all = gateway.query('{ users { name } tags { name } }')
  const one = gateway.query('{ user(id: 2) { name } }')
  await lock.waitedFor()
  expect((await gateway.query('{ posts { title } tags { name } }')).body).toEqual({
    data: { posts: [{ title: 'One' }], tags: [{ name: 'a' }] },
  })
  await lock.release()
  expect([(await all).body, (await one).body]).toEqual([
    { data: { users: [{ name: 'Ann' }, { name: 'Bob' }], tags: [{ name: 'a' }] } },
    { data: { user: { name: 'Bob' } } },
  ])
})

test('While a statement runs in SQLite, the API and the rest of the database are served; it ends with its client', async () => {
  await using upstream = await startUpstream(POSTS)
  await using database = await createSqliteDatabase(TABLES)
  const environment = { API_URL: upstream.url, DB_URL: database.url }
  await using gateway = await startTestGateway({ schema: schemaWith(SLOW_ON_SQLITE), environment, config })
  const client = new AbortController()
  const slow = fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ slow posts { title } }' }),
    signal: client.signal,
  })
  const late = await untilBusy(database.url)
  const quick = await gateway.query('{ posts { title } user(id: 2) { name } }')
  expect(quick.body).toEqual({ data: { posts: [{ title: 'One' }], user: { name: 'Bob' } } })
  client.abort()
  await expect(slow).rejects.toThrow('aborted')
  await untilGone(database.url, late)
})

test('A client that goes away frees what waits for it (MariaDB)', async () => {
  await using upstream = await startUpstream(POSTS)
  await using database = await createMariaDatabase(TABLES)
  const environment = { API_URL: upstream.url, DB_URL: database.url }
  await using gateway = await startTestGateway({ schema: schemaWith('SELECT 1'), environment })
  await using lock = await lockTable(database, 'users')
  const client = new AbortController()
  const answer = fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ users { name } }' }),
    signal: client.signal,
  })
  await lock.waitedFor()
  client.abort()
  await expect(answer).rejects.toThrow('aborted')
  await lock.abandoned()
  await lock.release()
  expect((await gateway.query('{ user(id: 1) { name } }')).body).toEqual({ data: { user: { name: 'Ann' } } })
})
