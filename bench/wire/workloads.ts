import type { LoadShape } from './load/load.ts'

/** What is behind the servers. */
export type UpstreamName = 'apis' | 'postgres' | 'mariadb'

/** What is asked, and how. */
export interface Workload {
  /** As the command line calls it. */
  readonly name: string
  readonly title: string
  /** Which schema serves it: `sluice/*.graphql`, `peers/schemas/*.mjs`, `peers/by-hand/*.mjs`. */
  readonly schema: string
  readonly upstream: UpstreamName
  /** Asked by turns. */
  readonly operations: readonly Operation[]
  readonly shape: LoadShape
  /** Whether one connection asks it, too, beside a bare driver that sends the same statements. */
  readonly alone?: boolean
  /** Milliseconds that the upstreams wait before each answer. */
  readonly delay: number
}

export interface Operation {
  readonly query: string
  readonly variables?: Variables
  /** Asked with these before: where its page of `orders` ends is the variable `after`, which each server writes in its own way. */
  readonly placedBy?: Variables
  /** Whether p50 and p99 are to count it. */
  readonly timed: boolean
}

type Variables = Readonly<Record<string, unknown>>

const FEW: LoadShape = { kind: 'closed', connections: 4 }
const SOME: LoadShape = { kind: 'closed', connections: 10 }
const MANY: LoadShape = { kind: 'closed', connections: 50 }

const JOINED = '{ posts { id userId title user { id name email } } }'
const FEDERATED = /* GraphQL */ `
  query TestQuery {
    users { ...User reviews { ...Review product { ...Product reviews { ...Review author { ...Author } } } } }
    topProducts { ...Product reviews { ...Review author { ...Author } } }
  }
  fragment Author on User { ...User reviews { ...Review product { ...Product } } }
  fragment User on User { id username name }
  fragment Review on Review { id body }
  fragment Product on Product { inStock name price shippingEstimate upc weight }
`

export const WORKLOADS: readonly Workload[] = [
  workload('w1', '__typename', 'blog', '{ __typename }', MANY),
  workload('w2', '100 posts', 'blog', '{ posts { title } }', MANY),
  workload('w3', '100 posts, 10 authors', 'blog', JOINED, MANY),
  workload(
    'w4',
    'HTTP, MariaDB, HTTP',
    'mixed',
    '{ posts { id title author { name email posts { id title } } } }',
    MANY,
  ),
  workload(
    'w5',
    '5,000 rows',
    'rows',
    '{ rows { id name email age score active createdAt address { street city } } }',
    SOME,
  ),
  workload('w6', '8 MiB', 'rows', '{ documents { id title text } }', FEW),
  {
    name: 'w7',
    title: '10,000 texts, 400 a second',
    schema: 'blog',
    upstream: 'apis',
    operations: distinctOperations(10_000),
    // All texts come in a round of ten seconds, stretched.
    shape: { kind: 'rate', perSecond: 400, stretch: 2.5 },
    delay: 0,
  },
  workload('w8', 'federation, 7 calls', 'federation', FEDERATED, MANY),
  { ...workload('w8-delayed', 'federation, 4 ms a call', 'federation', FEDERATED, MANY), delay: 4 },
  workload('w8-burst', 'federation, 500 clients', 'federation', FEDERATED, { kind: 'burst', connections: 500 }),
]

function workload(name: string, title: string, schema: string, query: string, shape: LoadShape): Workload {
  return { name, title, schema, upstream: 'apis', operations: [{ query, timed: true }], shape, delay: 0 }
}

function distinctOperations(count: number): Operation[] {
  return Array.from({ length: count }, (_, at) => {
    const slow = at % 10 === 9
    const more = slow ? 'weather { degrees }' : ''
    const user = at % 4 === 0 ? 'user { name }' : ''
    return { query: `query Text${at} { posts { id title${at}: title ${user} } ${more} }`, timed: !slow }
  })
}
