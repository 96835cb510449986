import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type TryOptions, tryField } from '../../src/case/try-field.ts'
import { createSqliteDatabase } from '../support/sqlite.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startUpstream } from '../support/upstream.ts'

const SCHEMA = `
extend schema
  @source(name: "api", http: { baseURL: "{$env.API_URL}", headers: ["x-key: {$env.API_KEY}"], retries: 0 })
  @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query {
  posts(limit: Int!): [Post!] @http(GET: "/posts?n={$args.limit}")
}
type Post {
  id: ID!
  author: User @map(from: "userId")
  comments: [Comment!] @http(GET: "/comments?post={$batch.id}", by: "post")
  broken: Int @http(GET: "/broken/{$this.id}")
}
type Comment { text: String! place: Place by: User @map(from: "userId") }
type Place { town: String }
type User @sql(table: "users", key: "id") { id: ID! name: String! }
`

async function tryOne(coordinate: string, options: Partial<TryOptions> = {}) {
  await using directory = await createTempDirectory()
  await using database = await createSqliteDatabase(
    "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL); INSERT INTO users VALUES (3, 'Ann')",
  )
  await using upstream = await startUpstream({
    'GET /posts?n=2': { json: [{ id: 1 }, { id: 2 }] },
    'GET /comments?post=7': { json: [{ post: 7, text: 'Hi s3cret-key', place: { town: 'Bern' }, token: 'tok-12345' }] },
    'GET /broken/7': { json: { no: 'number' } },
  })
  const schemaPath = join(directory.path, 'schema.graphql')
  await writeFile(schemaPath, SCHEMA)
  const environment = { API_URL: upstream.url, API_KEY: 's3cret-key', DB_URL: database.url }
  return await tryField({
    schemaPath,
    resolvers: undefined,
    environment,
    coordinate,
    parent: undefined,
    args: {},
    select: undefined,
    headers: {},
    ...options,
  })
}

test('A field of an object is tried by what it reads of its parent; secrets are left out', async () => {
  const { calls, value, problems } = await tryOne('Post.comments', { parent: { id: 7 } })
  expect(calls.map(({ source, request }) => [source, request])).toEqual([['api', 'GET /comments?post=7']])
  expect(JSON.parse(calls[0]?.answer ?? '')).toEqual([
    { post: 7, text: 'Hi API_KEY', place: { town: 'Bern' }, token: 'token-1' },
  ])
  expect(JSON.parse(value)).toEqual([
    { __typename: 'Comment', text: 'Hi API_KEY', place: { __typename: 'Place', town: 'Bern' } },
  ])
  expect(problems).toEqual([])
})

test('A field of the root is tried by its arguments', async () => {
  const { calls, value } = await tryOne('Query.posts', { args: { limit: 2 }, select: '{ id }' })
  expect(calls.map(({ request }) => request)).toEqual(['GET /posts?n=2'])
  expect(JSON.parse(value)).toEqual([{ id: '1' }, { id: '2' }])
})

test('A key leads to its row', async () => {
  const { calls, value } = await tryOne('Post.author', { parent: { author: 3 } })
  expect(calls.map(({ source, request }) => [source, request.split('\n').at(-1)])).toEqual([['db', '-- [3]']])
  expect(JSON.parse(value)).toEqual({ __typename: 'User', id: '3', name: 'Ann' })
})

test('What fails is told with its cause, and what is missing with a hint', async () => {
  const broken = await tryOne('Post.broken', { parent: { id: 7 } })
  expect(broken.value).toBe('null')
  expect(broken.problems[0]).toMatch(/^broken: .*\(/)
  const missing = await tryOne('Post.comments', { parent: { postId: 7 } })
  expect(missing.problems.at(-1)).toBe(`No call was made. It reads id of its parent: --this '{"id":…}'`)
  const root = await tryOne('Query.posts')
  expect(root.problems.at(-1)).toBe(`No call was made. It needs limit: --args '{"limit":…}'`)
})

test('A request that nobody answers is shown, and that there is no answer', async () => {
  const { calls, problems } = await tryOne('Query.posts', {
    args: { limit: 2 },
    environment: { API_URL: 'http://127.0.0.1:1', API_KEY: 's3cret-key', DB_URL: 'sqlite:none.db' },
  })
  expect(calls).toEqual([{ source: 'api', request: 'GET /posts?n=2', answer: 'none' }])
  expect(problems[0]).toMatch(/^posts: The source could not be reached\./)
})

const MISTAKES: readonly (readonly [coordinate: string, options: Partial<TryOptions>, message: string])[] = [
  ['posts', {}, '"posts" is no field. Write the type and the field, as in Post.comments'],
  ['Pots.comments', {}, 'There is no type "Pots". Did you mean "Post"?'],
  ['Post.coments', {}, 'Post has no field "coments". Did you mean "comments"?'],
  ['Query.posts', { args: { first: 1 } }, 'Query.posts has no argument "first". It has limit.'],
  ['Query.posts', { args: { limit: 1 }, parent: {} }, 'Query.posts is a field of the root, which has no parent'],
  ['Post.comments', {}, `Post.comments has a parent. It reads id of its parent`],
]
for (const [coordinate, options, message] of MISTAKES)
  test(`${coordinate} with ${JSON.stringify(options)} is refused with what to write`, () =>
    expect(tryOne(coordinate, options)).rejects.toThrow(message))
