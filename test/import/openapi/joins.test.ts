import { expect, test } from 'vitest'
import { startTestGateway } from '../../support/gateway.ts'
import { startUpstream } from '../../support/upstream.ts'
import { problemsOf } from '../problems-of.ts'
import { definitionOf, importYaml } from './import-yaml.ts'

const USER = '$ref: "#/components/schemas/User"'
const SCHEMAS = `components:
  schemas:
    User: { required: [id], properties: { id: { type: integer }, name: { type: string } } }
    Post: { required: [id], properties: { id: { type: string }, userId: { type: integer }, reviewerId: { type: integer }, postIds: { type: array, items: { type: string } } } }
    Word: { properties: { userId: { type: string }, postId: { type: string } } }`

function answer(schema: string): string {
  return `responses: { 200: { content: { application/json: { schema: { ${schema} } } } } }`
}

function listOf(schema: string, ...parameters: string[]): string {
  const list = answer(`type: array, items: { $ref: "#/components/schemas/${schema}" }`)
  return `{ get: { parameters: [${parameters.join(', ')}], ${list} } }`
}

const ids = (name: string) => `{ name: ${name}, in: query, schema: { type: array, items: { type: integer } } }`
const number = (name: string, more = '') => `{ name: ${name}, in: query, schema: { type: integer ${more} } }`
const WORDS = `/words: ${listOf('Word')}`

/** The first line of the type User, of a document with one more path. */
function homeOf(path: string): string {
  const imported = importYaml(`paths:\n  ${WORDS}\n  ${path}\n  /me: { get: { ${answer(USER)} } }\n${SCHEMAS}`)
  expect(problemsOf(imported.text)).toEqual([])
  return definitionOf(imported, 'type User').split('\n')[0] ?? ''
}

test('A list that takes ids is a home, one call for all; an object by its id is one too', () => {
  const cases: [string, string][] = [
    [`/users: ${listOf('User', ids('id'))}`, '@http(GET: "/users?id={$batch.id}", by: "id") '],
    [`/users: ${listOf('User', ids('user_ids'))}`, '@http(GET: "/users?user_ids={$batch.id}", by: "id") '],
    // The users of some teams are found by what is not their own key.
    [`/users: ${listOf('User', ids('team_ids'))}`, ''],
    [
      `/users: ${listOf('User', ids('ids'), number('per_page', ', default: 30'))}`,
      '@http(GET: "/users?ids={$batch.id}&per_page=30", by: "id", maxBatch: 30) ',
    ],
    // How many there are on a page is not told, but how to go on is.
    [
      `/users: ${listOf('User', ids('ids'), number('page'))}`,
      '@http(GET: "/users?ids={$batch.id}", by: "id", pages: { page: "page" }) ',
    ],
    [
      `/users: ${listOf('User', ids('ids'), '{ name: page, in: query, required: true, schema: { type: integer } }', number('limit', ', maximum: 50'))}`,
      '@http(GET: "/users?ids={$batch.id}", by: "id", pages: { page: "page", size: "limit", max: 50 }) ',
    ],
    [`/users: ${listOf('User', ids('ids'), number('limit'))}`, ''],
    // One id is no list of them.
    [`/users: ${listOf('User', number('id'))}`, ''],
    [`/users/{id}: { get: { parameters: [${path('id')}], ${answer(USER)} } }`, '@http(GET: "/users/{$this.id}") '],
    [
      `/people/{user-id}: { get: { parameters: [${path('user-id')}], ${answer(USER)} } }`,
      '@http(GET: "/people/{$this.id}") ',
    ],
    [
      `/users/{id}: { get: { parameters: [${path('id')}], ${answer(`properties: { data: { ${USER} }, more: { type: string } }`)} } }`,
      '@http(GET: "/users/{$this.id}", select: "data?") ',
    ],
    // These are ids of something else.
    [`/posts/{id}/author: { get: { parameters: [${path('id')}], ${answer(USER)} } }`, ''],
    [
      `/posts/{id}: { get: { parameters: [${path('id')}], ${answer(`properties: { id: { type: integer }, author: { ${USER} } }`)} } }`,
      '',
    ],
    // A text is no integer, and the tenant is needed too.
    [`/users/{id}: { get: { ${answer(USER)} } }`, ''],
    [
      `/users/{id}: { get: { parameters: [${path('id')}, { name: t, in: query, required: true, schema: { type: string } }], ${answer(USER)} } }`,
      '',
    ],
  ]
  for (const [document, home] of cases) expect([document, homeOf(document)]).toEqual([document, `type User ${home}{`])
})

