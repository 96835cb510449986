import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startSluice } from '../command/sluice.ts'
import { createDatabase } from '../support/dialects.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { type CollectedSpan, startTraceCollector, type TraceCollector } from '../support/trace-collector.ts'
import { startUpstream, type UpstreamAnswer } from '../support/upstream.ts'

const SCHEMA = `
  extend schema
    @source(name: "api", http: { baseURL: "{$env.API}", retries: 1, headers: ["traceparent: {$headers.traceparent}"] })
    @source(name: "db", sql: { url: "{$env.DB}" })
  type Query {
    post(id: ID!): Post @http(GET: "/posts/{$args.id}?key={$env.KEY}")
    posts: [Post!]! @http(GET: "/posts")
    lost: String @http(GET: "/lost")
  }
  type Post { id: ID! title: String author: User @map(from: "userId") }
  type User @sql(table: "users", key: "id") { id: ID! name: String }`
const USERS = `CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(50)); INSERT INTO users VALUES (1, 'Ann'), (2, 'Bob')`
const KEY = 'hunter2/hunter2'

interface StartOptions {
  readonly collector: TraceCollector
  readonly environment?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
  readonly files?: Readonly<Record<string, string>>
  readonly answer?: () => UpstreamAnswer | Promise<UpstreamAnswer>
}

/** The command on a free port, with an API and a database. */
async function start({ collector, environment = {}, args = [], files = {}, answer }: StartOptions) {
  await using stack = new AsyncDisposableStack()
  const upstream = stack.use(
    await startUpstream(async ({ url }) => {
      if (url === '/lost') return { status: 503 }
      if (url === '/posts') return { json: [1, 2].map(id => ({ id, title: 'One', userId: id })) }
      return (await answer?.()) ?? { json: { id: 1, title: 'One', userId: 1 } }
    }),
  )
  const database = stack.use(await createDatabase('sqlite', USERS))
  const { path } = stack.use(await createTempDirectory())
  for (const [name, text] of Object.entries({ 'schema.graphql': SCHEMA, ...files }))
    await writeFile(join(path, name), text)
  const sluice = stack.use(
    startSluice(['start', '--port', '0', ...args], {
      cwd: path,
      environment: { API: upstream.url, DB: database.url, KEY, ...collector.environment, ...environment },
    }),
  )
  const url = await sluice.said(/at (http:\S+)\/graphql/)
  const ask = async (query: string, headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'one', ...headers },
      body: JSON.stringify({ query }),
    })
    return response.text()
  }
  const end = () => {
    sluice.kill('SIGTERM')
    return sluice.ending
  }
  const all = stack.move()
  return { sluice, upstream, url, ask, end, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const SPAN = 'b7ad6b7169203331'

const named = (spans: readonly CollectedSpan[], name: string) => {
  const found = spans.find(span => span.name === name)
  expect(found, `a span "${name}"`).toBeDefined()
  return found as CollectedSpan
}

for (const [lane, args] of [
  ['past', []],
  ['by way of', ['--no-direct-lane']],
] as const)
  test(`An operation is a span, and each of its calls one below it, ${lane} Yoga`, async () => {
    await using collector = await startTraceCollector()
    await using started = await start({ collector, args: [...args, '--log-level', 'info'] })
    const { ask, end, upstream, sluice } = started
    const traceparent = `00-${TRACE}-${SPAN}-01`
    await ask('query Posts { posts { title author { name } } }', { traceparent, tracestate: 'vendor=x1' })
    expect(await sluice.logged(/"traceId":"(\w+)"/)).toBe(TRACE)
    expect(await end()).toMatchObject({ code: 0 })
    const { spans } = collector
    expect(spans.map(({ name }) => name).sort()).toEqual(['GET /posts', 'SELECT sqlite', 'query'])
    const operation = named(spans, 'query')
    expect(operation).toMatchObject({
      traceId: TRACE,
      parentSpanId: SPAN,
      kind: 2,
      traceState: 'vendor=x1',
      status: {},
    })
    expect(operation.attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': '/graphql',
      'url.path': '/graphql',
      'url.scheme': 'http',
      'http.response.status_code': 200,
      'http.response.body.size': expect.any(Number),
      'graphql.operation.type': 'query',
      'graphql.operation.name': 'Posts',
      'sluice.operation.fields': 'posts',
      'sluice.operation.hash': expect.stringMatching(/^[\da-f]{16}$/),
      'sluice.request.id': 'one',
      'sluice.outcome': 'ok',
    })
    const call = named(spans, 'GET /posts')
    expect(call).toMatchObject({ traceId: TRACE, parentSpanId: operation.spanId, kind: 3, status: {} })
    expect(call.attributes).toEqual({
      'http.request.method': 'GET',
      'url.template': '/posts',
      'server.address': '127.0.0.1',
      'server.port': Number(new URL(upstream.url).port),
      'http.response.status_code': 200,
      'http.response.body.size': expect.any(Number),
      'sluice.source': 'api',
      'sluice.coordinate': 'Query.posts',
      'sluice.call.keys': 1,
    })
    const statement = named(spans, 'SELECT sqlite')
    expect(statement).toMatchObject({ traceId: TRACE, parentSpanId: operation.spanId, kind: 3 })
    expect(statement.attributes).toMatchObject({
      'db.system.name': 'sqlite',
      'db.operation.name': 'SELECT',
      'db.query.text': expect.stringMatching(/^select .* in \(\?, \?\)/),
      'db.operation.batch.size': 2,
      'db.response.returned_rows': 2,
      'sluice.coordinate': 'User',
    })
    expect(operation.nanoseconds).toBeGreaterThan(call.nanoseconds)
    expect(operation.resource).toMatchObject({
      'service.name': 'sluice',
      'service.instance.id': expect.any(String),
      'telemetry.sdk.language': 'nodejs',
    })
    expect(Object.keys(operation.resource).filter(name => name.startsWith('process.'))).toEqual([])
    // The API is told of its call, not of the client's span, whatever the schema hands on.
    expect(upstream.requests.map(({ headers }) => [headers.traceparent, headers.tracestate])).toEqual([
      [`00-${TRACE}-${call.spanId}-01`, 'vendor=x1'],
    ])
  })

