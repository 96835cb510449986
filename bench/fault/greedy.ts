import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { startSluice } from '../../test/command/sluice.ts'
import { type Client, openClient } from '../../test/fault/client.ts'
import { createTempDirectory } from '../../test/support/temp-directory.ts'
import { startUpstream } from '../../test/support/upstream.ts'
import { createDatabase } from '../mariadb.ts'
import { median } from '../statistics.ts'

/** What one client that asks for very much costs another one, which asks for little. */
export interface GreedyReport {
  /** What the greedy client asks for, so often in one operation. */
  readonly asks: string
  readonly aliases: number
  /** Operations of each that were answered. */
  readonly operations: number
  readonly greedyOperations: number
  /** Fields of the other's answers that have an error. */
  readonly refused: number
  /** Milliseconds of the other's operations, alone and beside the greedy client. */
  readonly medianAlone: number
  readonly medianBeside: number
  readonly ratio: number
}

const ALIASES = 1_360
const ROUNDS = 5
/** Milliseconds that the API takes for an answer. */
const DELAY = 20
const ROWS = 2_000

const SCHEMA = `
  extend schema
    @source(name: "api", http: { baseURL: "{$env.API_URL}" })
    @source(name: "db", sql: { url: "{$env.DB_URL}" })
  type Query {
    posts: [Post!] @http(GET: "/posts")
    post(id: ID!): Post @http(GET: "/posts/{$args.id}")
    users: [User!] @sql(orderBy: "id", limit: 20)
    user(id: ID!): User @sql(where: { id: "{$args.id}" })
    named(name: String!): [User!] @sql(where: { name: "{$args.name}" })
  }
  type Post { id: ID!  title: String! }
  type User @sql(table: "users", key: "id") { id: ID!  name: String! }
`

/** The other client asks both sources, once each. */
const OTHER = '{ posts { id title } users { id name } }'

interface Scenario {
  readonly asks: string
  field(n: number): string
}

const SCENARIOS: readonly Scenario[] = [
  { asks: 'a call to an API each', field: n => `post(id: ${n}) { title }` },
  { asks: 'a row by its key', field: n => `user(id: ${n}) { name }` },
  { asks: 'a statement each', field: n => `named(name: "User ${n}") { id }` },
]

/** Rounds of the other client alone and beside the greedy one, by turns; the gateway is a process of its own. */
export async function compareGreedy(milliseconds: number): Promise<readonly GreedyReport[]> {
  const posts = Array.from({ length: 20 }, (_, at) => ({ id: at + 1, title: `Post ${at + 1}` }))
  await using api = await startUpstream(
    async ({ url }) => {
      await setTimeout(DELAY)
      const id = url.split('/').at(-1)
      return { json: id === 'posts' ? posts : { id, title: `Post ${id}` } }
    },
    { keepsRequests: false },
  )
  const rows = Array.from({ length: ROWS }, (_, at) => `(${at + 1}, 'User ${at + 1}')`)
  await using database = await createDatabase(
    'greedy',
    `CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(40) NOT NULL, KEY (name)); INSERT INTO users VALUES ${rows.join(', ')}`,
  )
  await using directory = await createTempDirectory()
  const schema = join(directory.path, 'schema.graphql')
  await writeFile(schema, SCHEMA)
  await using sluice = startSluice(['start', schema, '--port', '0', '--max-calls', '2000', '--log-level', 'error'], {
    environment: { API_URL: api.url, DB_URL: database.url },
  })
  const url = await sluice.said(/(http:\/\/\S+)\/graphql/)
  const reports: GreedyReport[] = []
  for (const scenario of SCENARIOS) reports.push(await compare(scenario, url, milliseconds))
  return reports
}

async function compare({ asks, field }: Scenario, url: string, milliseconds: number): Promise<GreedyReport> {
  using client = openClient(url)
  using greedy = openClient(url)
  const many = `{ ${Array.from({ length: ALIASES }, (_, n) => `a${n}: ${field(n + 1)}`).join(' ')} }`
  const [alone, beside] = [new Times(), new Times()]
  let greedyOperations = 0
  await Promise.all([new Times().run(client, milliseconds), greedy.ask({ query: many }, {})])
  for (let round = 0; round < ROUNDS; round++) {
    await alone.run(client, milliseconds)
    const end = performance.now() + milliseconds
    const askMany = async () => {
      for (; performance.now() < end; greedyOperations++) await greedy.ask({ query: many }, {})
    }
    await Promise.all([beside.run(client, milliseconds), askMany()])
  }
  const [medianAlone, medianBeside] = [median(alone.times), median(beside.times)]
  return {
    asks,
    aliases: ALIASES,
    operations: beside.times.length,
    greedyOperations,
    refused: beside.errors,
    medianAlone: Number(medianAlone.toFixed(1)),
    medianBeside: Number(medianBeside.toFixed(1)),
    ratio: Number((medianBeside / medianAlone).toFixed(2)),
  }
}

/** Milliseconds of operations that are asked one after the other. */
class Times {
  readonly times: number[] = []
  errors = 0

  async run(client: Client, milliseconds: number): Promise<void> {
    const end = performance.now() + milliseconds
    while (performance.now() < end) {
      const start = performance.now()
      const { errors = [] } = JSON.parse(await client.ask({ query: OTHER }, {})) as {
        readonly errors?: readonly unknown[]
      }
      this.times.push(performance.now() - start)
      this.errors += errors.length
    }
  }
}
