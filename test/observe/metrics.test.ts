import { request } from 'node:http'
import { expect, test } from 'vitest'
import { mergeFamilies, printFamilies } from '../../src/observe/metrics/metric-family.ts'
import { Counter, Histogram } from '../../src/observe/metrics/series.ts'
import { createDatabase } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'
import { readOpenMetrics, type Sample } from '../support/open-metrics.ts'
import { startUpstream } from '../support/upstream.ts'

const SCHEMA = `
  extend schema
    @source(name: "api", http: { baseURL: "{$env.API_URL}", retries: 1, circuitFailures: 2, circuitPause: "1h" })
    @source(name: "db", sql: { url: "{$env.DB_URL}" })
  type Query {
    post(id: ID!): Post @http(GET: "/posts/{$args.id}")
    lost: Post @http(GET: "/lost")
    users: [User!] @sql
  }
  type Post { id: ID! author: User @map(from: "userId") }
  type User @sql(table: "users", key: "id") { id: ID! name: String }
`
const USERS = `CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(50)); INSERT INTO users VALUES (1, 'Ann')`

async function start() {
  await using stack = new AsyncDisposableStack()
  const upstream = stack.use(
    await startUpstream(({ url }) => (url === '/lost' ? { status: 500 } : { json: { id: 1, userId: 1 } })),
  )
  const database = stack.use(await createDatabase('sqlite', USERS))
  const environment = { API_URL: upstream.url, DB_URL: database.url }
  const gateway = stack.use(
    await startTestGateway({ schema: SCHEMA, environment, config: { metricsPort: 0, logLevel: 'warn', maxCalls: 3 } }),
  )
  const all = stack.move()
  return { gateway, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

async function scrape(url: string | undefined): Promise<readonly Sample[]> {
  const answer = await fetch(url ?? '')
  expect(answer.headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8')
  return readOpenMetrics(await answer.text())
}

const sampleOf = (samples: readonly Sample[], name: string, labels: Sample['labels'] = {}) =>
  samples.find(
    each => each.name === name && Object.entries(labels).every(([label, value]) => each.labels[label] === value),
  )?.value

test('Requests, calls, tries and states are counted, and can be read as OpenMetrics', async () => {
  await using started = await start()
  const { gateway } = started
  await gateway.query('{ post(id: 1) { id author { name } } users { name } }')
  await gateway.query('{ lost { id } }')
  await gateway.query('{ lost { id } }')
  await gateway.query('{ nothing }')
  await fetch(`${gateway.url}/${'x'.repeat(50)}`, { method: 'PROPFIND' })
  const samples = await scrape(gateway.metricsUrl)
  const told = (name: string, labels?: Sample['labels']) => sampleOf(samples, name, labels)
  const graphql = { http_request_method: 'POST', http_route: '/graphql' }
  expect({
    requests: told('http_server_request_duration_seconds_count', { ...graphql, http_response_status_code: '200' }),
    strange: told('http_server_request_duration_seconds_count', {
      http_request_method: '_OTHER',
      http_route: '_OTHER',
      http_response_status_code: '404',
    }),
    ok: told('sluice_operations_total', { outcome: 'ok' }),
    partial: told('sluice_operations_total', { outcome: 'partial' }),
    refused: told('sluice_operations_total', { outcome: 'refused', code: 'GRAPHQL_VALIDATION_FAILED' }),
    fine: told('http_client_request_duration_seconds_count', { source: 'api', http_response_status_code: '200' }),
    failed: told('http_client_request_duration_seconds_count', { source: 'api', error_type: 'http_5xx' }),
    statements: told('db_client_operation_duration_seconds_count', { source: 'db' }),
    answered: told('sluice_calls_total', { source: 'api', outcome: 'answered' }),
    lost: told('sluice_calls_total', { source: 'api', outcome: 'failed' }),
    left: told('sluice_calls_total', { source: 'api', outcome: 'refused' }),
    tries: told('sluice_call_tries_total', { source: 'api' }),
    keys: told('sluice_call_keys_sum', { source: 'db' }),
    circuit: told('sluice_circuit_open', { source: 'api' }),
    limit: told('sluice_limits_hit_total', { limit: 'circuit' }),
    waiting: told('sluice_calls_waiting', { source: 'db' }),
    generations: told('sluice_generations_total'),
  }).toEqual({
    requests: 3,
    strange: told('http_server_request_duration_seconds_count', {
      http_request_method: '_OTHER',
      http_route: '_OTHER',
      http_response_status_code: '404',
    }),
    ok: 1,
    partial: 2,
    refused: 1,
    fine: 1,
    failed: 2,
    statements: 2,
    answered: 1,
    lost: 1,
    left: 1,
    tries: 3,
    keys: 2,
    circuit: 1,
    limit: 1,
    waiting: 0,
    generations: 1,
  })
  expect(told('sluice_pool_connections', { source: 'db' })).toBeGreaterThan(0)
  expect(told('process_cpu_seconds_total')).toBeGreaterThan(0)
  expect(told('sluice_event_loop_delay_seconds', { quantile: '0.99' })).toBeGreaterThanOrEqual(0)
})

test('No label has what a client can choose', async () => {
  await using started = await start()
  const { gateway } = started
  for (let n = 0; n < 30; n++)
    await gateway.query(
      `query Name${n} { alias${n}: post(id: "id${n}") { id } }`,
      {},
      { 'x-client-name': `client${n}` },
    )
  const text = await (await fetch(gateway.metricsUrl ?? '')).text()
  expect(text).not.toMatch(/Name\d|alias\d|id\d|client\d|posts\//)
})

test('Metrics have a port of their own, are at one path there, and nowhere without a port', async () => {
  await using started = await start()
  const url = started.gateway.metricsUrl ?? ''
  const statusOf = async (path: string, method = 'GET') => (await fetch(new URL(path, url), { method })).status
  expect([await statusOf('/'), await statusOf('/graphql'), await statusOf('/metrics', 'POST')]).toEqual([404, 404, 405])
  expect((await fetch(`${started.gateway.url}/metrics`)).status).toBe(404)
  // A page whose name suddenly leads here.
  const { port } = new URL(url)
  const status = await new Promise(resolve =>
    request({ port, path: '/metrics', headers: { host: 'evil.example' } }, ({ statusCode }) =>
      resolve(statusCode),
    ).end(),
  )
  expect(status).toBe(421)
  await using silent = await startTestGateway({
    schema:
      'extend schema @source(name: "a", http: { baseURL: "http://127.0.0.1:1" }) type Query { a: Int @http(GET: "/a") }',
  })
  expect(silent.metricsUrl).toBeUndefined()
})

test('A metric has so many series and no more', () => {
  const counter = new Counter({ name: 'many', help: 'Many.' }, 'one', 'two')
  for (let n = 0; n < 2_000; n++) counter.add(1, `a${n}`, 'b')
  const samples = readOpenMetrics(printFamilies([counter.family()]))
  expect(samples.length).toBeLessThanOrEqual(510)
  expect(samples.reduce((sum, { value }) => sum + value, 0)).toBe(2_000)
  expect(samples.at(-1)?.labels).toEqual({ one: '_OTHER', two: '_OTHER' })
})

test('A counter without labels is 0 from the start, one with labels has no series yet', () => {
  const [none, some] = [[], ['one']].map(labels => new Counter({ name: 'calls', help: 'Calls.' }, ...labels).family())
  expect([none?.samples, some?.samples]).toEqual([[{ suffix: '_total', labels: '', value: 0 }], []])
})

test('What several processes have counted is one', () => {
  const told = [1, 2].map(times => {
    const counter = new Counter({ name: 'calls', help: 'Calls.' }, 'source')
    const histogram = new Histogram({ name: 'taken_seconds', help: 'Times.', unit: 'seconds' }, [1, 2], 'source')
    for (let n = 0; n < times; n++) {
      counter.add(1, 'api"\\\n')
      histogram.observe(n + 0.5, 'api')
      histogram.observe(5, `only${times}`)
    }
    const worst = {
      name: 'late',
      help: 'Late.',
      type: 'gauge',
      together: 'worst',
      samples: [{ suffix: '', labels: '', value: times }],
    } as const
    return [counter.family(), histogram.family(), worst]
  })
  const samples = readOpenMetrics(printFamilies(mergeFamilies(told)))
  expect([
    sampleOf(samples, 'calls_total', { source: 'api"\\\n' }),
    sampleOf(samples, 'taken_seconds_count', { source: 'api' }),
    sampleOf(samples, 'taken_seconds_bucket', { source: 'api', le: '1' }),
    sampleOf(samples, 'taken_seconds_sum', { source: 'only2' }),
    sampleOf(samples, 'late'),
  ]).toEqual([3, 3, 2, 10, 2])
})
