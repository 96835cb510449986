import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MOST_ERRORS } from '../../src/execute/complete/output.ts'
import { SLICE } from '../../src/source/slices.ts'
import { compilePlan, planText } from './compile-plan.ts'
import { MemorySource } from './memory-source.ts'
import { askEngine } from './outcome.ts'

const ROWS = 100_000

const schemaPlan = compilePlan(`
  extend schema @source(name: "api", http: { baseURL: "http://api.test" })
  type Query { rows: [Row!] @http(GET: "/rows")  page: Page @http(GET: "/page") }
  type Page { rows: [Row!] }
  type Row { id: ID!  name: String! }
`)
const rows = Array.from({ length: ROWS }, (_, id) => ({ id, name: `Row ${id}` }))
const sources = new Map([['api', new MemorySource(coordinate => (coordinate === 'Query.page' ? { rows } : rows))]])

/** However fast the machine is, each look at the clock finds a slice used up. */
beforeEach(() => {
  let now = performance.now()
  vi.spyOn(performance, 'now').mockImplementation(() => (now += SLICE + 1))
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** How many turns the event loop takes while something is done. */
async function turnsWhile(work: () => Promise<unknown>): Promise<number> {
  let turns = 0
  let isDone = false
  const count = () => {
    turns += 1
    if (!isDone) setImmediate(count)
  }
  setImmediate(count)
  await work()
  isDone = true
  return turns
}

for (const query of ['{ rows { id name } }', '{ page { rows { id name } } }'])
  test(`While ${query} writes ${ROWS} rows, the event loop has its turns`, async () => {
    let data: string | undefined
    const turns = await turnsWhile(async () => {
      ;({ data } = await askEngine(planText(schemaPlan, query), { sources }))
    })
    expect(data?.match(/"id"/g)?.length).toBe(ROWS)
    // One turn is what an answer in one go would leave.
    expect(turns).toBeGreaterThan(2)
  })

const jsonPlan = compilePlan(`
  scalar JSON
  scalar Date
  extend schema @source(name: "api", http: { baseURL: "http://api.test" })
  type Query {
    dates: [Date] @http(GET: "/dates")
    json: JSON @http(GET: "/json")
    list: [JSON] @http(GET: "/list")
    ints: [Int] @http(GET: "/list")
    matrix: [[[Int]]] @http(GET: "/matrix")
    box: Box @http(GET: "/box")
    boxes: [Box] @http(GET: "/boxes")
    text: String @http(GET: "/text")
    shape: Shape @http(GET: "/shape")
  }
  type Box { json: JSON  list: [Int]  text: String }
  interface Shape { id: ID }
  type Square implements Shape { id: ID  rows: [Box] }
  type Circle implements Shape { id: ID }
`)
const MANY = 200_000
const ints = Array<number>(MANY).fill(1)
const box = { json: { inner: ints }, list: ints, text: 'é"'.repeat(MANY) }
const ANSWERS: Readonly<Record<string, unknown>> = {
  'Query.json': ints,
  'Query.list': ints,
  'Query.ints': ints,
  'Query.dates': Array(MANY / 10).fill('no day'),
  'Query.matrix': [Array(MANY / 10).fill([1, 1, 1, 1, 1, 1, 1, 1, 1, 1])],
  'Query.box': box,
  'Query.boxes': [box, ...Array(200).fill({ json: [1] })],
  'Query.text': box.text,
  'Query.shape': { __typename: 'Square', id: 1, rows: Array(MANY / 4).fill({ json: 1, list: [1, 2] }) },
}
const jsonSources = new Map([['api', new MemorySource(coordinate => ANSWERS[coordinate])]])

test.each([
  ['{ json }', { json: ints }],
  ['{ ints }', { ints }],
  ['{ matrix }', { matrix: ANSWERS['Query.matrix'] }],
  [
    '{ boxes { list json } }',
    { boxes: [{ list: ints, json: box.json }, ...Array(200).fill({ list: null, json: [1] })] },
  ],
  ['{ text box { text } }', { text: box.text, box: { text: box.text } }],
  [
    '{ shape { id ... on Square { rows { json list } } } }',
    { shape: { id: '1', rows: Array(MANY / 4).fill({ json: 1, list: [1, 2] }) } },
  ],
])('While %s writes many values, the event loop has its turns', async (query, expected) => {
  let data: string | undefined
  const turns = await turnsWhile(async () => {
    ;({ data } = await askEngine(planText(jsonPlan, query), { sources: jsonSources }))
  })
  expect(data === JSON.stringify(expected)).toBe(true)
  expect(turns).toBeGreaterThan(2)
})

test('While thousands of values are wrong, the event loop has its turns', async () => {
  let errors = 0
  let data: string | undefined
  const turns = await turnsWhile(async () => {
    const outcome = await askEngine(planText(jsonPlan, '{ dates }'), { sources: jsonSources })
    errors = outcome.errors.length
    data = outcome.data
  })
  expect([errors, data?.match(/null/g)?.length]).toEqual([MOST_ERRORS + 1, MANY / 10])
  expect(turns).toBeGreaterThan(2)
})

test('What is wrong in a long JSON value is told as in a short one, and nulls its field only', async () => {
  const ask = (json: unknown) => {
    const sources = new Map([['api', new MemorySource(() => ({ json, text: 'there' }))]])
    return askEngine(planText(jsonPlan, '{ box { text json } }'), { sources })
  }
  const short = await ask([Number.POSITIVE_INFINITY])
  expect(short).toMatchObject({ data: '{"box":{"text":"there","json":null}}', errors: [{ path: ['box', 'json'] }] })
  expect(await ask([...ints, Number.POSITIVE_INFINITY])).toEqual(short)
})
