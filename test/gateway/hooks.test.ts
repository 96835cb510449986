import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GraphQLError, graphql } from 'graphql'
import { expect, test } from 'vitest'
import { createSchema, type Hooks } from '../../src/index.ts'
import { createBarrier } from '../support/barrier.ts'
import { startTestGateway } from '../support/gateway.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startUpstream, type UpstreamRequest } from '../support/upstream.ts'

const SCHEMA = `extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}", cache: {} })
  type Query { who: Who @http(GET: "/who") other: Who @http(GET: "/other")
    list: [Who!] @http(GET: "/list", pages: { page: "page" }) }
  type Mutation { change(text: String!): Who @http(POST: "/who", body: "{$args}") }
  type Who { name: String }`

const tenantOf = ({ headers }: UpstreamRequest) => headers['x-tenant'] ?? 'nobody'
const signed: Hooks['onCall'] = (_, { headers }) => ({ 'X-Tenant': headers.get('x-tenant') ?? 'none' })
const who = (name: string) => ({ data: { who: { name } } })

async function withHooks(hooks: Hooks, api: { readonly url: string }, config = {}) {
  return await startTestGateway({ schema: SCHEMA, environment: { API_URL: api.url }, config: { hooks, ...config } })
}

for (const reads of [undefined, { headers: ['x-tenant'] }])
  test(`A header that onCall adds for one client brings no other client the answer, ${reads ? 'with' : 'without'} reads`, async () => {
    const barrier = createBarrier()
    await using api = await startUpstream(async request => {
      await barrier.arrive()
      return { json: { name: tenantOf(request) }, headers: { 'cache-control': 'public, max-age=60' } }
    })
    await using gateway = await withHooks({ onCall: reads ? { run: signed, reads } : signed }, api)
    const ask = (tenant: string) => gateway.query('{ who { name } }', {}, { 'x-tenant': tenant })
    const tenants = ['a', 'b', 'a', 'b']
    const asked = tenants.map(ask)
    await api.received(2)
    // Another query on the way tells that those before it have been taken.
    for (let turn = 0; turn < 4; turn++) await gateway.query('{ __typename }')
    barrier.release()
    const answers = await Promise.all(asked)
    expect(answers.map(({ body }) => body)).toEqual(tenants.map(who))
    // What is the same to the last header is one call; only who says what it reads shares whole runs.
    expect(api.requests).toHaveLength(2)
    const shared = gateway.log.filter(({ msg }) => msg === 'the answer is that of the same query under way')
    expect(shared).toHaveLength(reads ? 2 : 0)
    const [{ headers } = { headers: new Headers() }] = answers
    expect([headers.get('cache-control'), headers.get('vary')]).toEqual(
      reads
        ? [expect.stringMatching(/^private, max-age=\d+$/), expect.stringContaining('x-tenant')]
        : ['no-store', expect.not.stringContaining('x-tenant')],
    )
    // What is kept is kept for the same headers.
    const later = [await ask('c'), await ask('a')]
    expect(later.map(({ body }) => body)).toEqual([who('c'), who('a')])
    expect(api.requests.map(tenantOf)).toEqual(expect.arrayContaining(['a', 'b', 'c']))
    expect(api.requests).toHaveLength(3)
  })

test('onCall sees a call as it is sent, and what it adds is in no log and no trace', async () => {
  await using api = await startUpstream(({ headers, body }) => ({
    json: { name: `${headers['x-signature']} ${body}` },
  }))
  const seen: unknown[] = []
  const onCall: Hooks['onCall'] = async (call, { requestId, user }) => {
    seen.push({ ...call, url: call.url.replace(api.url, ''), known: typeof requestId, user })
    return { 'X-Signature': `signed-${call.body?.length ?? 0}`, authorization: 'Bearer s3cret-of-the-hook' }
  }
  await using gateway = await withHooks({ onCall }, api, { trace: true })
  const { body, text } = await gateway.query('mutation { change(text: "x") { name } }', {}, { 'x-sluice-trace': '1' })
  expect(body).toMatchObject({ data: { change: { name: 'signed-12 {"text":"x"}' } } })
  expect(seen).toEqual([
    {
      source: 'api',
      coordinate: 'Mutation.change',
      method: 'POST',
      url: '/who',
      headers: expect.objectContaining({ 'content-type': 'application/json' }),
      body: '{"text":"x"}',
      known: 'string',
      user: undefined,
    },
  ])
  expect(api.requests[0]?.headers.authorization).toBe('Bearer s3cret-of-the-hook')
  expect(text).toContain('"calls"')
  expect(text + JSON.stringify(gateway.log)).not.toContain('s3cret')
})

