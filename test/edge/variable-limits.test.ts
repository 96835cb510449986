import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'

const SCHEMA = `
  scalar JSON
  extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
  type Query {
    ints(v: [Int!]): Boolean @http(POST: "/x", body: { v: "{$args.v}" })
    lists(v: [[[Int]]]): Boolean @http(POST: "/x", body: { v: "{$args.v}" })
    inputs(v: [Input!]): Boolean @http(POST: "/x", body: { v: "{$args.v}" })
    json(v: JSON, w: JSON): Boolean @http(POST: "/x", body: { v: "{$args.v}", w: "{$args.w}" })
    text(v: String): Boolean @http(POST: "/x", body: { v: "{$args.v}" })
  }
  type Mutation { put(v: JSON): Boolean @http(POST: "/x", body: { v: "{$args.v}" }) }
  input Input { a: Int = 1  b: String  c: [Input!] }`

let upstream: Upstream
let gateway: TestGateway
beforeAll(async () => {
  upstream = await startUpstream({ 'POST /x': { json: true } })
  gateway = await startTestGateway({ schema: SCHEMA, environment: { API_URL: upstream.url } })
})
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await upstream?.[Symbol.asyncDispose]()
})

const MESSAGE = 'The variables have more than 50000 values.'
const TOO_MANY = { errors: [{ message: MESSAGE, extensions: { code: 'OPERATION_LIMIT_EXCEEDED' } }] }
const ones = (count: number) => Array<number>(count).fill(1)

/** What is asked, and how often, for a list of as many items as there may be, and for one with one more. */
describe.each<readonly [string, string, (items: number) => unknown, number]>([
  ['whole numbers', 'query ($v: [Int!]) { ints(v: $v) }', ones, 49_999],
  ['numbers that are lists in lists each', 'query ($v: [[[Int]]]) { lists(v: $v) }', ones, 16_666],
  [
    'input objects, of which each field counts',
    'query ($v: [Input!]) { inputs(v: $v) }',
    n => Array(n).fill({}),
    12_499,
  ],
  ['values of JSON', 'query ($v: JSON) { json(v: $v) }', ones, 49_999],
  ['values in a variable that is used twice', 'query ($v: JSON) { json(v: [$v], w: $v) }', ones, 24_999],
  ['values below each other', 'query ($v: JSON) { json(v: $v) }', n => [{ a: ones(n) }], 49_996],
])('Of %s', (_, query, listOf, most) => {
  test('there are as many as there may be, and none more', async () => {
    const before = upstream.requests.length
    expect((await gateway.query(query, { v: listOf(most) })).body).not.toMatchObject(TOO_MANY)
    expect(upstream.requests.length).toBe(before + 1)
    expect((await gateway.query(query, { v: listOf(most + 1) })).body).toMatchObject(TOO_MANY)
    expect(upstream.requests.length).toBe(before + 1)
  })
})

test('A text counts with its characters wherever it is used', async () => {
  const query = (times: number) =>
    `query ($v: String) { ${Array.from({ length: times }, (_, at) => `a${at}: text(v: $v)`).join(' ')} }`
  const v = 'a'.repeat(64 * 9_999)
  expect((await gateway.query(query(5), { v })).body).toMatchObject({ data: { a0: true, a4: true } })
  expect((await gateway.query(query(6), { v })).body).toMatchObject(TOO_MANY)
})

test('Values in variables that nobody reads count too, and a mutation with too many does nothing', async () => {
  const before = upstream.requests.length
  expect((await gateway.query('{ __typename }', { x: ones(60_000) })).body).toMatchObject(TOO_MANY)
  expect((await gateway.query('mutation ($v: JSON) { a: put b: put(v: $v) }', { v: ones(60_000) })).body).toMatchObject(
    TOO_MANY,
  )
  expect(upstream.requests.length).toBe(before)
})

test('Of an input object with thousands of wrong names, some are told', async () => {
  const v = [Object.fromEntries(Array.from({ length: 40_000 }, (_, at) => [`name${at}`, 'x'.repeat(10)]))]
  const { status, text, body } = await gateway.query('query ($v: [Input!]) { inputs(v: $v) }', { v })
  expect([status, (body as { errors: object[] }).errors.length]).toEqual([400, 10])
  expect(text).toContain('\\"name9\\"')
  expect(text.length).toBeLessThan(10_000)
})

test('A long value is told in part where it is wrong', async () => {
  const v = [{ b: 'é'.repeat(100_000), x: 1, y: 2 }]
  const { text, body } = await gateway.query('query ($v: [Input!]) { inputs(v: $v) }', { v })
  expect(body).toMatchObject({
    errors: [{ message: expect.stringMatching(/"x".*éé…$/s) }, { message: expect.stringMatching(/"y".*éé…$/s) }],
  })
  expect(text.length).toBeLessThan(10_000)
})