test('What has failed is told by its code, tries as events, and no span has secrets or values', async () => {
  await using collector = await startTraceCollector()
  await using started = await start({ collector })
  const { ask, end } = started
  await ask('query ($id: ID = "value-1") { lost post(id: $id) { id } }', { authorization: 'Bearer value-2' })
  await ask('{ nothing }')
  await ask('not GraphQL')
  await end()
  const { spans } = collector
  const lost = named(spans, 'GET /lost')
  expect(lost.status).toEqual({ code: 2, message: 'http_5xx' })
  expect(lost.attributes).toMatchObject({
    'http.response.status_code': 503,
    'http.request.resend_count': 1,
    'error.type': 'http_5xx',
  })
  expect(lost.events).toEqual(
    [1, 2].map(() => ({
      name: 'sluice.try',
      attributes: {
        'http.response.status_code': 503,
        'error.type': 'http_5xx',
        'sluice.try.duration': expect.any(Number),
      },
    })),
  )
  expect(named(spans, 'query').attributes).toMatchObject({ 'sluice.outcome': 'partial', 'sluice.errors': 1 })
  const refused = spans.filter(({ name }) => name === 'GraphQL Operation')
  expect(refused.map(({ attributes }) => [attributes['sluice.outcome'], attributes['error.type']]).sort()).toEqual([
    ['refused', 'GRAPHQL_PARSE_FAILED'],
    ['refused', 'GRAPHQL_VALIDATION_FAILED'],
  ])
  expect(named(spans, 'GET /posts/{$args.id}?key={$env.KEY}').attributes['url.template']).toBe(
    '/posts/{$args.id}?key={$env.KEY}',
  )
  expect(JSON.stringify(spans)).not.toMatch(/hunter2|value-\d|Bearer/)
})

