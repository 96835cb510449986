import { AsyncLocalStorage } from 'node:async_hooks'
import { type ChannelListener, subscribe, tracingChannel, unsubscribe } from 'node:diagnostics_channel'
import type { GraphQLError } from 'graphql'
import { expect, test } from 'vitest'
import { createDatabase } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'

const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const

type Told = readonly [event: (typeof EVENTS)[number], message: Readonly<Record<string, unknown>>]

/** What is published from now on, in its order; each message as it is at that moment. */
function listen(name: string): { readonly told: readonly Told[] } & Disposable {
  const told: Told[] = []
  const listeners = EVENTS.map(event => {
    const take: ChannelListener = message => told.push([event, { ...(message as Told[1]) }])
    const channel = `tracing:${name}:${event}`
    subscribe(channel, take)
    return () => unsubscribe(channel, take)
  })
  return { told, [Symbol.dispose]: () => void listeners.map(end => end()) }
}

const SCHEMA = `
  extend schema
    @source(name: "api", http: { baseURL: "{$env.API}", retries: 1 })
    @source(name: "db", sql: { url: "{$env.DB}" })
  type Query {
    post(id: ID!): Post @http(GET: "/posts/{$args.id}?key={$env.KEY}")
    lost: String @http(GET: "/lost")
    numbers: [Number!]! @sql(query: "select 7 as n")
  }
  type Post { id: ID! title: String }
  type Number { n: Int }`

