import { expect, test } from 'vitest'
import { encodeGlobalId } from '../../src/plan/global-id.ts'
import { createDatabase } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'

const SCHEMA = `
extend schema
  @globalIds
  @source(name: "api", http: { baseURL: "{$env.API}" })
  @source(name: "db", sql: { url: "{$env.DB}" })
type Query {
  posts: [Post!] @http(GET: "/all")
}
type Post @http(GET: "/posts?id={$batch.id}", by: "id", maxBatch: 1000) {
  id: ID!
  title: String
  user: User
}
type User @sql(table: "users") {
  id: ID!
  name: String
}
type Team @http(GET: "/teams/{$this.id}") {
  id: ID!
}
`
const POSTS = 300
const post = (id: number) => ({ id, title: `Post ${id} "quoted"`, user: { id: `u${id}`, name: 'of the API' } })

async function startAll() {
  const resources = new AsyncDisposableStack()
  const api = resources.use(
    await startUpstream(({ url = '' }) => {
      if (url === '/all') return { json: Array.from({ length: POSTS }, (_, id) => post(id)) }
      if (url.startsWith('/teams/')) return { json: { id: url.slice('/teams/'.length) } }
      return { json: [...new URL(url, 'http://x').searchParams.getAll('id')].map(id => post(Number(id))) }
    }),
  )
  const users = Array.from({ length: POSTS }, (_, id) => `(${id}, 'User ${id}')`)
  const database = resources.use(
    await createDatabase(
      'mariadb',
      `CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(20)); INSERT INTO users VALUES ${users.join()};`,
    ),
  )
  const gateway = resources.use(
    await startTestGateway({ schema: SCHEMA, environment: { API: api.url, DB: database.url } }),
  )
  return { api, gateway, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

test('A hundred mixed ids are one call for each type, and each object stands at the place of its id', async () => {
  await using all = await startAll()
  const ids = Array.from({ length: 100 }, (_, at) => encodeGlobalId(at % 3 === 0 ? 'Post' : 'User', at))
  const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Post { title } ... on User { name } } }'
  const { body } = await all.gateway.query(query, { ids })
  const nodes = ids.map((id, at) => (at % 3 === 0 ? { id, title: post(at).title } : { id, name: `User ${at}` }))
  expect(body).toEqual({ data: { nodes } })
  expect(all.api.requests).toHaveLength(1)
  const statements = all.gateway.log.filter(({ source }) => source === 'db')
  expect(statements).toHaveLength(1)
})

test('Ids are the same whether rows are written by generated code, one by one, or are keys of a join', async () => {
  await using all = await startAll()
  for (const query of ['{ posts { id title user { id } } }', '{ posts { id title user { id } __typename } }'])
    for (let time = 0; time < 2; time++) {
      const { body } = await all.gateway.query(query)
      const { posts } = (body as { data: { posts: { id: string; title: string; user: { id: string } }[] } }).data
      expect(posts.map(({ id, title, user }) => [id, title, user.id])).toEqual(
        Array.from({ length: POSTS }, (_, id) => [
          encodeGlobalId('Post', id),
          post(id).title,
          encodeGlobalId('User', `u${id}`),
        ]),
      )
    }
})

test('More ids than may be asked with are refused, and calls have their limit', async () => {
  await using all = await startAll()
  const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }'
  const refused = await all.gateway.query(query, { ids: Array(10_001).fill(encodeGlobalId('Post', 1)) })
  expect(refused.body).toMatchObject({
    errors: [
      { message: 'More than 10000 ids are not asked for at once.', extensions: { code: 'OPERATION_LIMIT_EXCEEDED' } },
    ],
  })
  const once = await all.gateway.query(query, { ids: Array(10_000).fill(encodeGlobalId('Post', 1)) })
  expect((once.body as { data: { nodes: unknown[] } }).data.nodes).toEqual(
    Array(10_000).fill({ id: encodeGlobalId('Post', 1) }),
  )
  expect(all.api.requests).toHaveLength(1)
  const many = await all.gateway.query(query, {
    ids: Array.from({ length: 9_000 }, (_, at) => encodeGlobalId('Team', at)),
  })
  expect(JSON.stringify(many.body)).toContain('OPERATION_LIMIT_EXCEEDED')
  expect(all.api.requests.length).toBeLessThan(9_000)
})
