import { expect, test } from 'vitest'
import { loadSchema } from '../../src/schema/load-schema.ts'
import { printPublicSchema } from '../../src/schema/print-schema.ts'

/** The input types of the public schema that the text does not define, without descriptions. */
function impliedInputs(text: string): string[] {
  const { definition, problems } = loadSchema([{ text: text, file: 'schema.graphql' }])
  if (!definition || problems.length > 0) return problems.map(({ message }) => message)
  const all = printPublicSchema(definition).replace(/^ *".*"\n/gm, '')
  const inputs = all.match(/^input \w+ \{\n[^}]*\}/gm) ?? []
  return inputs.filter(input => !text.includes(input.slice(0, input.indexOf('{'))))
}

test('A filter that is not defined has the plain leaf fields that read a whole column, and combinations', () => {
  const schema = `
    scalar JSON
    type Query { users(where: UserFilter): Int @http(POST: "/", body: "{$args.where}") }
    type User {
      id: ID!
      name(upper: Boolean): String
      not: Boolean
      tags: [String!]
      street: String @map(from: "address.street")
      active: Boolean
      role: Role!
      data: JSON
      score: Float @map(from: "points")
    }
    enum Role { ADMIN }`
  expect(impliedInputs(schema)).toEqual([
    `input UserFilter {
  id: IDFilter
  active: BooleanFilter
  role: RoleFilter
  data: JSONFilter
  score: FloatFilter
  and: [UserFilter!]
  or: [UserFilter!]
  not: UserFilter
}`,
    `input IDFilter {
  eq: ID
  ne: ID
  in: [ID!]
  notIn: [ID!]
  isNull: Boolean
}`,
    `input BooleanFilter {
  eq: Boolean
  ne: Boolean
  isNull: Boolean
}`,
    `input RoleFilter {
  eq: Role
  ne: Role
  in: [Role!]
  notIn: [Role!]
  isNull: Boolean
}`,
    `input JSONFilter {
  isNull: Boolean
}`,
    `input FloatFilter {
  eq: Float
  ne: Float
  in: [Float!]
  notIn: [Float!]
  isNull: Boolean
  lt: Float
  lte: Float
  gt: Float
  gte: Float
}`,
  ])
})

test('The operators of text can be named by themselves', () => {
  expect(impliedInputs('type Query { a(b: StringFilter): Int @http(POST: "/", body: "{$args.b}") }')).toEqual([
    `input StringFilter {
  eq: String
  ne: String
  in: [String!]
  notIn: [String!]
  isNull: Boolean
  lt: String
  lte: String
  gt: String
  gte: String
  like: String
  startsWith: String
  endsWith: String
  contains: String
  eqText: String
  startsWithText: String
  endsWithText: String
  containsText: String
}`,
  ])
})

const NAMES = `
  type Query { users(where: UserFilter): Int @http(POST: "/", body: "{$args.where}") }
  type User { name: String }`

test('Operators that the file defines are used; something else of that name is left alone', () => {
  const [own] = impliedInputs(`${NAMES} input StringFilter { is: String @map(from: "eq") contains: String }`)
  expect(own).toContain('name: StringFilter\n')
  const [clash, made] = impliedInputs(`${NAMES} input StringFilter { pattern: String }`)
  expect(clash).toContain('name: StringFieldFilter\n')
  expect(made).toMatch(/^input StringFieldFilter \{\n {2}eq: String\n/)
  const [twice] = impliedInputs(
    `${NAMES} type StringFilter { a: Int } type StringField { b: Int } input I { f: StringFieldFilter }`,
  )
  expect(twice).toContain('name: StringFieldFieldFilter\n')
})

test('A filter has related rows where they surely are of the same database, under names that are free', () => {
  const schema = `
    type Query { users(where: UserFilter): [User!] @sql }
    type User @sql(table: "users") {
      id: ID!
      boss: User @map(from: "boss_id")
      deep: User @map(from: "a.b")
      friends: [User!] @map(from: "ids")
      posts(limit: Int): [Post!] @sql(where: { userId: "{$this.id}", state: ["a", "b"] }, orderBy: "id")
      latest: Post @sql(where: { userId: "{$this.id}" }, orderBy: "id")
      pinned: Post @sql(where: { userId: "{$this.id}", pin: true })
      favourite: Post @sql(where: { id: "{$this.favourite}" })
      found(text: String): [Post!] @sql(where: { userId: "{$this.id}", title: "{$args.text}" })
      young: [Post!] @sql(where: { userId: "{$this.id}", age: { lt: 3 }, or: [{ state: "a" }, { not: { score: { in: [1, 2] } } }] })
      below: [Post!] @sql(where: { userId: "{$this.id}", age: { lt: "{$args.age}" } })
      either: [Post!] @sql(where: { userId: "{$this.id}", or: [{ state: "a" }, { state: { in: ["{$args.state}"] } }] })
      known: [Post!] @sql(where: { userId: "{$this.id}", not: { author: { name: "a" } } })
      raw: [Post!] @sql(query: "SELECT * FROM posts WHERE user IN ({$batch.id})", by: "user")
      news: [News!] @http(GET: "/news?user={$batch.id}", by: "user")
      others: [Other!] @sql(where: { userId: "{$this.id}" })
      lists: [PostList!] @sql(where: { userId: "{$this.id}" })
      tags: TagConnection
        @sql(through: { table: "user_tag", where: { user: "{$this.id}", off: null }, on: { tag: "id" } }, orderBy: "id")
      asked(role: ID): [Tag!]
        @sql(through: { table: "user_tag", where: { user: "{$this.id}", role: "{$args.role}" }, on: { tag: "id" } })
      bare: [Bare!] @sql(where: { userId: "{$this.id}" })
    }
    type Post @sql(table: "posts") { title: String }
    type Tag @sql(table: "tags") { id: ID! }
    type PostList @sql(table: "lists") { id: ID! }
    type Other @sql(table: "others", source: "b") { id: ID! }
    type News @http(GET: "/news?id={$batch.id}", by: "id") { id: ID! }
    type Bare @sql(table: "bares") { tags: [String!] }`
  const inputs = impliedInputs(schema)
  expect(inputs[0]).toBe(`input UserFilter {
  id: IDFilter
  boss: UserFilter
  posts: PostListListFilter
  pinned: PostFilter
  favourite: PostFilter
  young: PostListListFilter
  lists: PostListListListFilter
  tags: TagListFilter
  and: [UserFilter!]
  or: [UserFilter!]
  not: UserFilter
}`)
  expect(inputs).toContain(`input PostListListFilter {
  some: PostFilter
  none: PostFilter
  every: PostFilter
  count: IntFilter
  where: PostFilter
}`)
  expect(inputs).toContain(`input PostFilter {
  title: StringFilter
  and: [PostFilter!]
  or: [PostFilter!]
  not: PostFilter
}`)
})

test('A type without such fields has no filter', () => {
  const schema = 'type Query { a(where: AFilter): Int @http(POST: "/", body: "{$args.where}") } type A { b: [Int] }'
  expect(impliedInputs(schema)).toEqual(['Unknown type "AFilter".'])
})