test('An error of onCall is that of the fields of its call; nothing is sent, and only a GraphQLError with a code is shown', async () => {
  await using api = await startUpstream(({ url }) => ({ json: { name: url } }))
  const onCall: Hooks['onCall'] = async ({ coordinate }) => {
    if (coordinate !== 'Query.other') throw new GraphQLError('No key for this.', { extensions: { code: 'NO_KEY' } })
    throw new Error('the key s3cret is broken')
  }
  await using gateway = await withHooks({ onCall }, api)
  const { body } = await gateway.query('{ who { name } other { name } list { name } }')
  expect(body).toMatchObject({ data: { who: null, other: null, list: null } })
  const { errors } = body as { errors: readonly { path: unknown; message: string; extensions: unknown }[] }
  for (const field of ['who', 'list'])
    expect(errors.find(({ path }) => String(path) === field)).toMatchObject({
      message: 'No key for this.',
      extensions: { code: 'NO_KEY' },
    })
  expect(errors.find(({ path }) => String(path) === 'other')).toMatchObject({
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  })
  expect(JSON.stringify(errors)).not.toContain('key s3cret')
  expect(JSON.stringify(gateway.log)).toContain('is broken')
  expect(api.requests).toEqual([])
})

test('Headers that can not be sent, and what a hook reads without saying so, are errors with a remedy in the log', async () => {
  await using api = await startUpstream(() => ({ json: { name: 'Ada' } }))
  for (const [added, told] of [
    [{ 'x-a': 'a\nb' }, 'has a character that no header can hold'],
    [{ 'Content-Length': '1' }, 'is set by the connection itself'],
    [{ 'x a': 'b' }, 'no name of a header'],
    [{ 'x-a': 1 }, 'is no text'],
    ['x-a', 'an object of headers'],
  ]) {
    await using gateway = await withHooks({ onCall: () => added as object as Record<string, string> }, api)
    const { body } = await gateway.query('{ who { name } }')
    expect(body).toMatchObject({ data: { who: null }, errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] })
    expect(JSON.stringify(gateway.log)).toContain(told)
  }
  await using gateway = await withHooks({ onCall: { run: signed, reads: {} } }, api)
  expect((await gateway.query('{ who { name } }')).body).toMatchObject({ data: { who: null } })
  expect(JSON.stringify(gateway.log)).toContain("write reads: { headers: ['x-tenant'] }")
  expect(api.requests).toEqual([])
})

test('onAnswer changes what an API answers, once for all who share or keep the answer', async () => {
  await using api = await startUpstream(({ url }) => ({
    json: { payload: { name: url } },
    headers: { 'cache-control': 'public, max-age=60', 'x-version': '2' },
  }))
  const seen: unknown[] = []
  const onAnswer: Hooks['onAnswer'] = async ({ body, ...answer }) => {
    seen.push([
      answer.source,
      answer.method,
      answer.url.replace(api.url, ''),
      answer.status,
      answer.headers['x-version'],
    ])
    if (answer.url.endsWith('/who')) return { name: `${body.payload.name}!` }
    body.name = 'changed'
    return undefined
  }
  await using gateway = await withHooks({ onAnswer }, api)
  const query = '{ who { name } other { name } }'
  const data = { who: { name: '/who!' }, other: { name: 'changed' } }
  for (let time = 0; time < 2; time++) expect((await gateway.query(query)).body).toEqual({ data })
  expect(seen.sort()).toEqual([
    ['api', 'GET', '/other', 200, '2'],
    ['api', 'GET', '/who', 200, '2'],
  ])
})

test('An error of onAnswer is that of its fields and is not kept; what is no answer does not come to it', async () => {
  await using api = await startUpstream(({ url }) =>
    url === '/who'
      ? { json: { name: 'Ada' }, headers: { 'cache-control': 'public, max-age=60' } }
      : { status: 500, json: { name: 'broken' } },
  )
  let fails = true
  const onAnswer: Hooks['onAnswer'] = () => {
    if (fails) throw new GraphQLError('Sold out.', { extensions: { code: 'SOLD_OUT' } })
  }
  await using gateway = await withHooks({ onAnswer }, api)
  const ask = async () => (await gateway.query('{ who { name } other { name } }')).body
  expect(await ask()).toMatchObject({
    data: { who: null, other: null },
    errors: expect.arrayContaining([
      expect.objectContaining({ message: 'Sold out.', path: ['who'], extensions: { code: 'SOLD_OUT' } }),
      expect.objectContaining({ path: ['other'], extensions: expect.objectContaining({ reason: 'http_5xx' }) }),
    ]),
  })
  fails = false
  expect(await ask()).toMatchObject({ data: { who: { name: 'Ada' }, other: null } })
})

