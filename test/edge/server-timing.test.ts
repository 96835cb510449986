import { expect, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { startTestGateway } from '../support/gateway.ts'
import { startUpstream, type UpstreamHandler } from '../support/upstream.ts'

const SOURCES = Array.from({ length: 25 }, (_, at) => `many${at}`)

const SCHEMA = `
  extend schema
    @source(name: "api", http: { baseURL: "{$env.API}" })
    ${SOURCES.map(name => `@source(name: "${name}", http: { baseURL: "{$env.API}" })`).join('\n')}
  type Query {
    post(id: ID!): Post @http(source: "api", GET: "/posts/{$args.id}")
    ${SOURCES.map(name => `${name}: Post @http(source: "${name}", GET: "/${name}")`).join('\n')}
  }
  type Post { id: ID! author: Author @http(source: "api", GET: "/authors/{$this.userId}") }
  type Author { name: String }`

async function start(config: Partial<Config> = {}, answer?: UpstreamHandler) {
  await using stack = new AsyncDisposableStack()
  const upstream = stack.use(
    await startUpstream(
      answer ?? (({ url }) => ({ json: url.startsWith('/authors') ? { name: 'Ann' } : { id: 1, userId: 7 } })),
    ),
  )
  const options = { schema: SCHEMA, environment: { API: upstream.url }, config: { serverTiming: true, ...config } }
  const gateway = stack.use(await startTestGateway(options))
  const all = stack.move()
  return { gateway, upstream, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

interface Metric {
  readonly name: string
  readonly dur: number
  readonly desc: string | undefined
}

/** As a browser reads it (W3C Server Timing, 3.2). */
function readTiming(headers: Headers): readonly Metric[] {
  const text = headers.get('server-timing') ?? ''
  return text.split(', ').map(part => {
    const [, name, dur, desc] = /^([\w-]+);dur=([\d.]+)(?:;desc="([^"]*)")?$/.exec(part) ?? []
    expect(name, part).toBeDefined()
    return { name: name ?? '', dur: Number(dur), desc }
  })
}

for (const directLane of [true, false])
  test(`An answer says where its time went, ${directLane ? 'past' : 'by way of'} Yoga`, async () => {
    await using started = await start({ directLane })
    const { headers } = await started.gateway.query('{ post(id: 1) { id author { name } } }')
    const metrics = readTiming(headers)
    expect(metrics.map(({ name, desc }) => [name, desc])).toEqual([
      ['parse', undefined],
      ['plan', undefined],
      ['execute', undefined],
      ['write', undefined],
      ['source-api', '2 calls'],
      ['total', undefined],
    ])
    const [parse = 0, plan = 0, execute = 0, write = 0, api = 0, total = 0] = metrics.map(({ dur }) => dur)
    expect(api).toBeGreaterThan(0)
    expect(execute).toBeGreaterThanOrEqual(api)
    expect(total).toBeGreaterThanOrEqual(execute)
    // Each is rounded.
    expect(parse + plan + execute + write).toBeLessThanOrEqual(total + 0.05)
  })

test('A refused operation says how long it took, and without the setting nobody says anything', async () => {
  await using started = await start()
  const refused = await started.gateway.query('{ nothing }')
  expect(readTiming(refused.headers).map(({ name }) => name)).toEqual(['parse', 'total'])
  await using plain = await start({ serverTiming: false })
  const { headers } = await plain.gateway.query('{ post(id: 1) { id } }')
  expect(headers.get('server-timing')).toBe(null)
})

test('Who gets the answer of the same query under way is told how long it has waited', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  await using started = await start({}, async () => {
    await held
    return { json: { id: 1 } }
  })
  const { gateway, upstream } = started
  const first = gateway.query('{ post(id: 1) { id } }')
  await upstream.received(1)
  const second = gateway.query('{ post(id: 1) { id } }')
  await expect.poll(() => gateway.log.map(({ msg }) => msg)).toContain('the answer is that of the same query under way')
  release()
  const names = (await Promise.all([first, second])).map(({ headers }) => readTiming(headers).map(({ name }) => name))
  expect(names).toEqual([
    ['parse', 'plan', 'execute', 'write', 'source-api', 'total'],
    ['parse', 'shared', 'total'],
  ])
})

test('Beside a trace it stands too, and the header stays short however many sources there are', async () => {
  await using started = await start({ trace: true })
  const query = `{ ${SOURCES.map(name => `${name} { id }`).join(' ')} }`
  const { headers, body } = await started.gateway.query(query, {}, { 'x-sluice-trace': '1' })
  expect(body).toMatchObject({ extensions: { trace: { calls: { length: SOURCES.length } } } })
  expect(readTiming(headers).filter(({ name }) => name.startsWith('source-'))).toHaveLength(20)
})

test('Pages of other origins are shown times where they may ask', async () => {
  await using started = await start({ corsOrigins: ['https://app.example'] })
  const told = async (gateway: typeof started.gateway, origin: string) => {
    const { headers } = await gateway.query('{ post(id: 1) { id } }', {}, { origin })
    return [headers.get('timing-allow-origin'), headers.get('access-control-expose-headers')]
  }
  expect(await told(started.gateway, 'https://app.example')).toEqual([
    'https://app.example',
    'x-request-id, server-timing',
  ])
  expect(await told(started.gateway, 'https://other.example')).toEqual([null, null])
  await using plain = await start({ corsOrigins: ['https://app.example'], serverTiming: false })
  expect(await told(plain.gateway, 'https://app.example')).toEqual([null, 'x-request-id'])
})
