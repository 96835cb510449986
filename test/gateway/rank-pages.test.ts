import fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { Dialect } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'
import { createDatabaseOn, dialectOf, SERVERS, type Server, testOn } from '../support/servers.ts'
import '../support/seed.ts'

const SCHEMA = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query {
  all(text: String): [Note!] @sql(search: "{$args.text}", orderBy: ["rank()", { id: DESC }])
  page(text: String, first: Int, after: String, last: Int, before: String): NoteConnection! @sql(search: "{$args.text}", orderBy: ["rank()", { id: DESC }])
  shelves: [Shelf!] @sql(orderBy: "id")
}
type Shelf @sql(table: "shelves") {
  id: ID!
  page(text: String!, first: Int, after: String): NoteConnection! @sql(where: { shelf: "{$this.id}" }, search: "{$args.text}", orderBy: "rank()")
}
type Note @sql(table: "notes", search: { columns: ["body"], config: "simple", index: "words" }) { id: ID! shelf: ID }
`
const TABLES: Readonly<Record<Dialect, string>> = {
  sqlite: `CREATE TABLE notes (id INTEGER PRIMARY KEY, shelf INTEGER, body TEXT);
    CREATE VIRTUAL TABLE words USING fts5(body, content='notes', content_rowid='id');`,
  mariadb: 'CREATE TABLE notes (id INTEGER PRIMARY KEY, shelf INTEGER, body TEXT, FULLTEXT (body));',
  postgres:
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, shelf INTEGER, body TEXT, words TSVECTOR GENERATED ALWAYS AS (to_tsvector('simple', body)) STORED);",
}
const WORDS = ['bread', 'butter', 'sourdough', 'crust', 'oven', 'flour']

interface Answer {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean }
}

async function startWorld(server: Server) {
  const dialect = dialectOf(server)
  const bodies = fc.sample(fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 30 }), 80)
  const rows = bodies.map((words, at) => `(${at + 1}, ${at % 3}, '${words.join(' ')}')`)
  const filled = dialect === 'sqlite' ? "INSERT INTO words (words) VALUES ('rebuild');" : ''
  const database = await createDatabaseOn(
    server,
    `${TABLES[dialect]} INSERT INTO notes (id, shelf, body) VALUES ${rows.join()}; ${filled} CREATE TABLE shelves (id INTEGER PRIMARY KEY); INSERT INTO shelves VALUES (0), (1), (2)`,
  )
  const gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
  const ask = async (query: string, variables: Readonly<Record<string, unknown>> = {}) => {
    const { body } = await gateway.query(query, variables)
    expect(body).not.toHaveProperty('errors')
    return (body as { data: Record<string, unknown> }).data
  }
  return {
    gateway,
    ask,
    page: async (args: string, variables: Readonly<Record<string, unknown>>): Promise<Answer> =>
      (
        await ask(
          `query ($text: String, $at: String) { page(text: $text, ${args}) { edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage } } }`,
          variables,
        )
      ).page as Answer,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

describe.for(SERVERS)('The pages of a connection are in the order of a rank (%s)', server => {
  testOn(server)('and have all rows that are found, once each, both ways', async () => {
    await using world = await startWorld(server)
    for (const text of ['bread', 'butter crust', '"oven flour"', undefined]) {
      const all = (await world.ask('query ($text: String) { all(text: $text) { id } }', { text })).all as {
        id: string
      }[]
      expect(all.length).toBeGreaterThan(0)
      for (const [size, backward] of [
        [7, false],
        [5, true],
      ] as const) {
        const ids: string[] = []
        for (let at: string | undefined; ; ) {
          const args = backward ? `last: ${size}, before: $at` : `first: ${size}, after: $at`
          const { edges, pageInfo } = await world.page(args, { text, at })
          const found = edges.map(({ node }) => node.id)
          if (backward) ids.unshift(...found)
          else ids.push(...found)
          at = edges.at(backward ? 0 : -1)?.cursor
          if (!(backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) break
        }
        expect(ids).toEqual(all.map(({ id }) => id))
      }
    }
  })

  testOn(server)('each of its own search only', async () => {
    await using world = await startWorld(server)
    const { edges } = await world.page('first: 1, after: $at', { text: 'bread' })
    const at = edges[0]?.cursor
    for (const text of ['butter', undefined]) {
      const { body } = await world.gateway.query(
        'query ($text: String, $at: String) { page(text: $text, first: 1, after: $at) { nodes { id } } }',
        { text, at },
      )
      expect(body).toMatchObject({
        errors: [
          { message: '"after" is no cursor of this list in this order.', extensions: { code: 'BAD_USER_INPUT' } },
        ],
      })
    }
  })

  testOn(server)('below each of several parents', async () => {
    await using world = await startWorld(server)
    const query = (args: string) => `{ shelves { page(text: "bread", ${args}) { edges { cursor node { id } } } } }`
    const whole = (await world.ask(query('first: 100'))).shelves as { page: Answer }[]
    for (const [at, { page }] of whole.entries()) {
      const after = page.edges[1]?.cursor
      const rest = (await world.ask(query(`first: 100, after: "${after}"`))).shelves as { page: Answer }[]
      expect(rest[at]?.page.edges).toEqual(page.edges.slice(2))
    }
  })
})
