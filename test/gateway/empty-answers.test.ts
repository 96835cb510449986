import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { EMPTY_WHYS } from '../../src/source/empty-slot.ts'
import { createDatabase, DIALECTS } from '../support/dialects.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { startSchemaExecutor } from '../support/schema-executor.ts'
import { startUpstream } from '../support/upstream.ts'

const EXECUTORS = { 'the gateway': startTestGateway, 'a schema in another server': startSchemaExecutor }

/** The lines about empty answers: the coordinate, the keys of the call where there was one, and why. */
function emptyLines(log: TestGateway['log']): unknown[] {
  const lines = log.filter(({ nulls }) => nulls !== undefined)
  return lines.map(({ coordinate, keys, nulls, msg, cached }) => ({
    coordinate,
    ...(msg === 'call' ? { keys } : {}),
    nulls,
    ...(cached ? { cached } : {}),
  }))
}

function byCoordinate(lines: readonly unknown[]): unknown[] {
  return lines.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

const API = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}", cache: {} })
  type Query {
    posts: [Post!]! @http(GET: "/posts")
    lost: Post @http(GET: "/lost")
    lostPages: Page @http(GET: "/lost")
    blank: Post @http(GET: "/blank")
    blanks: [Post!] @http(GET: "/blank")
    said: Post @http(GET: "/said")
    none: [Post!] @http(GET: "/none")
    byName(name: String): Post @http(GET: "/posts/{$args.name}")
  }
  type Page { total: Int }
  type Post {
    id: ID!
    author: User @http(GET: "/users?id={$batch.authorId}", by: "id")
    friends: [User!] @http(GET: "/users?id={$batch.friendIds}", by: "id")
    tagged: User @http(GET: "/tagged?tag={$batch.tag}", by: "$key")
    editor: User @http(GET: "/editors/{$this.editorId}")
    place: User @http(GET: "/places/{$this.slug}")
  }
  type User { id: ID! name: String }
