import { expect, test } from 'vitest'
import { guardsOf } from './guards-of.ts'

const SCHEMA = `extend schema
  @source(name: "db", sql: { url: "postgres://u@h/d" })
  @jwt(issuer: "https://issuer.example", audience: "x", jwks: "https://issuer.example/keys")
type Query {
  reviews(first: Int): ReviewConnection @sql(orderBy: [{ author: { boss: { name: ASC } } }, "id"])
  list: [Review!] @sql(orderBy: { author: { name: ASC } })
  newest(first: Int): ReviewConnection @sql(orderBy: "id")
}
type Review @sql(table: "reviews") { id: ID! author: Person @map(from: "author_id") @requiresScopes(scopes: [["authors"]]) }
type Person @sql(table: "people") { id: ID! name: String boss: Person @map(from: "boss_id") @authenticated }
`

test('Cursors in an order through guarded fields ask of a user what these do', () => {
  expect(guardsOf(SCHEMA)).toEqual([
    ['Review.author', [[['authors']]]],
    ['Person.boss', [[[]]]],
    ['Query.reviews', [[['authors']], [[]]]],
  ])
})
