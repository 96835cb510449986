import { expect, test } from 'vitest'
import { loadSchema } from '../../src/schema/load-schema.ts'
import { printPublicSchema } from '../../src/schema/print-schema.ts'

test('The public schema is what the author wrote, without the directives that only Sluice reads', () => {
  const { definition, problems } = loadSchema(
    `
extend schema @source(name: "api", http: { baseURL: "https://api.example.com" })
extend schema @team(name: "web")
directive @team(name: String) on SCHEMA | OBJECT | FIELD_DEFINITION

"Where all begins."
type Query @team(name: "web") {
  "All posts."
  posts(limit: Int = 10, status: Status = OPEN): [Post!] @http(GET: "/posts?_limit={$args.limit}&s={$args.status}")
  old: [Post!] @deprecated(reason: "Use posts.") @http(GET: "/old")
}
type Post {
  id: ID! @map(from: "nr")
}
extend type Post @http(GET: "/posts?id={$batch.id}", by: "id")
enum Status {
  OPEN @map(from: "open")
}
input Filter @oneOf {
  title: String @map(from: "headline")
}
`,
    'schema.graphql',
  )
  expect(problems).toEqual([])
  expect(definition && printPublicSchema(definition)).toBe(`extend schema @team(name: "web")

directive @team(name: String) on SCHEMA | OBJECT | FIELD_DEFINITION

"Where all begins."
type Query @team(name: "web") {
  "All posts."
  posts(limit: Int = 10, status: Status = OPEN): [Post!]
  old: [Post!] @deprecated(reason: "Use posts.")
}

type Post {
  id: ID!
}

enum Status {
  OPEN
}

input Filter @oneOf {
  title: String
}
`)
})