`

const POSTS = [
  { id: 1, authorId: 7, friendIds: [7, null], tag: 'a', editorId: 1, slug: 'there' },
  { id: 2, authorId: 8, friendIds: [], tag: 'b', editorId: null, slug: '..' },
  { id: 3, authorId: null, friendIds: null, tag: 'c', editorId: null, slug: '' },
  { id: 4, authorId: 8, friendIds: [9], tag: null, editorId: 1, slug: 'there' },
]

async function startApi() {
  return startUpstream(({ url }) => {
    const path = url.split('?')[0]
    if (path === '/posts') return { json: POSTS }
    if (path === '/users') return { json: [{ id: 7, name: 'Ann' }] }
    if (path === '/tagged') return { json: { a: { id: 1, name: 'A' }, b: null } }
    if (path === '/blank') return { status: 204 }
    if (path === '/said') return { json: null }
    if (path === '/none') return { json: [] }
    if (path === '/lost') return { status: 404, headers: { 'cache-control': 'max-age=60' } }
    return { json: { id: 1, name: 'Somebody' } }
  })
}

for (const [title, start] of Object.entries(EXECUTORS))
  describe(`The log of ${title} tells why an answer of an API is empty`, () => {
    const ask = async (query: string) => {
      await using upstream = await startApi()
      await using executor = await start({ schema: API, environment: { API_URL: upstream.url } })
      const { text } = await executor.query(query)
      return { answer: JSON.parse(text), lines: byCoordinate(emptyLines(executor.log)) }
    }

    test('Without an answer: 404, no body, null, a list without items', async () => {
      const { answer, lines } = await ask(
        '{ lost { id } lostPages { total } blank { id } blanks { id } said { id } none { id } }',
      )
      expect(answer).toEqual({ data: { lost: null, lostPages: null, blank: null, blanks: [], said: null, none: [] } })
      expect(lines).toEqual([
        { coordinate: 'Query.blank', keys: 1, nulls: { empty_answer: 1 } },
        { coordinate: 'Query.blanks', keys: 1, nulls: { empty_answer: 1 } },
        { coordinate: 'Query.lost', keys: 1, nulls: { not_found: 1 } },
        { coordinate: 'Query.lostPages', keys: 1, nulls: { not_found: 1 } },
        { coordinate: 'Query.none', keys: 1, nulls: { no_item: 1 } },
        { coordinate: 'Query.said', keys: 1, nulls: { null_answer: 1 } },
      ])
    })

    test('Of a batch: null keys, an empty list of keys, and keys without an item', async () => {
      const { answer, lines } = await ask('{ posts { author { name } friends { name } tagged { name } } }')
      const ann = { name: 'Ann' }
      expect(answer).toEqual({
        data: {
          posts: [
            { author: ann, friends: [ann], tagged: { name: 'A' } },
            { author: null, friends: [], tagged: null },
            { author: null, friends: [], tagged: null },
            { author: null, friends: [], tagged: null },
          ],
        },
      })
      expect(lines).toEqual([
        { coordinate: 'Post.author', keys: 2, nulls: { no_item: 1 } },
        { coordinate: 'Post.author', nulls: { null_key: 1 } },
        { coordinate: 'Post.friends', keys: 2, nulls: { no_item: 1 } },
        { coordinate: 'Post.friends', nulls: { no_keys: 1, null_key: 2 } },
        { coordinate: 'Post.tagged', keys: 3, nulls: { null_answer: 1, no_item: 1 } },
        { coordinate: 'Post.tagged', nulls: { null_key: 1 } },
      ])
    })

    test('Of a path: a null parent value, and one that can be no segment of a path', async () => {
      const { answer, lines } = await ask('{ posts { editor { id } place { id } } byName(name: "") { id } }')
      const one = { id: '1' }
      expect(answer).toEqual({
        data: {
          posts: [
            { editor: one, place: one },
            { editor: null, place: null },
            { editor: null, place: null },
            { editor: one, place: one },
          ],
          byName: null,
        },
      })
      expect(lines).toEqual([
        { coordinate: 'Post.editor', nulls: { null_key: 2 } },
        { coordinate: 'Post.place', nulls: { empty_path: 2 } },
        { coordinate: 'Query.byName', nulls: { empty_path: 1 } },
      ])
    })

    test('Of the cache: an answer 404 that was kept says so again', async () => {
      await using upstream = await startApi()
      await using executor = await start({ schema: API, environment: { API_URL: upstream.url } })
      for (let n = 0; n < 2; n++) await executor.query('{ lost { id } }')
      expect(upstream.requests.length).toBe(1)
      expect(emptyLines(executor.log)).toEqual([
        { coordinate: 'Query.lost', keys: 1, nulls: { not_found: 1 } },
        { coordinate: 'Query.lost', keys: 1, nulls: { not_found: 1 }, cached: true },
      ])
    })
  })

const PAGES = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
  type Query {
    all: [Item!] @http(GET: "/items", pages: { page: "page" })
    page(first: Int, after: String): ItemConnection @http(GET: "/items", pages: { offset: "offset", size: "limit" })
    lost(first: Int): ItemConnection @http(GET: "/lost", pages: { offset: "offset", size: "limit" })
  }
  type Item { id: ID! }
`

for (const [title, start] of Object.entries(EXECUTORS))
  test(`The log of ${title} tells why a list is empty that an API gives in pages`, async () => {
    await using upstream = await startUpstream(({ url }) => (url.startsWith('/items') ? { json: [] } : { status: 404 }))
    await using executor = await start({ schema: PAGES, environment: { API_URL: upstream.url } })
    const query =
      '{ all { id } page(first: 2) { nodes { id } } none: page(first: 0) { nodes { id } } lost { nodes { id } } }'
    expect(JSON.parse((await executor.query(query)).text)).toEqual({
      data: { all: [], page: { nodes: [] }, none: { nodes: [] }, lost: null },
    })
    expect(byCoordinate(emptyLines(executor.log))).toEqual([
      { coordinate: 'Query.all', keys: 1, nulls: { no_item: 1 } },
      { coordinate: 'Query.lost', keys: 1, nulls: { not_found: 1 } },
      { coordinate: 'Query.page', keys: 1, nulls: { no_item: 1 } },
    ])
  })

const DATABASE = `
  extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
  type Query {
    users: [User!]! @sql(orderBy: "id")
    user(id: ID!): User @sql(where: { id: "{$args.id}" })
    other(id: ID!): User @sql(where: { id: "{$args.id}", name: { ne: "nobody" } })
    named(names: [String!]): [User!] @sql(where: { name: "{$args.names}" })
    page(name: String, first: Int, after: String): UserConnection @sql(where: { name: "{$args.name}" }, orderBy: "id")
    bossOf(id: ID!): Int @sql(query: "SELECT boss FROM users WHERE id = {$args.id}")
  }
  type Mutation {
    rename(id: ID!, name: String!): User @sql(update: { name: "{$args.name}" }, where: { id: "{$args.id}" })
    remove(id: ID!): User @sql(delete: true, where: { id: "{$args.id}" })
    removeNamed(name: String!): [User!] @sql(delete: true, where: { name: "{$args.name}" })
  }
  type User @sql(table: "users", key: "id") {
    id: ID!
    name: String
    boss: User
    team: [User!] @sql(where: { boss: "{$this.id}" }, orderBy: "id")
    deputy: User @sql(where: { id: "{$this.code}" })
  }
`
const ROWS = `
  CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(9), boss BIGINT, code VARCHAR(9));
  INSERT INTO users VALUES (1, 'Ann', NULL, '2'), (2, 'Bob', 1, 'abc'), (3, 'Cem', 99, NULL);
`