function path(name: string): string {
  return `{ name: ${name}, in: path, required: true, schema: { type: integer } }`
}

test('Keys lead to what they name, and back, where the types of the keys are the same', async () => {
  const imported = importYaml(`
paths:
  ${WORDS}
  /users: ${listOf('User', ids('id'))}
  /posts: ${listOf('Post', ids('userId'))}
  /posts/{id}: { get: { ${answer('$ref: "#/components/schemas/Post"')} } }
${SCHEMAS}`)
  expect(definitionOf(imported, 'type Post')).toBe(`type Post @http(GET: "/posts/{$this.id}") {
  id: ID!
  userId: ID
  reviewerId: ID
  postIds: [ID!]
  user: User @map(from: "userId")
  posts: [Post!] @map(from: "postIds")
}`)
  expect(definitionOf(imported, 'type User')).toContain(
    '  posts: [Post!] @http(GET: "/posts?userId={$batch.id}", by: "userId")\n}',
  )
  // Its user's key is a text, and a user's an integer.
  expect(definitionOf(imported, 'type Word')).toBe(
    'type Word {\n  userId: ID\n  postId: ID\n  post: Post @map(from: "postId")\n}',
  )
  expect(imported.text.split('\n').filter(line => line.includes('found by'))).toEqual([
    '# Word.post is found by postId.',
    '# Post.user is found by userId.',
    '# Post.posts is found by postIds.',
    '# User.posts is found by Post.userId.',
  ])
  expect(problemsOf(imported.text)).toEqual([])

  await using upstream = await startUpstream({
    'GET /words': { json: [{ postId: 'a' }, { postId: 'b' }, { postId: 'gone' }] },
    'GET /posts/a': { json: { id: 'a', userId: 1, postIds: ['b'] } },
    'GET /posts/b': { json: { id: 'b', userId: 2 } },
    'GET /posts/gone': { status: 404 },
    'GET /users?id=1&id=2': {
      json: [
        { id: 2, name: 'Bo' },
        { id: 1, name: 'Ann' },
      ],
    },
    'GET /posts?userId=1&userId=2': {
      json: [
        { id: 'b', userId: 2 },
        { id: 'a', userId: 1 },
      ],
    },
  })
  await using gateway = await startTestGateway({ schema: imported.text, environment: { API_URL: upstream.url } })
  const { body } = await gateway.query('{ words { post { user { name posts { id } } posts { id } } } }')
  expect(body).toEqual({
    data: {
      words: [
        { post: { user: { name: 'Ann', posts: [{ id: 'a' }] }, posts: [{ id: 'b' }] } },
        { post: { user: { name: 'Bo', posts: [{ id: 'b' }] }, posts: null } },
        { post: null },
      ],
    },
  })
  expect(upstream.requests).toHaveLength(6)
})

test('A list is no list of a parent where some of it would be missing: it takes a size, and nothing leads to a next page', () => {
  const imported = importYaml(`
paths:
  /users: ${listOf('User', ids('id'))}
  /posts: ${listOf('Post', ids('userId'), number('limit', ', maximum: 100'))}
${SCHEMAS}`)
  expect(definitionOf(imported, 'type User')).not.toContain('posts')
  expect(problemsOf(imported.text)).toEqual([])
})
