import { expect, test } from 'vitest'
import { guardsOf } from './guards-of.ts'

const SCHEMA = `extend schema
  @source(name: "db", sql: { url: "postgres://u@h/d" })
  @jwt(issuer: "https://issuer.example", audience: "x", jwks: "https://issuer.example/keys")
type Query {
  posts(text: String): [Post!] @sql(search: "{$args.text}")
  all: [Post!] @sql
  notes(text: String): [Note!] @sql(search: "{$args.text}")
}
type Post @sql(table: "posts", search: { columns: ["title", "draft"], config: "simple", index: "words" }) {
  id: ID!
  title: String
  sketch: String @map(from: "draft") @requiresScopes(scopes: [["write"]])
}
type Note @sql(table: "notes", search: { columns: ["title"], config: "simple" }) { id: ID! title: String }
`

test('A search through texts that are guarded asks of a user what they do', () => {
  expect(guardsOf(SCHEMA)).toEqual([
    ['Post.sketch', [[['write']]]],
    ['Query.posts', [[['write']]]],
  ])
})
