import { expect, test } from 'vitest'
import { loadSchema } from '../../src/schema/load-schema.ts'
import { printDefinitions, printPublicSchema } from '../../src/schema/print-schema.ts'

test('The public schema is what the author wrote, without the directives that only Sluice reads', () => {
  const { definition, problems } = loadSchema([
    {
      file: 'schema.graphql',
      text: `
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
    },
  ])
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

test('Where a mutation writes over SQL, clients may ask for a transaction', () => {
  const { definition, problems } = loadSchema([
    {
      file: 'schema.graphql',
      text: `
extend schema @source(name: "db", sql: { url: "sqlite:users.db" })
type Query {
  count: Int @sql(query: "SELECT count(*) FROM users")
}
type Mutation {
  add(id: ID!): Boolean @sql(table: "users", insert: { id: "{$args.id}" })
}
`,
    },
  ])
  expect(problems).toEqual([])
  expect(definition && printPublicSchema(definition)).toBe(`type Query {
  count: Int
}

type Mutation {
  add(id: ID!): Boolean
}

"""
Makes the fields of a mutation all or nothing: they are one transaction of their database, in the order of the document.
If one fails, nothing has changed.
"""
directive @transaction on MUTATION

"In a @transaction: gives the value to a variable of the operation, which the fields behind take as their argument."
directive @export(as: String!) on FIELD
`)
})

test('What global ids bring stands in the types that clients see, and for tools beside the files', () => {
  const { definition, problems } = loadSchema([
    {
      file: 'schema.graphql',
      text: `
extend schema @globalIds @source(name: "db", sql: { url: "sqlite:a.db" })
type Query {
  users: [User!] @sql
}
interface Named {
  name: String
}
type User implements Named @sql(table: "users") {
  id: ID!
  name: String
}
`,
    },
  ])
  expect(problems).toEqual([])
  expect(definition && printPublicSchema(definition)).toBe(`type Query {
  users: [User!]
  "The object that has the id; null where there is none."
  node(id: ID!): Node
  "The objects that have the ids, in their order; null in the place of one that is not there."
  nodes(ids: [ID!]!): [Node]!
}

interface Named {
  name: String
}

type User implements Named & Node {
  id: ID!
  name: String
}

"An object that its id leads to, whatever its type."
interface Node {
  "The id of the object in the whole schema."
  id: ID!
}
`)
  const definitions = definition && printDefinitions(definition)
  for (const text of ['directive @globalIds(', 'extend type User implements Node', 'extend type Query {'])
    expect(definitions).toContain(text)
})
