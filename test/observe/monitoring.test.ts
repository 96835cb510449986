import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase } from '../support/dialects.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { findPromtool, type Prometheus, startPrometheus } from '../support/prometheus.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startUpstream } from '../support/upstream.ts'

const DOCS = join(import.meta.dirname, '../../docs/monitoring')
const ALERTS = join(DOCS, 'prometheus-alerts.yml')

interface Panel {
  readonly title: string
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly targets?: readonly { readonly expr: string }[]
}

interface Dashboard {
  readonly panels: readonly Panel[]
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly query: string | { readonly query: string } }[]
  }
}

const dashboard: Dashboard = JSON.parse(await readFile(join(DOCS, 'grafana-dashboard.json'), 'utf8'))
const alerts = await readFile(ALERTS, 'utf8')

const expressions = dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })))

/** As Grafana sends it, with all jobs, instances and sources. */
const filledIn = (expression: string) =>
  expression.replaceAll('$__rate_interval', '1m').replaceAll(/\$(job|instance|source)\b/g, '.*')

/** What is asked of by its labels. */
const METRIC = /\b(\w+)\{/g

/** The names that an exposition can have, also of what has not happened yet. */
function namesOf(exposition: string): ReadonlySet<string> {
  const suffixes: Readonly<Record<string, readonly string[]>> = {
    counter: ['_total'],
    histogram: ['_bucket', '_sum', '_count'],
    gauge: [''],
    summary: [''],
  }
  return new Set(
    [...exposition.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name, type = '']) =>
      (suffixes[type] ?? []).map(suffix => `${name}${suffix}`),
    ),
  )
}

const SCHEMA = `
  extend schema
    @source(name: "api", http: { baseURL: "{$env.API_URL}", retries: 0, circuitFailures: 3, circuitPause: "1h" })
    @source(name: "down", http: { baseURL: "{$env.API_URL}", retries: 0, circuitFailures: 2, circuitPause: "1h" })
    @source(name: "db", sql: { url: "{$env.DB_URL}" })
  type Query {
    post(id: ID!): Post @http(source: "api", GET: "/posts/{$args.id}")
    lost: Post @http(source: "down", GET: "/lost")
  }
  type Post { id: ID! author: User @map(from: "userId") }
  type User @sql(table: "users", key: "id") { id: ID! name: String }`
const USERS = `CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(50)); INSERT INTO users VALUES (1, 'Ann')`

let gateway: TestGateway
let prometheus: Prometheus
const resources = new AsyncDisposableStack()

beforeAll(async () => {
  const upstream = resources.use(
    await startUpstream(({ url }) => (url === '/lost' ? { status: 500 } : { json: { id: 1, userId: url.length % 2 } })),
  )
  const database = resources.use(await createDatabase('sqlite', USERS))
  gateway = resources.use(
    await startTestGateway({
      schema: SCHEMA,
      environment: { API_URL: upstream.url, DB_URL: database.url },
      config: { metricsPort: 0, logLevel: 'warn', cost: 'measure' },
    }),
  )
  prometheus = resources.use(await startPrometheus(gateway.metricsUrl ?? '', ALERTS))
}, 120_000)
afterAll(() => resources.disposeAsync())

test('Dashboard and alerts name metrics that there are, and nothing else', async () => {
  const names = namesOf(await (await fetch(gateway.metricsUrl ?? '')).text())
  const namesIn = (text: string) => [...text.matchAll(METRIC)].map(([, name = '']) => name)
  const shown = new Set(expressions.flatMap(({ expr }) => namesIn(expr)))
  const watched = new Set(namesIn(alerts))
  expect([...shown, ...watched].filter(name => !names.has(name))).toEqual(['up'])
  // What is counted is shown, in one form or another.
  const family = (name: string) => name.replace(/_(bucket|sum|count)$/, '')
  const families = new Set([...shown].map(family))
  expect([...names].filter(name => !families.has(family(name)))).toEqual([])
})

test('Each expression of the dashboard is one that Prometheus answers with what the gateway has counted', async () => {
  const ask = async () => {
    for (const query of [
      '{ post(id: 1) { author { name } } }',
      '{ post(id: 22) { author { name } } }',
      '{ lost { id } }',
      '{ nothing }',
      'mutation',
    ])
      await gateway.query(query)
    await Promise.all(Array.from({ length: 4 }, () => gateway.query('{ post(id: 3) { id } }')))
  }
  const isAnswered = async () => {
    await ask()
    const answers = await Promise.all(
      expressions.map(async ({ title, expr }) => ({ title, answer: await prometheus.query(filledIn(expr)) })),
    )
    return answers.filter(({ answer }) => answer.length === 0).map(({ title }) => title)
  }
  await expect.poll(isAnswered, { timeout: 30_000, interval: 500 }).toEqual([])
  const open = expressions.find(({ title }) => title === 'Open circuits')
  await expect.poll(async () => (await prometheus.query(filledIn(open?.expr ?? '')))[0]?.value[1]).toBe('1')
}, 60_000)

