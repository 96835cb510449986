import { expect, test } from 'vitest'
import { loadSchema } from '../../src/schema/load-schema.ts'
import { printPublicSchema } from '../../src/schema/print-schema.ts'

/** What the public schema has behind `type Last`, without descriptions; the messages of all problems, where there are any. */
function implied(text: string): string {
  const { definition, problems } = loadSchema([
    { text: `${text}\ntype Last { none: Boolean }`, file: 'schema.graphql' },
  ])
  if (!definition || problems.length > 0) return problems.map(({ message }) => message).join('\n')
  const [, behind = ''] = printPublicSchema(definition).split('type Last {\n  none: Boolean\n}\n')
  return behind.replace(/^ *".*"\n/gm, '').trim()
}

test('A connection that is not defined brings its edge and PageInfo', () => {
  expect(implied('type Query { as: AConnection @http(GET: "/") } type A { id: ID }')).toBe(`type AConnection {
  edges: [AEdge!]!
  nodes: [A!]!
  pageInfo: PageInfo!
  totalCount: Int!
}

type AEdge {
  node: A!
  cursor: String!
}

type PageInfo {
  hasNextPage: Boolean!
  hasPreviousPage: Boolean!
  startCursor: String
  endCursor: String
}`)
})

test('An order that is not defined names the plain leaf fields that read a whole column', () => {
  const schema = `
    type Query { users(orderBy: [UserOrder!]): [User!] @http(POST: "/users", body: "{$args.orderBy}") }
    type User {
      id: ID!
      name(upper: Boolean): String @http(GET: "/name?u={$args.upper}")
      shout: String @http(GET: "/shout")
      friends: [User!] @http(GET: "/friends")
      tags: [String!]
      createdAt: String @map(from: "created")
      street: String @map(from: "address.street")
      odd: Role! @map(from: "['odd.name']") @deprecated
    }
    extend type User { age: Int }
    enum Role { ADMIN }`
  expect(implied(schema)).toBe(`input UserOrder @oneOf {
  id: OrderDirection
  createdAt: OrderDirection
  odd: OrderDirection
  age: OrderDirection
}

enum OrderDirection {
  ASC
  DESC
  ASC_NULLS_LAST
  DESC_NULLS_FIRST
}`)
})

test('A definition in the file wins, and what it names is implied again', () => {
  const schema = `
    type Query { as(orderBy: AOrder): AConnection @http(POST: "/", body: "{$args.orderBy}") }
    type A { id: ID }
    type AConnection { edges: [AEdge] }
    input AOrder { by: OrderDirection }
    enum OrderDirection { ASC DESC }`
  expect(implied(schema)).toBe(`type AEdge {
  node: A!
  cursor: String!
}`)
})

test('Only of a type of objects is anything implied, and only where it is used', () => {
  expect(implied('type Query { a: Int @http(GET: "/") } type A { id: ID }')).toBe('')
  expect(implied('type Query { bs: BConnection @http(GET: "/") }')).toBe('Unknown type "BConnection".')
  expect(implied('type Query { es: EEdge @http(GET: "/") } enum E { A }')).toBe('Unknown type "EEdge".')
  expect(implied('type Query { a(o: AOrder): Int @http(GET: "/?={$args.o | join}") } type A { b: Last }')).toBe(
    'Unknown type "AOrder".',
  )
})

test('The types of a shop have no clash with what is implied', () => {
  const schema = `
    type Query {
      orders(orderBy: [OrderOrder!]): OrderConnection @http(POST: "/o", body: "{$args.orderBy}")
      pages(orderBy: [PageOrder!]): PageConnection @http(POST: "/p", body: "{$args.orderBy}")
      sorts(orderBy: [SortOrder!]): SortConnection @http(POST: "/s", body: "{$args.orderBy}")
    }
    type Order { id: ID! }
    type Page { id: ID! }
    type Sort { id: ID! }
    type Edge { id: ID! }`
  expect(implied(schema).match(/^(?:type|input|enum) \w+/gm)).toEqual([
    'input OrderOrder',
    'enum OrderDirection',
    'type OrderConnection',
    'type OrderEdge',
    'type PageInfo',
    'input PageOrder',
    'type PageConnection',
    'type PageEdge',
    'input SortOrder',
    'type SortConnection',
    'type SortEdge',
  ])
})

test('An aggregate has the functions that its fields have values for, and brings the scalars of their results', () => {
  const schema = `
    type Query { total: AAggregate @sql }
    type A @sql(table: "a") { id: ID! n: Int price: Decimal inside: Int @map(from: "a.b") data: JSON tags: [Int!] other: Int @http(GET: "/") }
    scalar Decimal
    scalar JSON`
  expect(implied(schema)).toBe(`type AAggregate {
  count: Int!
  countDistinct: AAggregateCountDistinct!
  sum: AAggregateSum!
  avg: AAggregateAvg!
  min: AAggregateMin!
  max: AAggregateMax!
  stddev: AAggregateStddev!
  variance: AAggregateVariance!
}

type AAggregateCountDistinct {
  id: Int!
  n: Int!
  price: Int!
}

type AAggregateSum {
  n: BigInt
  price: Decimal
}

scalar BigInt

type AAggregateAvg {
  n: Float
  price: Decimal
}

type AAggregateMin {
  n: Int
  price: Decimal
}

type AAggregateMax {
  n: Int
  price: Decimal
}

type AAggregateStddev {
  n: Float
  price: Float
}

type AAggregateVariance {
  n: Float
  price: Float
}`)
  expect(implied('type Query { total: AAggregate @sql } type A @sql(table: "a") { b: [A] }')).toBe(`type AAggregate {
  count: Int!
}`)
})
