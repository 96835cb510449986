import { setTimeout } from 'node:timers/promises'
import { Random } from '../../test/execute/random.ts'
import { startUpstream, type UpstreamAnswer } from '../../test/support/upstream.ts'

export interface Upstreams extends AsyncDisposable {
  readonly environment: Readonly<Record<string, string>>
  /** Whether the third API fails: 5 % of its answers are 503, 1 % come two seconds late. */
  failing: boolean
}

const ERRORS = 0.05
const STALLS = 0.01
const STALL = 2_000

const users = items(id => ({ name: `User ${id}` }))
const orders = items(id => ({ userId: 1 + (id % 20) }))
const prices = items(id => ({ amount: id * 10 }))

/** Three APIs on loopback. */
export async function startUpstreams(seed: number): Promise<Upstreams> {
  await using opening = new AsyncDisposableStack()
  const start = async (answer: () => UpstreamAnswer | Promise<UpstreamAnswer>) =>
    opening.use(await startUpstream(answer, { keepsRequests: false })).url
  const random = new Random(seed)
  const environment = {
    USERS_URL: await start(() => ({ json: users })),
    ORDERS_URL: await start(() => ({ json: orders })),
    PRICES_URL: await start(async () => {
      const lot = random.next()
      if (upstreams.failing && lot < ERRORS) return { status: 503, json: { message: 'no' } }
      if (upstreams.failing && lot < ERRORS + STALLS) await setTimeout(STALL)
      return { json: prices }
    }),
  }
  const open = opening.move()
  const upstreams = { environment, failing: false, [Symbol.asyncDispose]: () => open.disposeAsync() }
  return upstreams
}

function items(make: (id: number) => object): readonly object[] {
  return Array.from({ length: 20 }, (_, at) => ({ id: at + 1, ...make(at + 1) }))
}
