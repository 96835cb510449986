import { expect, test } from 'vitest'
import { compareSchemas } from '../../src/schema/compare-schemas.ts'

const BEFORE = `extend schema @source(name: "api", http: { baseURL: "https://a.example.com" })
"All of it."
type Query { posts("How many." limit: Int): [Post!] @http(GET: "/posts") gone: Int @http(GET: "/gone") }
type Post @http(GET: "/posts/{$this.id}") { id: ID! title: String size: Int }
union Either = Post | Query
enum State { NEW OLD }
input Old { a: Int b: Int }
scalar Date
`
const AFTER = `extend schema @source(name: "api", http: { baseURL: "https://b.example.com" })
extend schema @source(name: "db", sql: { url: "sqlite:x.db" })
"All."
type Query {
  posts("How many at most." limit: Int = 3): [Post!] @http(GET: "/posts")
}
type Post @http(GET: "/post/{$this.id}") { id: ID! size: Int title: String! }
union Either = Post
enum State { NEW LATE @map(from: "late") }
input New { a: Int }
`

test('What differs is told by definition, each on one line; order and layout are no difference', () => {
  const changes = compareSchemas(BEFORE, AFTER)?.map(({ sign, text }) => `${sign} ${text}`)
  expect(changes).toEqual([
    '- @source(name: "api", http: { baseURL: "https://a.example.com" })',
    '+ @source(name: "api", http: { baseURL: "https://b.example.com" })',
    '~ Query: its description',
    '- Query.posts(limit: Int): [Post!] @http(GET: "/posts")',
    '+ Query.posts(limit: Int = 3): [Post!] @http(GET: "/posts")',
    '~ Query.posts: its description',
    '- Query.gone: Int @http(GET: "/gone")',
    '- type Post @http(GET: "/posts/{$this.id}")',
    '+ type Post @http(GET: "/post/{$this.id}")',
    '- Post.title: String',
    '+ Post.title: String!',
    '- union Either = Post | Query',
    '+ union Either = Post',
    '- State.OLD',
    '+ State.LATE @map(from: "late")',
    '- input Old { a b }',
    '- scalar Date',
    '+ @source(name: "db", sql: { url: "sqlite:x.db" })',
    '+ input New { a }',
  ])
  expect(
    compareSchemas(
      BEFORE,
      BEFORE.replaceAll(' ', '\n').replace('"All\nof\nit."', '"All of it."').replace('"How\nmany."', '"How many."'),
    ),
  ).toEqual([])
  expect(compareSchemas('type {', AFTER)).toBeUndefined()
})
