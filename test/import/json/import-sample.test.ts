import { expect, test } from 'vitest'
import { importSample } from '../../../src/import/json/import-sample.ts'
import { parseJson } from '../../../src/source/json.ts'
import { startTestGateway } from '../../support/gateway.ts'
import { startUpstream } from '../../support/upstream.ts'
import { problemsOf } from '../problems-of.ts'

const POSTS = `[
  { "id": 1, "author_id": 7, "title": "One", "likes": 3, "score": 1, "bytes": 3000000000, "serial": 9007199254740993,
    "created_at": "2026-01-31T10:00:00Z", "day": "2026-01-31", "tags": ["a"], "author": { "name": "Ann" },
    "comments": [{ "text": "Yes" }, { "text": null, "at": "10:00" }], "mixed": 1, "none": null, "open": [], "+1": true,
    "token": "8f14e45f-ceea-467f-a9f3-3a0b1c2d3e4f", "when": "2026-01-31" },
  { "id": 2, "author_id": null, "title": null, "likes": 4, "score": 1.5, "bytes": 1, "serial": 1,
    "created_at": "2026-02-28T10:00:00+02:00", "day": "2026-02-28", "tags": [null], "author": {},
    "comments": [], "mixed": "a", "none": null, "open": [], "+1": false,
    "token": "8f14e45f-ceea-467f-a9f3-3a0b1c2d3e4e", "when": "soon" }
]`

const SCHEMA = `# API_URL, in the environment or in a file .env, names another server: API_URL=https://host
# Post.mixed is JSON: its samples are of several types.
# Post.none is JSON: it is null everywhere.
# Post.open is JSON: all lists are empty.

extend schema @source(name: "api", http: { baseURL: "{$env.API_URL ?? 'https://api.example.com'}", naming: SNAKE_CASE })

type Query {
  posts: [Post!] @http(GET: "/v1/posts?page=1")
}

type Post {
  id: ID!
  authorId: ID
  title: String
  likes: Int!
  score: Float!
  bytes: BigInt!
  serial: BigInt!
  createdAt: DateTime!
  day: Date!
  tags: [String]!
  author: PostAuthor!
  comments: [PostComment!]!
  mixed: JSON!
  none: JSON
  open: [JSON]!
  plus1: Boolean! @map(from: "['+1']")
  token: UUID!
  when: String!
}

type PostAuthor {
  name: String
}

type PostComment {
  text: String
  at: String
}

scalar BigInt

scalar Date

scalar DateTime

scalar JSON

scalar UUID
`

test('Types are what all samples have in common', () => {
  const url = 'https://api.example.com/v1/posts?page=1'
  const { text } = importSample({ sample: parseJson(POSTS), name: 'Post', url })
  expect(text).toBe(SCHEMA)
  expect(problemsOf(text)).toEqual([])
})

test('The sample is served by the schema that is made of it', async () => {
  await using upstream = await startUpstream({ 'GET /v1/posts?page=1': { body: POSTS } })
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API_URL: upstream.url } })
  const { body } = await gateway.query(
    '{ posts { id authorId serial createdAt tags author { name } comments { text at } mixed plus1 } }',
  )
  expect(body).toEqual({
    data: {
      posts: [
        {
          ...{ id: '1', authorId: '7', serial: '9007199254740993', createdAt: '2026-01-31T10:00:00Z', tags: ['a'] },
          ...{ author: { name: 'Ann' }, mixed: 1, plus1: true },
          comments: [
            { text: 'Yes', at: null },
            { text: null, at: '10:00' },
          ],
        },
        {
          ...{ id: '2', authorId: null, serial: 1, createdAt: '2026-02-28T08:00:00Z', tags: [null] },
          ...{ author: { name: null }, mixed: 'a', plus1: false, comments: [] },
        },
      ],
    },
  })
})

test('An object that wraps a list and nothing else is looked through; one that tells more is kept', () => {
  const textOf = (sample: unknown) => importSample({ sample, name: 'Post', url: 'https://host/posts' }).text
  expect(textOf({ data: [{ id: 1 }] })).toContain('posts: [Post!] @http(GET: "/posts", select: "data")\n')
  const kept = textOf({ data: [{ id: 1 }], more: true })
  expect(kept).toContain('type PostsResponse {\n  data: [Post!]!\n  more: Boolean!\n}')
  expect(kept).toContain('posts: PostsResponse @http(GET: "/posts")\n')
  expect(problemsOf(kept)).toEqual([])
  // The comments of one post.
  expect(textOf({ id: 1, comments: [{ text: 'a' }] })).toContain('post: Post @http(GET: "/posts")\n')
})

test.each([
  ['?api_key=hidden&page=2', '/posts?api_key={$env.API_API_KEY}&page=2', ['API_API_KEY']],
  ['?access%5Ftoken=hidden', '/posts?access_token={$env.API_ACCESS_TOKEN}', ['API_ACCESS_TOKEN']],
  [
    '?a=%7B1%7D&KEY=hidden&sig=hidden',
    '/posts?a=%7B1%7D&KEY={$env.API_KEY}&sig={$env.API_SIG}',
    ['API_KEY', 'API_SIG'],
  ],
  ['?client[secret]=hidden', '/posts?client%5Bsecret%5D={$env.API_CLIENT_SECRET}', ['API_CLIENT_SECRET']],
  [
    '?X-Amz-Signature=hidden&x-goog-credential=hidden',
    '/posts?X-Amz-Signature={$env.API_X_AMZ_SIGNATURE}&x-goog-credential={$env.API_X_GOOG_CREDENTIAL}',
    ['API_X_AMZ_SIGNATURE', 'API_X_GOOG_CREDENTIAL'],
  ],
  ['?accessKey=hidden&sort_key=a', '/posts?accessKey={$env.API_ACCESS_KEY}&sort_key=a', ['API_ACCESS_KEY']],
  ['?key=&keys=1&token_type=a', '/posts?key=&keys=1&token_type=a', []],
  ['', '/posts', []],
])('A key in the URL (%s) is said in the environment', (search, path, variables) => {
  const { text } = importSample({ sample: [{ id: 1 }], name: 'Post', url: `https://host/posts${search}` })
  expect(text).toContain(`GET: "${path}"`)
  expect(text).not.toContain('hidden')
  expect([...text.matchAll(/^# (\w+), in the environment, is the parameter/gm)].map(([, name]) => name)).toEqual(
    variables,
  )
})

test('What no type can be made of is refused', () => {
  const refusal =
    (sample: unknown, name = 'Post') =>
    () =>
      importSample({ sample, name, url: undefined })
  expect(refusal({ a: 1 }, '価格')).toThrow(`"価格" can't be the name of a type. Write --name Post`)
})
