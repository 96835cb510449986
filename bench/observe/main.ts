import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { GatewayOptions, startGateway as StartGateway } from '../../src/gateway.ts'
import { printTable } from '../../test/support/markdown-table.ts'
import { percentile } from '../statistics.ts'
import type { ApisReport } from '../wire/upstreams/upstreams.ts'
import { WORKLOADS } from '../wire/workloads.ts'
import type { ClientOrder } from './client.ts'

/** What is switched on in each gateway; the first is what the others are divided by. */
const CONTENDERS: readonly { readonly name: string; readonly options: GatewayOptions }[] = [
  { name: 'nothing of it', options: {} },
  { name: 'nothing of it, again', options: {} },
  { name: '--metrics-port', options: { metricsPort: 0 } },
  { name: '--server-timing', options: { serverTiming: true } },
  { name: '--log-level info', options: { logLevel: 'info' } },
  { name: '--log-level info and --metrics-port', options: { logLevel: 'info', metricsPort: 0 } },
]

const NAMED: ReadonlySet<string> = new Set(['w2', 'w3'])

/** Rounds before the first that counts. */
const WARM_UP = 20

/** Other work on the machine only adds to a round: a quarter of the rounds took less than what is shown, in percent. */
const QUARTER = 25

/** Other work on the machine is no reason to refuse a request. */
const PATIENT: GatewayOptions = { port: 0, profile: 'production', requestTimeout: 60_000, maxLoopDelay: 60_000 }

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '40' },
    rounds: { type: 'string', default: '120' },
    clone: { type: 'string', default: join(import.meta.dirname, '../..') },
  },
})
const requests = Number(values.requests)
const rounds = Number(values.rounds)

const { startGateway } = (await import(join(values.clone, 'src/gateway.ts'))) as { startGateway: typeof StartGateway }
await using opening = new AsyncDisposableStack()
const apis = start('../wire/upstreams/apis.ts')
const [{ urls }] = (await once(apis, 'message')) as [ApisReport]
const client = start('client.ts')
const gateways = []
for (const { options } of CONTENDERS) {
  const schemaPath = join(import.meta.dirname, '../wire/sluice/blog.graphql')
  gateways.push(
    opening.use(await startGateway({ ...PATIENT, schemaPath, environment: urls, logLevel: 'warn', ...options })),
  )
}

/** Milliseconds of this process's CPU for 1,000 requests. */
async function cpuOf(url: string, query: string): Promise<number> {
  const before = process.cpuUsage()
  client.send({ url: `${url}/graphql`, query, requests } satisfies ClientOrder)
  await once(client, 'message')
  const { user, system } = process.cpuUsage(before)
  return (user + system) / requests
}

for (const { name, title, operations } of WORKLOADS.filter(each => NAMED.has(each.name))) {
  const query = operations[0]?.query ?? ''
  const measured = gateways.map(() => [] as number[])
  for (let round = -WARM_UP; round < rounds; round++)
    for (const [at, { url }] of gateways.entries()) {
      const cpu = await cpuOf(url, query)
      if (round >= 0) measured[at]?.push(cpu)
    }
  const rows = CONTENDERS.map((contender, at) => {
    const [own, first] = [at, 0].map(each => percentile(measured[each] ?? [], QUARTER)) as [number, number]
    return [contender.name, own.toFixed(1), (own / first).toFixed(2)]
  })
  console.log(`\n${name}: ${title}\n\n${printTable({ header: ['what', 'CPU', 'ratio'], rows }).join('\n')}`)
}

function start(path: string): ChildProcess {
  const child = fork(join(import.meta.dirname, path))
  child.once('exit', code => code && process.exit(code))
  opening.defer(() => child.disconnect())
  return child
}
