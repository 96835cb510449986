import { expect, test } from 'vitest'
import { createBarrier } from '../support/barrier.ts'
import { startTestGateway } from '../support/gateway.ts'
import { createMariaDatabase } from '../support/mariadb.ts'
import { startUpstream } from '../support/upstream.ts'
import { lockTable } from './lock-table.ts'

const POSTS = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
  type Query {
    post(id: ID!): Post @http(GET: "/posts/{$args.id}")
  }
  type Mutation {
    renamePost(id: ID!, title: String!): Post @http(PATCH: "/posts/{$args.id}", body: { title: "{$args.title}" })
  }
  type Post {
    id: ID!
    title: String!
  }
`

test('Calls that need nothing of each other are under way at once', async () => {
  const both = createBarrier(2)
  await using upstream = await startUpstream(async ({ url }) => {
    await both.arrive()
    return { json: { title: `The answer to ${url}` } }
  })
  await using gateway = await startTestGateway({ schema: POSTS, environment: { API_URL: upstream.url } })
  const { body } = await gateway.query('{ a: post(id: 1) { title } b: post(id: 2) { title } }')
  expect(body).toEqual({
    data: { a: { title: 'The answer to /posts/1' }, b: { title: 'The answer to /posts/2' } },
  })
})

test('The requests of two clients are under way at once', async () => {
  const both = createBarrier(2)
  await using upstream = await startUpstream(async ({ url }) => {
    await both.arrive()
    return { json: { title: url } }
  })
  await using gateway = await startTestGateway({ schema: POSTS, environment: { API_URL: upstream.url } })
  const answers = await Promise.all([1, 2].map(id => gateway.query(`{ post(id: ${id}) { title } }`)))
  expect(answers.map(({ body }) => body)).toEqual([
    { data: { post: { title: '/posts/1' } } },
    { data: { post: { title: '/posts/2' } } },
  ])
})

test('The fields of a mutation run one after the other', async () => {
  const first = createBarrier()
  await using upstream = await startUpstream(async ({ method, url, body }) => {
    if (url === '/posts/1' && method === 'PATCH') await first.arrive()
    return { json: method === 'PATCH' ? JSON.parse(body) : { title: 'another request' } }
  })
  await using gateway = await startTestGateway({ schema: POSTS, environment: { API_URL: upstream.url } })
  const mutation = gateway.query(
    'mutation { a: renamePost(id: 1, title: "A") { title } b: renamePost(id: 2, title: "B") { title } }',
  )
  await upstream.received(1)
  // A whole request passes through the gateway while the first field waits: the second one has had every chance.
  await gateway.query('{ post(id: 3) { title } }')
  const sent = () => upstream.requests.map(({ method, url }) => `${method} ${url}`)
  expect(sent()).toEqual(['PATCH /posts/1', 'GET /posts/3'])
  first.release()
  expect((await mutation).body).toEqual({ data: { a: { title: 'A' }, b: { title: 'B' } } })
  expect(sent()).toEqual(['PATCH /posts/1', 'GET /posts/3', 'PATCH /posts/2'])
})

const JOINED = `
  extend schema
    @source(name: "api", http: { baseURL: "{$env.API_URL}" })
    @source(name: "db", sql: { url: "{$env.DB_URL}" })
  type Query {
    posts: [Post!] @http(GET: "/posts")
  }
  type Post {
    id: ID!
    author: User @map(from: "userId")
    comments: [Comment!] @http(GET: "/comments?postId={$batch.id}", by: "postId")
  }
  type Comment {
    id: ID!
    body: String!
    likes: [Like!] @http(GET: "/likes?commentId={$batch.id}", by: "commentId")
  }
  type Like {
    emoji: String!
  }
  type User @sql(table: "users", key: "id") {
    id: ID!
    name: String!
  }
`
const USERS = `
  CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(100) NOT NULL);
  INSERT INTO users VALUES (10, 'Ann');
`

test('The author from the database and the comments from the API are under way at once', async () => {
  const comments = createBarrier()
  await using upstream = await startUpstream({
    'GET /posts': { json: [{ id: 1, userId: 10 }] },
    'GET /comments?postId=1': async () => {
      await comments.arrive()
      return { json: [{ postId: 1, body: 'On one' }] }
    },
  })
  await using database = await createMariaDatabase(USERS)
  const environment = { API_URL: upstream.url, DB_URL: database.url }
  await using gateway = await startTestGateway({ schema: JOINED, environment })
  await using lock = await lockTable(database, 'users')
  const answer = gateway.query('{ posts { author { name } comments { body } } }')
  // Neither has been answered when both have arrived.
  await Promise.all([upstream.received(2), lock.waitedFor()])
  comments.release()
  await lock.release()
  expect((await answer).body).toEqual({
    data: { posts: [{ author: { name: 'Ann' }, comments: [{ body: 'On one' }] }] },
  })
})

test('A branch goes on while another one waits', async () => {
  await using upstream = await startUpstream({
    'GET /posts': { json: [{ id: 1, userId: 10 }] },
    'GET /comments?postId=1': { json: [{ id: 7, postId: 1 }] },
    'GET /likes?commentId=7': { json: [{ commentId: 7, emoji: '👍' }] },
  })
  await using database = await createMariaDatabase(USERS)
  const environment = { API_URL: upstream.url, DB_URL: database.url }
  await using gateway = await startTestGateway({ schema: JOINED, environment })
  await using lock = await lockTable(database, 'users')
  const answer = gateway.query('{ posts { author { name } comments { likes { emoji } } } }')
  // Two levels down on one side, while the author still waits for its table.
  await Promise.all([upstream.received(3), lock.waitedFor()])
  await lock.release()
  expect((await answer).body).toEqual({
    data: { posts: [{ author: { name: 'Ann' }, comments: [{ likes: [{ emoji: '👍' }] }] }] },
  })
})