test('Panels stand beside each other, and variables lead to what there is', async () => {
  const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) => {
    expect(x + w).toBeLessThanOrEqual(24)
    return Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`)
  })
  expect(new Set(cells).size).toBe(cells.length)
  const lookups = dashboard.templating.list.flatMap(({ query }) => (typeof query === 'string' ? [] : [query.query]))
  for (const lookup of lookups) {
    const [, selector = '', label = ''] = /^label_values\((.+), (\w+)\)$/.exec(lookup) ?? []
    await expect.poll(async () => (await prometheus.query(filledIn(selector)))[0]?.metric[label]).toBeDefined()
  }
  expect(lookups).toHaveLength(3)
})

test('Each alert can be evaluated, and passes promtool', async () => {
  const { stdout } = await promisify(execFile)(await findPromtool(), ['check', 'rules', ALERTS])
  const count = Number(/(\d+) rules found/.exec(stdout)?.[1])
  await expect
    .poll(async () => (await prometheus.alerts()).map(({ health, lastError }) => lastError ?? health))
    .toEqual(Array.from({ length: count }, () => 'ok'))
})

describe('An alert fires where it should', () => {
  /** Series by the minute, from 0 to 30, as promtool writes them. */
  const cases: readonly (readonly [alert: string, labels: string, series: Readonly<Record<string, string>>])[] = [
    ['SluiceIsDown', 'instance="a", severity="critical"', { 'up{instance="a"}': '0x30' }],
    [
      'SluiceFailsInside',
      'severity="critical"',
      {
        'http_server_request_duration_seconds_count{http_route="/graphql", http_response_status_code="200"}': '0+98x30',
        'http_server_request_duration_seconds_count{http_route="/graphql", http_response_status_code="503"}': '0+2x30',
      },
    ],
    [
      'SluiceAnswersHaveErrors',
      'severity="warning"',
      { 'sluice_operations_total{outcome="ok"}': '0+9x30', 'sluice_operations_total{outcome="partial"}': '0+1x30' },
    ],
    [
      'SluiceIsSlow',
      'severity="warning"',
      {
        'http_server_request_duration_seconds_bucket{http_route="/graphql", le="5"}': '0+98x30',
        'http_server_request_duration_seconds_bucket{http_route="/graphql", le="10"}': '0+100x30',
        'http_server_request_duration_seconds_bucket{http_route="/graphql", le="+Inf"}': '0+100x30',
      },
    ],
    [
      'SluiceSourceFails',
      'source="api", severity="warning"',
      {
        'sluice_calls_total{source="api", outcome="answered"}': '0+8x30',
        'sluice_calls_total{source="api", outcome="failed"}': '0+1x30',
        'sluice_calls_total{source="api", outcome="refused"}': '0+1x30',
        'sluice_calls_total{source="db", outcome="answered"}': '0+8x30',
      },
    ],
    ['SluiceCircuitIsOpen', 'source="api", severity="warning"', { 'sluice_circuit_open{source="api"}': '1x30' }],
    [
      'SluiceCallsWait',
      'source="db", severity="warning"',
      { 'sluice_call_queue_seconds_total{source="db"}': '0+60x30', 'sluice_calls_total{source="db"}': '0+60x30' },
    ],
    ['SluiceMeetsLimits', 'limit="calls", severity="warning"', { 'sluice_limits_hit_total{limit="calls"}': '0+2x30' }],
    [
      'SluiceEventLoopIsLate',
      'instance="a", severity="warning"',
      { 'sluice_event_loop_delay_seconds{instance="a", quantile="0.99"}': '0.5x30' },
    ],
  ]

  test('each alert is one of the cases', () => {
    const names = [...alerts.matchAll(/- alert: (\w+)/g)].map(([, name]) => name)
    expect(cases.map(([name]) => name)).toEqual(names)
  })

  test.each(cases)('%s', async (alert, labels, series) => {
    await using directory = await createTempDirectory()
    const path = join(directory.path, 'test.yml')
    const input = Object.entries(series).map(([name, values]) => {
      const withJob = name.replace('{', '{job="sluice", ')
      return `{ series: ${JSON.stringify(withJob)}, values: ${JSON.stringify(values)} }`
    })
    const firing = (at: string, samples: string) =>
      `{ eval_time: ${at}, expr: 'ALERTS{alertname="${alert}", alertstate="firing"}', exp_samples: [${samples}] }`
    const sample = JSON.stringify(`ALERTS{alertname="${alert}", alertstate="firing", job="sluice", ${labels}}`)
    await writeFile(
      path,
      `rule_files: [${JSON.stringify(ALERTS)}]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series: [${input.join(', ')}]
    promql_expr_test: [${firing('0m', '')}, ${firing('25m', `{ labels: ${sample}, value: 1 }`)}]
`,
    )
    const { stdout } = await promisify(execFile)(await findPromtool(), ['test', 'rules', path]).catch(error => error)
    expect(stdout).toContain('SUCCESS')
  })
})