for (const directLane of [true, false])
  test(`onRequest refuses an operation before it runs, ${directLane ? 'in the direct lane' : 'by Yoga'}`, async () => {
    await using api = await startUpstream(() => ({ json: { name: 'Ada' }, headers: { 'cache-control': 'max-age=60' } }))
    const seen: unknown[] = []
    const onRequest: Hooks['onRequest'] = async (request, { headers }) => {
      seen.push(request)
      if (headers.get('x-tenant') === 'closed')
        throw new GraphQLError('We are closed.', { extensions: { code: 'CLOSED' } })
      if (headers.get('x-tenant') === 'broken') throw new Error('s3cret')
    }
    await using gateway = await withHooks({ onRequest }, api, { directLane })
    const ask = (tenant: string) =>
      gateway.query('query Who($a: Boolean!) { who @include(if: $a) { name } }', { a: true }, { 'x-tenant': tenant })
    const closed = await ask('closed')
    expect([closed.status, closed.body]).toEqual([
      400,
      { errors: [{ message: 'We are closed.', extensions: { code: 'CLOSED' } }] },
    ])
    const broken = await ask('broken')
    expect([broken.status, broken.text.includes('s3cret')]).toEqual([500, false])
    expect(JSON.stringify(gateway.log)).toContain('s3cret')
    expect(api.requests).toEqual([])
    const open = await ask('open')
    expect([open.body, open.headers.get('cache-control')]).toEqual([who('Ada'), 'no-store'])
    expect(seen[2]).toEqual({ operation: 'query', operationName: 'Who', variables: { a: true } })
    // What is no valid operation does not come to it.
    await gateway.query('{ nothing }')
    expect(seen).toHaveLength(3)
  })

test('Caches keep answers beside an onRequest that says what it reads, each for its own clients', async () => {
  await using api = await startUpstream(() => ({ json: { name: 'Ada' }, headers: { 'cache-control': 'max-age=60' } }))
  const onRequest = { run: () => undefined, reads: { headers: ['x-tenant'] } }
  await using gateway = await withHooks({ onRequest }, api)
  const { headers } = await gateway.query('{ who { name } }')
  expect(headers.get('cache-control')).toMatch(/^private, max-age=/)
  expect(headers.get('vary')).toContain('x-tenant')
})

test('A hook that does not end in time is late, and one that holds the event loop is told in development', async () => {
  await using api = await startUpstream(() => ({ json: { name: 'Ada' } }))
  for (const hooks of [
    { onCall: () => new Promise<never>(() => {}) },
    { onAnswer: () => new Promise<never>(() => {}) },
  ]) {
    await using gateway = await withHooks(hooks, api, { requestTimeout: 200 })
    expect((await gateway.query('{ who { name } }')).body).toMatchObject({
      errors: [{ path: ['who'], extensions: { code: 'GATEWAY_TIMEOUT', reason: 'deadline' } }],
    })
  }
  const busy = () => {
    for (const end = performance.now() + 60; performance.now() < end; );
  }
  for (const profile of ['development', 'production']) {
    await using gateway = await withHooks({ onAnswer: busy }, api, { profile })
    await gateway.query('{ who { name } }')
    const told = gateway.log.filter(({ coordinate }) => coordinate === 'hooks.onAnswer')
    expect(told).toHaveLength(profile === 'development' ? 1 : 0)
  }
})

test('Calls of an ordinary schema go through the hooks of a program too', async () => {
  await using api = await startUpstream(({ headers }) => ({ json: { name: headers['x-a'] } }))
  await using directory = await createTempDirectory()
  const schemaPath = join(directory.path, 'schema.graphql')
  await writeFile(schemaPath, SCHEMA)
  await using bound = await createSchema({
    schemaPath,
    environment: { API_URL: api.url },
    hooks: { onCall: () => ({ 'x-a': 'b' }) },
  })
  expect(await graphql({ schema: bound.schema, source: '{ who { name } }' })).toEqual(who('b'))
})
