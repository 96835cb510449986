import fc from 'fast-check'
import { expect, test } from 'vitest'
import { estimateCost } from '../../src/plan/operation/estimate-cost.ts'
import { compilePlan, planText } from '../execute/compile-plan.ts'

const PLAN = compilePlan(`
  extend schema @source(name: "api", http: { baseURL: "http://127.0.0.1:9" })
  type Query {
    user(id: ID): User @http(GET: "/user?id={$args.id}")
    users: [User!] @http(GET: "/users")
    some(first: Int, last: Int): [User!] @http(GET: "/users?n={$args.first}&m={$args.last}")
    many: [User!] @http(GET: "/many") @listSize(assumedSize: 100)
    paged(count: Int): [User!] @http(GET: "/users?n={$args.count}") @listSize(slicingArguments: ["count"], assumedSize: 7)
    page(count: Int): Page @http(GET: "/page?n={$args.count}") @listSize(slicingArguments: ["count"], sizedFields: ["rows", "hits"])
    search: [Hit!] @http(GET: "/search") @cost(weight: 20)
    table: [[User!]!] @http(GET: "/table")
  }
  type Page { rows: [User!] hits: [Hit!] total: Int others: [User!] }
  type User @cost(weight: 2) {
    id: ID
    name: String @cost(weight: 3)
    blob: Blob
    friends(limit: Int): [User!] @http(GET: "/friends/{$this.id}?n={$args.limit}")
  }
  type Team { id: ID users: [User!] @listSize(assumedSize: 4) }
  union Hit = User | Team
  enum Blob @cost(weight: 11) { A }
`)

function costOf(text: string): number {
  const { everything } = planText(PLAN, text)
  return estimateCost(everything.root, PLAN, ({ constantArgs }) => constantArgs ?? {})
}

test.each([
  ['{ __typename }', 0],
  ['{ user { id } }', 2],
  ['{ user { id name blob } }', 2 + 3 + 11],
  ['{ users { id } }', 10 * 2],
  ['{ users { name friends { id } } }', 10 * (2 + 3 + 10 * 2)],
  ['{ many { id } }', 100 * 2],
  ['{ some(first: 3) { id } }', 3 * 2],
  ['{ some(first: 3, last: 5) { id } }', 5 * 2],
  ['{ some(first: -3) { id } }', 0],
  ['{ some { id } }', 10 * 2],
  ['{ users { friends(limit: 4) { name } } }', 10 * (2 + 4 * (2 + 3))],
  ['{ paged(count: 5) { id } }', 5 * 2],
  ['{ page(count: 6) { total rows { id } others { id } hits { __typename } } }', 1 + 6 * 2 + 10 * 2 + 6 * 2],
  ['{ search { ... on User { name } ... on Team { users { id } } } }', 10 * (20 + Math.max(3, 4 * 2))],
  ['{ table { id } }', 10 * 10 * 2],
  ['{ a: user { id } b: user { id } user { id } user { name } }', 2 + 2 + 2 + 3],
  [
    '{ ...A ...A } fragment A on Query { user { ...B } } fragment B on User { name friends { ...C } } fragment C on User { id }',
    2 + 3 + 10 * 2,
  ],
])('%s may cost %i', (text, cost) => {
  expect(costOf(text)).toBe(cost)
})

/** An operation with its cost, counted while it is made: each selection of users costs what its parts do. */
const selection: fc.Arbitrary<{ readonly text: string; readonly cost: number }> = fc.letrec<{
  selection: { text: string; cost: number }
}>(tie => ({
  selection: fc
    .array(
      fc.oneof(
        { maxDepth: 4 },
        fc.constant({ text: 'id', cost: 0 }),
        fc.constant({ text: 'name', cost: 3 }),
        fc.constant({ text: 'blob', cost: 11 }),
        fc.tuple(tie('selection'), fc.option(fc.nat({ max: 9 }), { nil: undefined })).map(([inner, limit]) => ({
          text: `friends${limit === undefined ? '' : `(limit: ${limit})`} ${inner.text}`,
          cost: (limit ?? 10) * (2 + inner.cost),
        })),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map(parts => ({
      // Aliases keep them apart.
      text: `{ ${parts.map(({ text }, at) => `a${at}: ${text}`).join(' ')} }`,
      cost: parts.reduce((sum, { cost }) => sum + cost, 0),
    })),
})).selection

test('An estimate is what a count of every field of every object comes to', () => {
  fc.assert(
    fc.property(selection, ({ text, cost }) => {
      expect(costOf(`{ user ${text} }`)).toBe(2 + cost)
      // Behind fragments it is the same.
      expect(costOf(`{ users { ...F } } fragment F on User ${text}`)).toBe(10 * (2 + cost))
    }),
  )
})

test('Fragments that double with every step are counted in no time', () => {
  const steps = Array.from(
    { length: 40 },
    (_, n) => `fragment F${n} on User { a: friends { ...F${n + 1} } b: friends { ...F${n + 1} } }`,
  )
  expect(costOf(`{ user { ...F0 } } ${steps.join(' ')} fragment F40 on User { id }`)).toBeGreaterThan(1e40)
})
