import { parseArgs } from 'node:util'
import { openClient } from '../../test/fault/client.ts'
import { startTestGateway } from '../../test/support/gateway.ts'
import { compareGreedy } from './greedy.ts'
import { Load } from './load.ts'
import { startUpstreams } from './upstreams.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    only: { type: 'string' },
    milliseconds: { type: 'string', default: '4000' },
    seed: { type: 'string', default: '1' },
  },
})
const seed = Number(values.seed)
const milliseconds = Number(values.milliseconds)
/** Many short rounds, by turns: a slow moment of the machine then meets both sides. */
const ROUNDS = 10

const PARTS = {
  async faults() {
    const reports = []
    for (const timeout of ['5s', '250ms']) reports.push(await compare(timeout))
    return reports
  },
  greedy: () => compareGreedy(milliseconds),
}
const parts = Object.entries(PARTS).filter(([name]) => (values.only ?? name) === name)
if (parts.length === 0) throw new Error(`--only ${Object.keys(PARTS).join(' or ')}`)
const measured: Record<string, readonly object[]> = {}
for (const [name, measure] of parts) measured[name] = await measure()
if (values.json) console.log(JSON.stringify(measured, null, 2))
else for (const reports of Object.values(measured)) console.table(reports)

/** Rounds with and without faults; `timeout` is that of the third source. */
async function compare(timeout: string) {
  await using upstreams = await startUpstreams(seed)
  await using gateway = await startTestGateway({
    schema: schemaWith(timeout),
    environment: upstreams.environment,
    config: { logLevel: 'error' },
  })
  using client = openClient(gateway.url)
  await new Load().run(client, milliseconds, seed)
  const calm = new Load()
  const failing = new Load()
  for (let round = 0; round < ROUNDS; round++) {
    for (const load of [calm, failing]) {
      upstreams.failing = load === failing
      await load.run(client, milliseconds, seed + round)
    }
  }
  return {
    timeout,
    operations: failing.operations,
    healthyAnswers: failing.healthyAnswers,
    thirdAnswers: rounded(failing.thirdAnswers, 4),
    healthyP99Calm: rounded(calm.healthyTime(99)),
    healthyP99: rounded(failing.healthyTime(99)),
    healthyRatio: rounded(failing.healthyTime(99) / calm.healthyTime(99), 2),
    allMedianCalm: rounded(calm.allTime(50)),
    allMedian: rounded(failing.allTime(50)),
    allP99Calm: rounded(calm.allTime(99)),
    allP99: rounded(failing.allTime(99)),
  }
}

function schemaWith(timeout: string): string {
  return `
    extend schema
      @source(name: "users", http: { baseURL: "{$env.USERS_URL}" })
      @source(name: "orders", http: { baseURL: "{$env.ORDERS_URL}" })
      @source(name: "prices", http: { baseURL: "{$env.PRICES_URL}", timeout: "${timeout}" })
    type Query {
      users: [User!] @http(source: "users", GET: "/users")
      orders: [Order!] @http(source: "orders", GET: "/orders")
      prices: [Price!] @http(source: "prices", GET: "/prices")
    }
    type User @http(source: "users", GET: "/users?id={$batch.id}", by: "id") { id: ID!  name: String! }
    type Order { id: ID!  user: User @map(from: "userId") }
    type Price { id: ID!  amount: Int! }
  `
}

function rounded(number: number, digits = 1): number {
  return Number(number.toFixed(digits))
}
