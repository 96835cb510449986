import { expect, test } from 'vitest'
import { compilePlan, planText } from './compile-plan.ts'
import { MemorySource } from './memory-source.ts'
import { askEngine } from './outcome.ts'

const ROWS = 600_000

const schemaPlan = compilePlan(`
  extend schema @source(name: "api", http: { baseURL: "http://api.test" })
  type Query { rows: [Row!] @http(GET: "/rows")  page: Page @http(GET: "/page") }
  type Page { rows: [Row!] }
  type Row { id: ID!  name: String! }
`)
const rows = Array.from({ length: ROWS }, (_, id) => ({ id, name: `Row ${id}` }))
const sources = new Map([['api', new MemorySource(coordinate => (coordinate === 'Query.page' ? { rows } : rows))]])

for (const query of ['{ rows { id name } }', '{ page { rows { id name } } }'])
  test(`While ${query} writes ${ROWS} rows, the event loop has its turns`, async () => {
    let turns = 0
    let isDone = false
    const count = () => {
      turns += 1
      if (!isDone) setImmediate(count)
    }
    setImmediate(count)
    const { data } = await askEngine(planText(schemaPlan, query), { sources })
    isDone = true
    expect(data?.match(/"id"/g)?.length).toBe(ROWS)
    // One turn is what an answer in one go would leave.
    expect(turns).toBeGreaterThan(2)
  })