test('What a client sends that is no trace context begins a trace of its own, and baggage goes nowhere', async () => {
  await using collector = await startTraceCollector()
  await using started = await start({ collector })
  const { ask, end, upstream } = started
  const wrong = [
    'x'.repeat(9_000),
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `ff-${TRACE}-${SPAN}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`,
  ]
  for (const [at, traceparent] of wrong.entries())
    await ask(`{ post(id: ${at}) { id } }`, { traceparent, tracestate: 'vendor=x1', baggage: 'a=b' })
  await ask('{ posts { id } }', { traceparent: `00-${TRACE}-${SPAN}-01`, tracestate: `a=${'x'.repeat(600)}` })
  await end()
  const operations = collector.spans.filter(({ kind }) => kind === 2)
  expect(operations).toHaveLength(wrong.length + 1)
  const own = operations.filter(({ traceId }) => traceId !== TRACE)
  expect(own.map(({ parentSpanId, traceState }) => [parentSpanId, traceState])).toEqual(
    wrong.map(() => [undefined, undefined]),
  )
  expect(new Set(own.map(({ traceId }) => traceId)).size).toBe(wrong.length)
  for (const { headers } of upstream.requests) {
    expect(headers.traceparent).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-01$/)
    expect([headers.tracestate, headers.baggage]).toEqual([undefined, undefined])
  }
})

test('An operation that is not sampled has no spans, and tells the APIs so', async () => {
  await using collector = await startTraceCollector()
  const environment = { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' }
  await using started = await start({ collector, environment: { ...environment, OTEL_SERVICE_NAME: 'shop' } })
  const { ask, end, upstream } = started
  await ask('{ posts { id } post(id: 1) { id } }')
  await ask('{ posts { title } }', { traceparent: `00-${TRACE}-${SPAN}-01` })
  await end()
  const [sampled] = collector.spans
  expect(collector.spans.map(({ traceId }) => traceId)).toEqual([TRACE, TRACE])
  expect(sampled?.resource['service.name']).toBe('shop')
  const told = upstream.requests.map(({ headers }) => /^00-(\w{32}-\w{16})-(\d\d)$/.exec(headers.traceparent as string))
  expect(told.map(match => match?.[2])).toEqual(['00', '00', '01'])
  expect(told[0]?.[1]).toBe(told[1]?.[1])
})

test('Of queries that share a run, one has the calls, and the others lead to it', async () => {
  await using collector = await startTraceCollector()
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  await using started = await start({
    collector,
    args: ['--log-level', 'debug'],
    answer: async () => {
      await held
      return { json: { id: 1 } }
    },
  })
  const { ask, end, upstream, sluice } = started
  const first = ask('{ post(id: 1) { id } }')
  await upstream.received(1)
  const second = ask('{ post(id: 1) { id } }', { 'x-request-id': 'two' })
  await sluice.logged(/"requestId":"two".*the same query under way/)
  release()
  await Promise.all([first, second])
  await end()
  const operations = collector.spans.filter(({ name }) => name === 'query')
  const [own, joined] = operations.toSorted(({ links: a }, { links: b }) => a.length - b.length)
  expect(operations).toHaveLength(2)
  expect(joined?.attributes['sluice.operation.shared']).toBe(true)
  expect(joined?.links).toMatchObject([{ traceId: own?.traceId, spanId: own?.spanId }])
  expect(collector.spans.filter(({ kind }) => kind === 3).map(({ parentSpanId }) => parentSpanId)).toEqual([
    own?.spanId,
  ])
})

test('Each worker sends its own spans, as one service', async () => {
  await using collector = await startTraceCollector()
  await using started = await start({ collector, args: ['--workers', '2', '--log-level', 'info'] })
  const { ask, end, sluice } = started
  await sluice.logged(/(?:"msg":"a worker serves".*){2}/s)
  await Promise.all(Array.from({ length: 8 }, (_, at) => ask(`{ post(id: ${at}) { id } }`, { connection: 'close' })))
  expect(await end()).toMatchObject({ code: 0 })
  const operations = collector.spans.filter(({ kind }) => kind === 2)
  expect(operations).toHaveLength(8)
  expect(new Set(operations.map(({ resource }) => resource['service.name']))).toEqual(new Set(['sluice']))
  expect(new Set(operations.map(({ resource }) => resource['service.instance.id'])).size).toBe(2)
})

test('A collector that is down costs a line of the log and no answer, and holds no end up', async () => {
  await using collector = await startTraceCollector()
  await collector.stop()
  await using started = await start({ collector, environment: { OTEL_EXPORTER_OTLP_TIMEOUT: '300' } })
  const { ask, end, sluice } = started
  expect(await ask('{ posts { id } }')).toBe('{"data":{"posts":[{"id":"1"},{"id":"2"}]}}')
  expect(await sluice.logged(/"fault":"([^"]+)","msg":"spans may be missing/)).toMatch(/ECONNREFUSED|retr/)
  expect(await ask('{ posts { id } }')).toBe('{"data":{"posts":[{"id":"1"},{"id":"2"}]}}')
  expect(await end()).toMatchObject({ code: 0 })
})

