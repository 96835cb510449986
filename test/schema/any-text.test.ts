import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileSchema } from '../../src/compile/compile-schema.ts'
import { loadSchema } from '../../src/schema/load-schema.ts'

const SCHEMA = `
extend schema
  @source(name: "api", http: { baseURL: "https://api.example.com", headers: ["X-Key: {$env.KEY}"], timeout: "2s" })
  @source(name: "db", sql: { url: "sqlite:app.db", naming: SNAKE_CASE, maxRows: 10 })
interface Node { id: ID! }
union Any = Post | User
type Query {
  posts(userId: ID, limit: Int = 100, in: [Status!]): [Post!] @http(GET: "/posts?u={$args.userId}&l={$args.limit}&s={$args.in}")
  user(id: ID!): User @sql(where: { id: "{$args.id}" })
  users: [User!] @sql(orderBy: [{ id: DESC }], limit: 3)
  any: [Any] @http(GET: "/any", select: "a[0].b[].c")
}
type Post implements Node @http(GET: "/posts?id={$batch.id}", by: "id") {
  id: ID! @map(from: "post_id", source: "api")
  author: User @map(from: "userId")
  comments: [Comment!] @http(GET: "/comments?postId={$batch.id}", by: "postId", maxBatch: 5)
}
type Comment { body: String! }
type User implements Node @sql(table: "users", key: "id", where: { tenant: null }) {
  id: ID!
  roles: [Comment!] @sql(query: "SELECT * FROM r WHERE u IN ({$batch.id})", by: "u")
  friends: [User!] @sql(where: { friendOf: "{$this.id}" })
}
type Mutation { createPost(input: CreatePost!): Post @http(POST: "/posts", body: { a: ["{$args.input}"] }) }
input CreatePost { title: String! @map(from: "headline") next: CreatePost status: Status = OPEN }
enum Status { OPEN @map(from: "open") DONE }
`
const TOKENS = SCHEMA.match(/"[^"]*"|\w+|[^\s\w]/g) ?? []
const at = fc.nat({ max: TOKENS.length - 1 })
const change = fc.oneof(
  fc.tuple(fc.constant('drop' as const), at, at),
  fc.tuple(fc.constant('copy' as const), at, at),
  fc.tuple(fc.constant('swap' as const), at, at),
)

function changed(changes: readonly (readonly ['drop' | 'copy' | 'swap', number, number])[]): string {
  const tokens = [...TOKENS]
  for (const [kind, from, to] of changes) {
    const token = tokens[from] ?? ''
    if (kind === 'swap') tokens[from] = tokens[to] ?? ''
    if (kind === 'drop') tokens[from] = ''
    else tokens[to] = token
  }
  return tokens.join(' ')
}

function problemsOf(text: string): string[] {
  const { definition, problems } = loadSchema([{ text: text, file: 'schema.graphql' }])
  const compiled = definition && compileSchema(definition, { environment: { KEY: 'k' }, directoryOf: () => '/' })
  return [...problems, ...(compiled?.problems ?? [])].map(({ line, column, message }) => {
    expect({ line, column, message }).toEqual({
      line: expect.toSatisfy(Number.isInteger),
      column: expect.toSatisfy(Number.isInteger),
      message: expect.not.stringMatching(/sluice_|undefined|\[object/),
    })
    return message
  })
}

test('The schema that the next test changes has no mistake', () => {
  expect(problemsOf(TOKENS.join(' '))).toEqual([])
})

test('However a schema is broken, its mistakes are told and nothing throws', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), changes => {
      problemsOf(changed(changes))
    }),
    { numRuns: 1_000 },
  )
})

test('Any text is a schema or a mistake', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      expect(problemsOf(text)).not.toEqual([])
    }),
  )
})
