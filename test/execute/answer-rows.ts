import { compilePlan, planText } from './compile-plan.ts'
import { MemorySource } from './memory-source.ts'
import { askEngine } from './outcome.ts'

const ROWS = [
  { id: 1, name: 'Ada', user: { email: 'ada@example.com', age: 36 }, tags: ['a'] },
  { id: '2', name: null, user: null, tags: [] },
  { id: 3, name: 'a "quoted"\nname', user: { email: '😀', age: 1.5 }, tags: null },
  null,
  { id: 4, name: 7, user: { email: '', age: -0 }, tags: ['"'] },
]

/** What the engine answers for rows of all kinds, once code is generated for them and once it has been. */
export async function answerRows(): Promise<string> {
  const plan = compilePlan(`
    extend schema @source(name: "api", http: { baseURL: "http://api.test" })
    type Query { rows: [Row] @http(GET: "/rows") }
    type Row { id: ID!  name: String  user: User  tags: [String!] }
    type User { email: String!  age: Float }
  `)
  const plans = planText(plan, '{ rows { id name user { email age } } some: rows { tags id name __typename } }')
  const sources = new Map([['api', new MemorySource(() => ROWS)]])
  const answers = [await askEngine(plans, { sources, warmUp: 3 }), await askEngine(plans, { sources, warmUp: 3 })]
  return JSON.stringify(answers)
}