for (const dialect of DIALECTS)
  for (const [title, start] of Object.entries(EXECUTORS))
    describe(`The log of ${title} tells why an answer of ${dialect} is empty`, () => {
      const ask = async (query: string) => {
        await using database = await createDatabase(dialect, ROWS)
        await using executor = await start({ schema: DATABASE, environment: { DB_URL: database.url } })
        const { text } = await executor.query(query)
        return { answer: JSON.parse(text), lines: byCoordinate(emptyLines(executor.log)) }
      }

      test('Of a join: null keys, keys that the column can not hold, and keys without a row', async () => {
        const { answer, lines } = await ask('{ users { id boss { id } team { id } deputy { id } } }')
        const one = { id: '1' }
        const two = { id: '2' }
        expect(answer).toEqual({
          data: {
            users: [
              { id: '1', boss: null, team: [two], deputy: two },
              { id: '2', boss: one, team: [], deputy: null },
              { id: '3', boss: null, team: [], deputy: null },
            ],
          },
        })
        expect(lines).toEqual([
          { coordinate: 'User', keys: 2, nulls: { no_row: 1 } },
          { coordinate: 'User.deputy', keys: 1, nulls: { unfit_key: 1 } },
          { coordinate: 'User.deputy', nulls: { null_key: 1 } },
          { coordinate: 'User.team', keys: 3, nulls: { no_row: 2 } },
        ])
      })

      test('Of a condition: no row, and none that there could be', async () => {
        const { lines } = await ask(
          '{ user(id: 9) { id } a: user(id: "abc") { id } other(id: 9) { id } b: other(id: "abc") { id } named(names: []) { id } }',
        )
        expect(lines).toEqual([
          { coordinate: 'Query.named', nulls: { unmet_where: 1 } },
          { coordinate: 'Query.other', keys: 1, nulls: { no_row: 1 } },
          { coordinate: 'Query.other', nulls: { unmet_where: 1 } },
          { coordinate: 'User', keys: 1, nulls: { no_row: 1, unfit_key: 1 } },
        ])
      })

      test('Of a page: no row, which is not said of a page that asks for none', async () => {
        const { lines } = await ask(
          '{ a: page(name: "X") { nodes { id } } b: page(name: "X", first: 0) { nodes { id } } }',
        )
        expect(lines).toEqual([{ coordinate: 'Query.page', keys: 1, nulls: { no_row: 1 } }])
      })

      test('Of a scalar: the row is there, and its value is NULL', async () => {
        const { answer, lines } = await ask('{ there: bossOf(id: 1) gone: bossOf(id: 9) }')
        expect(answer).toEqual({ data: { there: null, gone: null } })
        expect(lines).toEqual([
          { coordinate: 'Query.bossOf', keys: 1, nulls: { no_row: 1 } },
          { coordinate: 'Query.bossOf', keys: 1, nulls: { null_answer: 1 } },
        ])
      })

      test('Of a mutation: no row to change', async () => {
        const { lines } = await ask(
          'mutation { rename(id: 9, name: "X") { id } remove(id: 9) { id } removeNamed(name: "X") { id } }',
        )
        expect(lines).toEqual([
          { coordinate: 'Mutation.remove', keys: 1, nulls: { no_row: 1 } },
          { coordinate: 'Mutation.removeNamed', keys: 1, nulls: { no_row: 1 } },
          { coordinate: 'Mutation.rename', keys: 1, nulls: { no_row: 1 } },
        ])
      })
    })

test('Each reason stands in the docs, with what has happened', async () => {
  const text = await readFile('docs/errors.md', 'utf8')
  const [, section = ''] = text.split('## Why is this null?')
  const rows = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| `(\w+)` +\| (.+?) +\| .+ \|$/gm)]
  expect(rows.map(([, why, what]) => [why, what])).toEqual(Object.entries(EMPTY_WHYS))
})