async function start(directLane = true) {
  await using stack = new AsyncDisposableStack()
  const upstream = stack.use(
    await startUpstream(({ url }) => (url === '/lost' ? { status: 503 } : { json: { id: 1, title: 'One' } })),
  )
  const database = stack.use(await createDatabase('sqlite', 'CREATE TABLE unused (id INTEGER)'))
  const environment = { API: upstream.url, DB: database.url, KEY: 'hunter2' }
  const gateway = stack.use(await startTestGateway({ schema: SCHEMA, environment, config: { directLane } }))
  const all = stack.move()
  return { gateway, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

for (const directLane of [true, false])
  test(`Each step of an operation is published once, ${directLane ? 'past' : 'by way of'} Yoga`, async () => {
    await using started = await start(directLane)
    using parse = listen('graphql:parse')
    using validate = listen('graphql:validate')
    using execute = listen('graphql:execute')
    const query = 'query One($id: ID!) { post(id: $id) { title } }'
    await started.gateway.query(query, { id: '1' })
    await started.gateway.query(query, { id: '1' })
    const events = ({ told }: { readonly told: readonly Told[] }) => told.map(([event]) => event)
    // The second time the document is known.
    expect([events(parse), events(validate)]).toEqual([
      ['start', 'end'],
      ['start', 'end'],
    ])
    expect(parse.told[1]?.[1]).toEqual({ source: query, result: expect.objectContaining({ kind: 'Document' }) })
    expect(validate.told[1]?.[1]).toEqual({
      schema: expect.anything(),
      document: parse.told[1]?.[1].result,
      result: [],
    })
    const whole = ['start', 'end', 'asyncStart', 'asyncEnd']
    expect(events(execute)).toEqual([...whole, ...whole])
    expect(execute.told[0]?.[1]).toEqual({
      schema: expect.anything(),
      document: parse.told[1]?.[1].result,
      rawVariableValues: { id: '1' },
      operationName: 'One',
      operationType: 'query',
    })
    const result = execute.told[3]?.[1].result
    expect(result).toMatchObject({ data: { post: { title: 'One' } } })
    expect(result).not.toHaveProperty('errors')
  })

test('A document with mistakes, a failed field and a wrong text are told as graphql-js tells them', async () => {
  await using started = await start()
  using parse = listen('graphql:parse')
  using validate = listen('graphql:validate')
  using execute = listen('graphql:execute')
  const { gateway } = started
  await gateway.query('{ post(id: 1) { a: id a: title } nothing }')
  const ofValidation = () => validate.told.at(-1)?.[1].result as readonly GraphQLError[]
  expect(ofValidation().map(({ message }) => message)).toEqual(['Cannot query field "nothing" on type "Query".'])
  await gateway.query('{ post(id: 1) { a: id a: title } }')
  expect(ofValidation().map(({ message }) => message)).toEqual([expect.stringMatching(/^Fields "a" conflict/)])
  expect(validate.told.map(([event]) => event)).toEqual(['start', 'end', 'start', 'end'])
  await gateway.query('{')
  expect(parse.told.slice(-3).map(([event]) => event)).toEqual(['start', 'error', 'end'])
  expect(execute.told).toEqual([])
  await gateway.query('{ lost }')
  expect(execute.told.at(-1)?.[1].result).toMatchObject({
    data: { lost: null },
    errors: [{ path: ['lost'] }],
  })
})

test('A long document is validated in slices, which is published as an asynchronous function', async () => {
  await using started = await start()
  using validate = listen('graphql:validate')
  const fields = Array.from({ length: 400 }, (_, at) => `a${at}: post(id: ${at}) { id title }`)
  const { body } = await started.gateway.query(`query Long @skip(if: 1) { ${fields.join(' ')} }`)
  expect(validate.told.map(([event]) => event)).toEqual(['start', 'end', 'asyncStart', 'asyncEnd'])
  const { errors } = body as { readonly errors: readonly { readonly message: string }[] }
  const found = validate.told[3]?.[1].result as readonly GraphQLError[]
  expect(found.map(({ message }) => message)).toEqual(errors.map(({ message }) => message))
  expect(validate.told[1]?.[1]).not.toHaveProperty('result')
})

test('What a store is bound to holds while the operation is executed', async () => {
  await using started = await start()
  const store = new AsyncLocalStorage<object>()
  const channel = tracingChannel('graphql:execute')
  channel.start.bindStore(store, context => context as object)
  using calls = listen('sluice:call')
  const stores: unknown[] = []
  const take = () => stores.push(store.getStore())
  subscribe('tracing:sluice:call:start', take)
  try {
    await started.gateway.query('query Named { post(id: 1) { id } }')
  } finally {
    unsubscribe('tracing:sluice:call:start', take)
    channel.start.unbindStore(store)
  }
  expect(calls.told).toHaveLength(4)
  expect(stores).toEqual([expect.objectContaining({ operationName: 'Named' })])
})

for (const directLane of [true, false])
  test(`Calls are published with what came of them, ${directLane ? 'past' : 'by way of'} Yoga`, async () => {
    await using started = await start(directLane)
    using calls = listen('sluice:call')
    await started.gateway.query('{ post(id: 1) { id } lost numbers { n } }', {}, { 'x-request-id': 'one' })
    const of = (coordinate: string) => calls.told.filter(([, message]) => message.coordinate === coordinate)
    const [begun, , , ended] = of('Query.post')
    expect(of('Query.post').map(([event]) => event)).toEqual(['start', 'end', 'asyncStart', 'asyncEnd'])
    const known = {
      requestId: 'one',
      source: 'api',
      coordinate: 'Query.post',
      client: 'http.client',
      text: 'GET /posts/{$args.id}?key={$env.KEY}',
      keys: 1,
      start: expect.any(Number),
    }
    expect(begun?.[1]).toEqual(known)
    expect(ended?.[1]).toEqual({
      ...known,
      duration: expect.any(Number),
      queued: 0,
      tries: [{ start: expect.any(Number), duration: expect.any(Number), status: 200, error: undefined }],
      bytes: expect.any(Number),
      rows: undefined,
      joined: false,
      cached: false,
      refusedByCircuit: false,
      empty: undefined,
      failure: undefined,
    })
    expect(of('Query.lost').map(([event]) => event)).toEqual(['start', 'end', 'error', 'asyncStart', 'asyncEnd'])
    expect(of('Query.lost').at(-1)?.[1]).toMatchObject({
      failure: 'http_5xx',
      error: expect.any(Error),
      tries: [
        { status: 503, error: 'http_5xx' },
        { status: 503, error: 'http_5xx' },
      ],
    })
    expect(of('Query.numbers').at(-1)?.[1]).toMatchObject({
      client: 'db.client',
      text: expect.stringContaining('select 7'),
      rows: 1,
    })
  })

test('A call that begins too late is not published', async () => {
  await using upstream = await startUpstream(() => ({ fault: 'hang' }))
  const schema = `
    extend schema @source(name: "api", http: { baseURL: "${upstream.url}", retries: 0 })
    type Query { first: First @http(GET: "/first") }
    type First { id: Int }
    type Mutation { first: First @http(POST: "/first") second: First @http(POST: "/second") }`
  await using gateway = await startTestGateway({ schema, config: { requestTimeout: 200 } })
  using calls = listen('sluice:call')
  await gateway.query('mutation { first { id } second { id } }')
  expect(calls.told.map(([event, { coordinate }]) => `${event} ${coordinate}`)).toEqual(
    ['start', 'end', 'error', 'asyncStart', 'asyncEnd'].map(event => `${event} Mutation.first`),
  )
})
