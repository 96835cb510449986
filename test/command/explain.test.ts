import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTempDirectory } from '../support/temp-directory.ts'
import { runSluice } from './sluice.ts'

const SCHEMA = `
  extend schema
    @source(name: "api", http: { baseURL: "http://127.0.0.1:1" })
    @source(name: "db", sql: { url: "mysql://nobody@127.0.0.1:1/none" })
  type Query {
    posts(limit: Int): [Post!] @http(GET: "/posts?_limit={$args.limit}")
    user(id: ID!): User @sql(where: { id: "{$args.id}" })
    users(first: Int, after: String): UserConnection @sql
  }
  type Mutation {
    rename(id: ID!, name: String!): User @sql(update: { name: "{$args.name}" }, where: { id: "{$args.id}" })
    addUsers(users: [UserInput!]!): [User!] @sql(insert: "{$args.users}")
  }
  input UserInput { name: String! }
  type Post {
    id: ID!
    author: User @map(from: "userId")
    comments: [Comment!] @http(GET: "/comments?postId={$batch.id}", by: "postId")
  }
  type Comment { id: ID!  post: Post @http(GET: "/posts/{$this.postId}") }
  type User @sql(table: "users", key: "id") { id: ID!  name: String }
`

const FEED = 'query Feed($n: Int) { posts(limit: $n) { author { name } comments { id } } }'

async function explain(args: readonly string[], files: Readonly<Record<string, string>> = {}) {
  await using directory = await createTempDirectory()
  await mkdir(join(directory.path, 'operations'))
  for (const [name, text] of Object.entries({ 'schema.graphql': SCHEMA, ...files }))
    await writeFile(join(directory.path, name), text)
  const ending = await runSluice(['explain', ...args], { cwd: directory.path })
  const svg = await readFile(join(directory.path, 'plan.svg'), 'utf8').catch(() => undefined)
  return { ...ending, svg }
}

test('sluice explain tells the calls of an operation as a tree, without any source', async () => {
  const { code, out, err } = await explain(['--operation', FEED, '--variables', '{"n":250}'])
  expect({ code, err, lines: out.split('\n') }).toEqual({
    code: 0,
    err: '',
    lines: [
      'query Feed: at most 5 calls = 2 + ceil(posts / 100)',
      '',
      'api  GET /posts?_limit={$args.limit}  x1',
      '│  for posts',
      '├─ db  select `name`, `id` from `users` where `id` in (?, ?) limit 10001  x<=1',
      '│     for posts[].author, by id, up to 8192 keys a call',
      '└─ api  GET /comments?postId={$batch.id}  x<=ceil(posts / 100) = 3',
      '      for posts[].comments, by id, up to 100 keys a call',
      '',
      'posts: at most 250, says an argument; a longer list makes more calls',
      '',
    ],
  })
})

test('sluice explain tells what nobody knows, and takes what is assumed', async () => {
  const unknown = await explain(['--operation', FEED])
  expect(unknown.out).toMatch(
    /^query Feed: nobody knows how many calls: 1 \+ ceil\(posts \/ 8192\) \+ ceil\(posts \/ 100\)\n/,
  )
  expect(unknown.out).toMatch(/\nposts: nobody knows how long it is\. Say it by --assume posts=100\n$/)
  for (const name of ['posts', 'Query.posts'])
    expect((await explain(['--operation', FEED, '--assume', `${name}=1000`])).out).toMatch(
      /^query Feed: at most 12 calls = /,
    )
  expect(await explain(['--operation', FEED, '--assume', 'post=1'])).toMatchObject({
    code: 1,
    err: 'There is no list "post" in the operation. Its lists are posts, posts.comments.\n',
  })
})

test('sluice explain --max-calls fails for what may make more, and for what nobody knows', async () => {
  const known = ['--operation', '{ posts(limit: 100) { comments { id } } }', '--max-calls']
  expect(await explain([...known, '2'])).toMatchObject({ code: 0, err: '' })
  expect(await explain([...known, '1'])).toMatchObject({
    code: 1,
    err: 'the operation: more than 1 calls are too many, and it may make 2.\n',
  })
  expect(await explain(['--operation', '{ posts { comments { id } } }', '--max-calls', '9'])).toMatchObject({
    code: 1,
    err: 'the operation: more than 9 calls are too many, and nobody knows how many it makes: 1 + ceil(posts / 100).\n',
  })
})

test('sluice explain --json tells all operations of a folder, whose fragments may stand in other files', async () => {
  const files = {
    'operations/a.graphql': 'query A { users(first: 5) { totalCount nodes { ...U } } }',
    'operations/b.graphql':
      'mutation B { rename(id: 1, name: "x") { ...U } addUsers(users: [{ name: "a" }, { name: "b" }]) { ...U } }',
    'operations/u.graphql': 'fragment U on User { id name }',
  }
  const { code, out } = await explain(['--operation', 'operations', '--json'], files)
  const { plans } = JSON.parse(out) as { plans: { name: string; calls: object; steps: { callsEach?: number }[] }[] }
  expect(code).toBe(0)
  expect(
    plans.map(({ name, calls, steps }) => ({ name, calls, each: steps.map(({ callsEach }) => callsEach) })),
  ).toEqual([
    { name: 'A', calls: { least: 2, formula: '2', most: 2 }, each: [2] },
    // An UPDATE and a SELECT; two INSERTs, and a SELECT for both.
    { name: 'B', calls: { least: 2, formula: '5', most: 5 }, each: [2, 3] },
  ])
})

test('sluice explain --svg draws the plan, in which no text is taken for markup', async () => {
  const { svg } = await explain(['--operation', '{ user(id: "<b>") { name } }', '--svg', 'plan.svg'])
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 \d+ \d+".*<\/svg>\n$/s)
  expect(svg).toContain('select `name`, `id` from `users` where `id` in (')
  expect(svg).not.toContain('<b>')
})

test.each([
  [['--operation', '{ nothing }'], '1:3 Cannot query field "nothing" on type "Query".\n'],
  [['--operation', '{ posts'], "The text:1:8 can't be read: Syntax Error: Expected Name, found <EOF>.\n"],
  [
    ['--operation', 'none.graphql'],
    'The operation "none.graphql" can\'t be read: there is no such file. Give a file, a folder, or the text of an operation.\n',
  ],
  [['--operation', FEED, '--operation-name', 'Food'], 'The text has no operation "Food".\n'],
  [['--operation', FEED, '--variables', '[]'], '--variables takes an object as JSON, such as {"id":7}, not "[]".\n'],
  [['--operation', FEED, '--variables', '{"n":"x"}'], expect.stringContaining('Variable "$n" has invalid value')],
  [['--operation', FEED, '--assume', 'posts'], '--assume takes lengths of lists, such as posts=100, not "posts".\n'],
  [['--operation', FEED, '--max-calls', 'few'], '--max-calls takes a number of calls from 1 to 1000000, not "few".\n'],
])('sluice explain %j says what is wrong', async (args, err) => {
  expect(await explain(args as string[])).toMatchObject({ code: 1, err })
})
