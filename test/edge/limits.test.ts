import { expect, onTestFinished, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { readOpenMetrics } from '../support/open-metrics.ts'
import { startUpstream } from '../support/upstream.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API}" })
  type Query { user: User @http(GET: "/user") }
  type User { id: ID friend: User @http(GET: "/user") }
`

async function start(config: Partial<Config>): Promise<TestGateway & { readonly calls: () => number }> {
  const upstream = await startUpstream({ 'GET /user': { json: { id: 1 } } })
  onTestFinished(() => upstream[Symbol.asyncDispose]())
  const environment = { API: upstream.url }
  const gateway = await startTestGateway({ schema: SCHEMA, environment, config: { metricsPort: 0, ...config } })
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  return { ...gateway, log: gateway.log, calls: () => upstream.requests.length }
}

/** Operations that are beyond the limit of 3, by its name. */
const BEYOND: Readonly<Record<string, string>> = {
  tokens: '{ user { id } }',
  depth: '{ user { friend { friend { id } } } }',
  fields: '{ user { id a: id b: id } }',
  fragments: '{ user { ...A ...B } } fragment A on User { ...B } fragment B on User { ...C } fragment C on User { id }',
  aliases: '{ a: user { b: id c: id d: id } }',
  rootFields:
    '{ user { id } ...on Query { a: user { id } ...Q } } fragment Q on Query { b: user { id } c: user { id } }',
  directives: '{ user { id @skip(if: false) a: id @skip(if: false) b: id @skip(if: false) @include(if: true) } }',
  introspections:
    '{ a: __schema { x: queryType { name } } b: __type(name: "User") { name } c: __type(name: "A") { name } d: __schema { queryType { name } } }',
}

test.each(Object.entries(BEYOND))(
  'The limit %s refuses before anything is called, and is counted',
  async (name, query) => {
    const gateway = await start({ limits: readConfig({ limits: `${name}=3` }, {}).limits })
    const { status, body } = await gateway.query(query)
    expect([status, body]).toEqual([
      400,
      {
        errors: [
          {
            message: expect.stringContaining('more than 3 '),
            extensions: { code: 'OPERATION_LIMIT_EXCEEDED', limit: name, most: 3 },
          },
        ],
      },
    ])
    expect(gateway.calls()).toBe(0)
    expect(await counted(gateway)).toEqual({ [name]: 1 })
  },
)

test.each(Object.entries(BEYOND))('The limit %s may only be measured, or be off', async (name, query) => {
  const measuring = await start({ limits: readConfig({ limits: `${name}=3:measure` }, {}).limits })
  for (let times = 0; times < 2; times++) expect((await measuring.query(query)).body).not.toHaveProperty('errors')
  expect(await counted(measuring)).toEqual({ [name]: 2 })
  expect(measuring.log.filter(({ msg }) => msg === 'request').map(({ limits }) => limits)).toEqual([[name], [name]])
  const off = await start({ limits: readConfig({ limits: `${name}=off` }, {}).limits })
  expect((await off.query(query)).body).not.toHaveProperty('errors')
  expect(await counted(off)).toEqual({})
})

test('In production they are lower', async () => {
  const query = `{ ${Array.from({ length: 60 }, (_, n) => `a${n}: user { id }`).join(' ')} }`
  const production = await start({ profile: 'production' })
  expect((await production.query(query)).body).toMatchObject({
    errors: [{ extensions: { limit: 'rootFields', most: 50 } }],
  })
  expect((await (await start({})).query(query)).body).not.toHaveProperty('errors')
})

const COSTS = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API}" })
  type Query {
    users(first: Int): [User!] @http(GET: "/users?n={$args.first}")
    page(count: Int, max: Int): [User!] @http(GET: "/users?n={$args.count}&m={$args.max}") @listSize(slicingArguments: ["count", "max"])
  }
  type User { id: ID name: String @cost(weight: 4) }
`

test('What an operation may cost is known with its variables, and before anything is called', async () => {
  const upstream = await startUpstream(() => ({ json: [{ id: 1, name: 'x' }] }))
  onTestFinished(() => upstream[Symbol.asyncDispose]())
  const ask = async (limits: string, query: string, variables: object) => {
    const config = { metricsPort: 0, limits: readConfig({ limits }, {}).limits }
    await using gateway = await startTestGateway({ schema: COSTS, environment: { API: upstream.url }, config })
    const { body } = await gateway.query(query, variables as Readonly<Record<string, unknown>>)
    return { body, counted: await counted(gateway) }
  }
  const query = 'query ($n: Int) { users(first: $n) { name } }'
  expect(await ask('cost=50', query, { n: 10 })).toEqual({ body: { data: { users: [{ name: 'x' }] } }, counted: {} })
  const before = upstream.requests.length
  expect(await ask('cost=50', query, { n: 11 })).toEqual({
    body: {
      errors: [
        {
          message: 'The operation may cost more than 50.',
          extensions: { code: 'OPERATION_LIMIT_EXCEEDED', limit: 'cost', most: 50 },
        },
      ],
    },
    counted: { cost: 1 },
  })
  const unsaid = {
    errors: [
      { message: '"page" needs exactly one of the arguments count, max.', extensions: { code: 'BAD_USER_INPUT' } },
    ],
  }
  for (const page of ['page', 'page(count: 1, max: 1)'])
    expect((await ask('cost=50', `{ ${page} { id } }`, {})).body).toEqual(unsaid)
  expect(upstream.requests).toHaveLength(before)
  const measured = await ask('cost=50:measure', query, { n: 1_000 })
  expect(measured).toMatchObject({ body: { data: {} }, counted: { cost: 1 } })
  expect((await ask('depth=5', '{ page { id } }', {})).body).toMatchObject({ data: {} })
})

test.each([
  ['depth', 'depth'],
  ['depth=', 'depth='],
  ['depth=0', 'depth=0'],
  ['depth=1,depth=2', 'depth=1,depth=2'],
  ['deep=1', 'deep=1'],
  ['depth=1:count', 'depth=1:count'],
  ['__proto__=1', '__proto__=1'],
])('Limits that can not be read are refused: %s', limits => {
  expect(() => readConfig({ limits }, {})).toThrow(
    `--limits takes limits such as depth=20,aliases=50:measure,fields=off, of tokens, `,
  )
  expect(() => readConfig({}, { SLUICE_LIMITS: limits })).toThrow(`not "${limits}"`)
})

async function counted({ metricsUrl }: TestGateway): Promise<Readonly<Record<string, number>>> {
  const samples = readOpenMetrics(await (await fetch(metricsUrl ?? '')).text())
  const limits = samples.filter(({ name }) => name === 'sluice_limits_hit_total')
  return Object.fromEntries(limits.map(({ labels, value }) => [labels.limit, value]))
}