test('A collector that never answers holds the end up for some seconds only', async () => {
  await using collector = await startTraceCollector({ fault: 'hang' })
  await using started = await start({ collector })
  const { ask, end } = started
  await ask('{ posts { id } }')
  expect(await end()).toMatchObject({ code: 0, signal: null })
})

/** What collects spans by itself, and makes some of HTTP's servers and of undici as their instrumentations do. */
const AGENT = `
  import { subscribe } from 'node:diagnostics_channel'
  import { Server } from 'node:http'
  import { context, propagation, trace } from '${import.meta.resolve('@opentelemetry/api')}'
  import { NodeSDK } from '${import.meta.resolve('@opentelemetry/sdk-node')}'
  new NodeSDK({ serviceName: 'agent' }).start()
  const tracer = trace.getTracer('agent')
  const emit = Server.prototype.emit
  Server.prototype.emit = function (name, ...args) {
    if (name !== 'request') return emit.call(this, name, ...args)
    return tracer.startActiveSpan('POST', { kind: 1 }, span => {
      args[1].once('close', () => span.end())
      return emit.call(this, name, ...args)
    })
  }
  subscribe('undici:request:create', ({ request }) => {
    const span = tracer.startSpan('undici')
    const headers = {}
    propagation.inject(trace.setSpan(context.active(), span), headers)
    for (const [name, value] of Object.entries(headers)) request.addHeader(name, value)
    span.end()
  })`

test('Where an agent collects spans, those of operations stand inside of its own, and each call is there once', async () => {
  await using collector = await startTraceCollector()
  await using started = await start({
    collector,
    files: { 'agent.mjs': AGENT },
    environment: { NODE_OPTIONS: '--import ./agent.mjs' },
  })
  const { ask, upstream } = started
  await ask('{ posts { id } }')
  await expect.poll(() => collector.spans.map(({ name }) => name).sort()).toEqual(['GET /posts', 'POST', 'query'])
  const { spans } = collector
  const [server, operation, call] = ['POST', 'query', 'GET /posts'].map(name => named(spans, name))
  expect(operation).toMatchObject({ kind: 1, traceId: server?.traceId, parentSpanId: server?.spanId })
  expect(call).toMatchObject({ kind: 3, parentSpanId: operation?.spanId })
  expect(new Set(spans.map(({ resource }) => resource['service.name']))).toEqual(new Set(['agent']))
  expect(upstream.requests.at(-1)?.headers.traceparent).toBe(`00-${call?.traceId}-${call?.spanId}-01`)
})

test('Without an endpoint, or where the SDK is disabled, nothing is sent; by default it is protobuf', async () => {
  await using collector = await startTraceCollector()
  const asks = async (environment: Readonly<Record<string, string>>, files = {}) => {
    await using started = await start({ collector, environment, files })
    await started.ask('{ posts { id } }', { traceparent: `00-${TRACE}-${SPAN}-01` })
    await started.end()
    return started.upstream.requests.at(-1)?.headers.traceparent
  }
  // What the schema hands on is handed on as it is.
  expect(await asks({ OTEL_SDK_DISABLED: 'true' })).toBe(`00-${TRACE}-${SPAN}-01`)
  expect(await asks({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toBe(`00-${TRACE}-${SPAN}-01`)
  expect(collector.contentTypes).toEqual([])
  const file = `OTEL_EXPORTER_OTLP_ENDPOINT=${collector.url}\nOTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf\n`
  await using started = await start({
    collector: { ...collector, environment: { OTEL_BSP_SCHEDULE_DELAY: '20' } },
    files: { '.env': file },
  })
  await started.ask('{ posts { id } }')
  await started.end()
  expect(collector.contentTypes).toContain('application/x-protobuf')
})
