import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { getOperationAST, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { OperationPlans } from '../../src/plan/operation/operation-plans.ts'
import type { SchemaPlan } from '../../src/plan/schema-plan.ts'
import type { Source } from '../../src/source/source.ts'
import { compilePlan, planText } from './compile-plan.ts'
import { DEMO_ANSWERS } from './demo.ts'
import { explainWithLists } from './explain-plans.ts'
import { LIBRARY, LIBRARY_ANSWERS } from './library.ts'
import { oracleCases, rootOf } from './oracle-case.ts'
import { oracleSeeds, oracleTimeout } from './oracle-seeds.ts'
import { oracleSources } from './oracle-sources.ts'
import { askEngine } from './outcome.ts'
import { Random } from './random.ts'
import { randomOperation } from './random-operation.ts'
import { type Answers, tableSources } from './table-sources.ts'

const DEMO = readFileSync(join(import.meta.dirname, '../../schema.graphql'), 'utf8')

/** No list of these answers is longer. */
const LONGEST = 8

const SCHEMAS = {
  'the demo': { plan: compilePlan(DEMO), answers: DEMO_ANSWERS },
  'a library of two sources': { plan: compilePlan(LIBRARY), answers: LIBRARY_ANSWERS },
}

for (const [name, { plan, answers }] of Object.entries(SCHEMAS))
  test(`Operations of ${name} never make more calls than their plans say, nor fewer`, async () => {
    for (const { told, variables, plans } of randomOperations(plan)) {
      const { sources, calls } = tableSources(plan, answers)
      const { data } = await askEngine(plans, { variables, sources })
      const known = explainWithLists(plans, sources, variables, () => LONGEST)
      const unknown = explainWithLists(plans, sources, undefined, () => LONGEST)
      expect(calls.length, told).toBeLessThanOrEqual(known?.calls.most ?? 0)
      // A field that nulls the whole answer of a mutation stops those behind it.
      if (data !== undefined && data !== 'null')
        expect(calls.length, told).toBeGreaterThanOrEqual(known?.calls.least ?? 0)
      expect(known?.calls.most ?? 0, told).toBeLessThanOrEqual(unknown?.calls.most ?? 0)
      expect(unknown?.calls.least ?? 0, told).toBeLessThanOrEqual(known?.calls.least ?? 0)
    }
  })

const { first, count } = oracleSeeds(1_500)

test(
  'Operations of random schemas never make more calls than their plans say, whatever sources answer',
  async () => {
    for (const oracle of oracleCases(first, count)) {
      const { bound, variables, keyed, seed, text } = oracle
      let calls = 0
      const sources = countedSources(oracleSources(oracle), () => calls++)
      await askEngine(bound, { variables, root: rootOf(oracle, keyed), sources })
      // Random lists have up to three items.
      const plan = explainWithLists(bound, sources, variables, () => 3)
      const most = plan?.isCut ? Number.POSITIVE_INFINITY : (plan?.calls.most ?? 0)
      expect(calls, `ORACLE_SEED=${seed}\n${text}\n${JSON.stringify(plan, null, 1)}`).toBeLessThanOrEqual(most)
    }
  },
  oracleTimeout(count),
)

function countedSources(sources: ReadonlyMap<string, Source>, onCall: () => void): ReadonlyMap<string, Source> {
  const counted = (source: Source): Source => ({
    load: (...load) => {
      onCall()
      return source.load(...load)
    },
    describe: (...facts) => source.describe(...facts),
    [Symbol.asyncDispose]: () => source[Symbol.asyncDispose](),
  })
  return new Map([...sources].map(([name, source]) => [name, counted(source)]))
}

/** A schema in which nothing but the lengths of lists decides how many calls there are. */
const SHOPS = (batch: number) => `
  extend schema
    @source(name: "api", http: { baseURL: "http://api.test" })
    @source(name: "db", sql: { url: "sqlite:shops.db", naming: SNAKE_CASE })
  type Query {
    shops: [Shop!] @sql(orderBy: "id")
    shop(id: ID!): Shop @sql(where: { id: "{$args.id}" })
    orders: [Order!] @http(GET: "/orders")
  }
  type Shop @sql(table: "shops", key: "id") {
    id: ID!
    owner: Person @map(from: "owner_id")
    items(sort: Int): [Item!] @http(GET: "/items?shop={$batch.id}&sort={$args.sort}", by: "shopId", maxBatch: ${batch})
    orders: [Order!] @http(GET: "/shops/{$this.id}/orders")
  }
  type Person @sql(table: "people", key: "id") {
    id: ID!
    name: String
    shops: [Shop!] @sql(where: { owner_id: "{$this.id}" })
  }
  type Item {
    id: ID!
    label: String
    parts: [Part!] @http(GET: "/parts?item={$batch.id}", by: "itemId", maxBatch: ${batch})
  }
  type Part { name: String }
  type Order {
    id: ID!
    lines: [Line!] @sql(where: { order_id: "{$this.id}" })
  }
  type Line @sql(table: "lines", key: "id") {
    id: ID!
    item: Product @map(from: "product_id")
  }
  type Product @sql(table: "products", key: "id") { name: String }
`

/** Answers lists as long as is said, of objects that are nowhere else. */
function shopAnswers(lengthOf: (coordinate: string) => number): Answers {
  let last = 0
  const object = () => {
    last += 5
    return { id: last, owner_id: last + 1, product_id: last + 2, order_id: last + 3 }
  }
  const list = (coordinate: string) => () => Array.from({ length: lengthOf(coordinate) }, object)
  const lists = [
    'Query.shops',
    'Query.orders',
    'Shop.items',
    'Shop.orders',
    'Person.shops',
    'Item.parts',
    'Order.lines',
  ]
  return {
    ...Object.fromEntries(lists.map(each => [each, list(each)])),
    ...Object.fromEntries(['Query.shop', 'Shop', 'Person', 'Line', 'Product'].map(each => [each, object])),
  }
}

/** Lets no two answers arrive at once: what waits for one of them goes on alone. */
function oneAfterTheOther(): () => Promise<void> {
  let last = Promise.resolve()
  return () => {
    last = last.then(() => new Promise(resolve => setImmediate(resolve)))
    return last
  }
}

test('Where all lists are as long as is said, and no object stands twice, there are as many calls as the plan says', async () => {
  const plan = compilePlan(SHOPS(1_000))
  const lengths = new Map(
    ['Query.shops', 'Query.orders', 'Shop.items', 'Person.shops'].map((each, at) => [each, at + 1]),
  )
  const lengthOf = (coordinate: string) => lengths.get(coordinate) ?? 2
  for (const { told, variables, plans } of randomOperations(plan)) {
    const { sources, calls } = tableSources(plan, shopAnswers(lengthOf), () => false, oneAfterTheOther())
    await askEngine(plans, { variables, sources })
    const explained = explainWithLists(plans, sources, variables, ({ coordinate }) => lengthOf(coordinate))
    expect(calls.length, `${told}\n${JSON.stringify(explained, null, 1)}`).toBe(explained?.calls.most ?? 0)
  }
})

test('Chunks are counted, however long lists and batches are', async () => {
  const length = fc.integer({ min: 1, max: 7 })
  await fc.assert(
    fc.asyncProperty(length, length, length, async (shops, items, batch) => {
      const plan = compilePlan(SHOPS(batch))
      const plans = planText(plan, '{ shops { owner { name } items { parts { name } } } }')
      const lengthOf = (coordinate: string) => (coordinate === 'Query.shops' ? shops : items)
      const { sources, calls } = tableSources(plan, shopAnswers(lengthOf), () => false, oneAfterTheOther())
      await askEngine(plans, { sources })
      const explained = explainWithLists(plans, sources, {}, ({ coordinate }) => lengthOf(coordinate))
      expect(calls.length).toBe(2 + Math.ceil(shops / batch) + Math.ceil((shops * items) / batch))
      expect(explained?.calls.most).toBe(calls.length)
    }),
    { numRuns: 50 },
  )
})

function* randomOperations(plan: SchemaPlan) {
  for (let seed = 0; seed < 500; seed++) {
    const random = new Random(6, seed)
    const { text, variables } = randomOperation(random, plan.schema)
    const document = parse(text)
    const operation = getOperationAST(document)
    if (!operation || validate(plan.schema, document).length > 0) continue
    const values = variables.values(random)
    const told = `seed ${seed}\n${text}\n${JSON.stringify(values)}`
    yield { told, variables: values, plans: new OperationPlans(plan, document, operation) }
  }
}
