import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { graphql } from 'graphql'
import { expect, test } from 'vitest'
import { startGateway } from '../../src/gateway.ts'
import { batch, createSchema, type HttpClient, type ResolverContext, type ResolverMap } from '../../src/index.ts'
import { startTestGateway } from '../support/gateway.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startUpstream } from '../support/upstream.ts'

test('A resolver that does not answer in time costs only its own field', async () => {
  const resolvers: ResolverMap = { Query: { late: () => new Promise(() => {}), soon: () => 'here' } }
  await using gateway = await startTestGateway({
    schema: 'type Query { late: String soon: String }',
    config: { resolvers, requestTimeout: 50 },
  })
  const { body } = await gateway.query('{ late soon }')
  expect(body).toMatchObject({
    data: { late: null, soon: 'here' },
    errors: [{ path: ['late'], extensions: { code: 'GATEWAY_TIMEOUT', reason: 'deadline' } }],
  })
})

test('Parents are the own of each request, also where requests share a call', async () => {
  await using upstream = await startUpstream(() => ({
    json: { list: [{ tags: ['a'] }] },
    headers: { 'cache-control': 'max-age=60' },
  }))
  const resolvers: ResolverMap = {
    Item: {
      count: item => {
        item.tags.push('b')
        return item.tags.length
      },
    },
  }
  await using gateway = await startTestGateway({
    schema: `extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}", cache: {} })
      type Query { list: [Item!] @http(GET: "/", select: "list") }
      type Item { tags: [String!] count: Int }`,
    environment: { API_URL: upstream.url },
    config: { resolvers },
  })
  const answers = await Promise.all([
    gateway.query('{ list { count tags } }'),
    gateway.query('{ list { tags count } }'),
  ])
  const items = answers.map(({ body }) => (body as { data: { list: unknown[] } }).data.list)
  expect(items).toEqual([[{ count: 2, tags: ['a'] }], [{ tags: ['a'], count: 2 }]])
})

test('The same queries at once are one run only where resolvers say all that they read', async () => {
  const ran: string[] = []
  let release = Promise.withResolvers<void>()
  const answer =
    (name: string, header = 'X-Tenant') =>
    async (_: unknown, __: unknown, { headers }: ResolverContext) => {
      ran.push(name)
      await release.promise
      return headers.get(header) ?? 'nobody'
    }
  const resolvers: ResolverMap = {
    Query: {
      unsaid: answer('unsaid'),
      said: { resolve: answer('said'), reads: { headers: ['X-Tenant'] } },
      traced: { resolve: answer('traced', 'X-Request-Id'), reads: { headers: ['X-Request-Id'] } },
      other: { resolve: (_, __, { headers }) => headers.get('x-other'), reads: {} },
      user: { resolve: (_, __, { user }) => String(user), reads: {} },
    },
  }
  await using gateway = await startTestGateway({
    schema: 'type Query { unsaid: String said: String traced: String other: String user: String }',
    config: { resolvers },
  })
  const ask = async (query: string, tenants: readonly string[], runs: number) => {
    ran.length = 0
    release = Promise.withResolvers()
    const answers = tenants.map(tenant => gateway.query(query, {}, { 'x-tenant': tenant, 'x-request-id': tenant }))
    // Another query on the way tells that those before it have been taken.
    while (ran.length < runs) await gateway.query('{ __typename }')
    await gateway.query('{ __typename }')
    release.resolve()
    return (await Promise.all(answers)).map(({ body }) => body)
  }
  const data = (name: string, tenant: string) => ({ data: { [name]: tenant } })
  expect(await ask('{ unsaid }', ['a', 'a', 'b'], 3)).toEqual(['a', 'a', 'b'].map(tenant => data('unsaid', tenant)))
  expect(ran).toEqual(['unsaid', 'unsaid', 'unsaid'])
  expect(await ask('{ said }', ['a', 'a', 'b'], 2)).toEqual(['a', 'a', 'b'].map(tenant => data('said', tenant)))
  expect(ran).toEqual(['said', 'said'])
  expect(await ask('{ traced }', ['a', 'b'], 2)).toEqual(['a', 'b'].map(tenant => data('traced', tenant)))
  const { body } = await gateway.query('{ other user }')
  expect(body).toMatchObject({ data: { other: null, user: null } })
  expect(JSON.stringify(gateway.log)).toContain("write reads: { headers: ['x-other'] }")
})

test('A resolver that holds the event loop is told once in development, and a long list pauses', async () => {
  const busy = (milliseconds: number) => {
    const end = performance.now() + milliseconds
    while (performance.now() < end);
  }
  let turns = 0
  const resolvers: ResolverMap = {
    Query: { items: () => Array.from({ length: 300 }, (_, id) => ({ id })) },
    Item: {
      slow: item => busy(item.id === 0 ? 60 : 0),
      turn: item => {
        if (item.id === 0) setImmediate(() => (turns += 1))
        busy(0.1)
        return turns
      },
    },
  }
  const schema = 'type Query { items: [Item!] } type Item { slow: Int turn: Int }'
  for (const profile of ['development', 'production'] as const) {
    turns = 0
    await using gateway = await startTestGateway({ schema, config: { resolvers, profile } })
    await gateway.query('{ items { slow } again: items { slow } }')
    const told = gateway.log.filter(
      ({ coordinate, msg }) => coordinate === 'Item.slow' && String(msg).includes('event loop'),
    )
    expect(told).toHaveLength(profile === 'development' ? 1 : 0)
    const { body } = await gateway.query('{ items { turn } }')
    expect((body as { data: { items: { turn: number }[] } }).data.items.at(-1)?.turn).toBe(1)
  }
})

test('A reload loads the module anew, with what it imports, and a module with a mistake is not served', async () => {
  await using directory = await createTempDirectory()
  const write = (name: string, text: string) => writeFile(join(directory.path, name), text)
  await write('schema.graphql', 'type Query { version: String }')
  await write('part.ts', 'export const version: string = "1"')
  const code = "import { version } from './part.ts'\nexport const resolvers = { Query: { version: () => version } }"
  await write('resolvers.ts', code)
  const [schemaPath, resolvers] = ['schema.graphql', 'resolvers.ts'].map(name => join(directory.path, name))
  await using gateway = await startGateway({ schemaPath, resolvers, port: 0, environment: {} })
  const version = async () => {
    const answer = await fetch(`${gateway.url}/graphql?query={version}`)
    return ((await answer.json()) as { data: { version: string } }).data.version
  }
  expect(await version()).toBe('1')
  await write('part.ts', 'export const version: string = "2"')
  await gateway.reload()
  expect(await version()).toBe('2')
  await write('resolvers.ts', `${code}\nexport const x = undefined.y`)
  await expect(gateway.reload()).rejects.toThrow(/resolvers\.ts:3:\d+ error the resolvers can't be loaded: /)
  await write('resolvers.ts', 'export const resolvers = {\n  Query: {{\n')
  await expect(gateway.reload()).rejects.toThrow(/resolvers\.ts:2:\d+ error the resolvers can't be loaded: /)
  await write('resolvers.ts', 'export const other = {}')
  await expect(gateway.reload()).rejects.toThrow('there are no resolvers')
  expect(await version()).toBe('2')
})

test('The resolvers of a program are those of an ordinary schema too', async () => {
  await using directory = await createTempDirectory()
  const schemaPath = join(directory.path, 'schema.graphql')
  await writeFile(
    schemaPath,
    'type Query { items: [Item!] } type Item { id: ID! size: Int sub: [Item!] tenant: String }',
  )
  const sizes: number[] = []
  const resolvers: ResolverMap = {
    Query: { items: () => [{ id: 1 }, { id: 2 }] },
    Item: {
      sub: item => [{ id: `${item.id}.1` }, { id: `${item.id}.2` }],
      size: batch(items => {
        sizes.push(items.length)
        return items.map(() => items.length)
      }),
      tenant: (_, __, { headers, user }) => `${headers.get('x-tenant')} ${user?.sub}`,
    },
  }
  await using bound = await createSchema({ schemaPath, resolvers, environment: {} })
  const contextValue = { req: { headers: { 'x-tenant': 'a' } }, jwt: { sub: 'ada' } }
  const answer = await graphql({ schema: bound.schema, source: '{ items { size tenant sub { size } } }', contextValue })
  expect(JSON.parse(JSON.stringify(answer))).toEqual({
    data: {
      items: [1, 2].map(() => ({ size: 2, tenant: 'a ada', sub: [{ size: 4 }, { size: 4 }] })),
    },
  })
  expect(sizes.sort()).toEqual([2, 4])
})

test('Arguments are the own of each request, and a resolver is not called for no parents', async () => {
  let batches = 0
  await using upstream = await startUpstream(() => ({ json: [{ key: { deep: 1 } }] }))
  const resolvers: ResolverMap = {
    Query: { size: (_, { of }) => of.push('b') },
    Item: {
      never: {
        needs: ['code'],
        resolve: batch(items => {
          batches += 1
          return items
        }),
      },
    },
  }
  await using gateway = await startTestGateway({
    schema: `extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
      type Query { size(of: [String!]): Int items: [Item!] @http(GET: "/") }
      type Item { code: String @map(from: "key.deep.deeper") never: String }`,
    environment: { API_URL: upstream.url },
    config: { resolvers },
  })
  for (const _ of [1, 2]) expect((await gateway.query('{ size(of: ["a"]) }')).body).toEqual({ data: { size: 2 } })
  const { body } = await gateway.query('{ items { never } }')
  expect(body).toMatchObject({ data: { items: [{ never: null }] }, errors: [{ extensions: { source: 'api' } }] })
  expect(batches).toBe(0)
})

test('Calls of resolvers count against those of their request, and are told by its trace', async () => {
  await using upstream = await startUpstream(() => ({ json: 1 }))
  const resolvers: ResolverMap = {
    Query: {
      sum: async (_, __, { source }) => {
        const answers = await Promise.allSettled([1, 2, 3].map(n => source<HttpClient>('api').get(`/${n}`)))
        return answers.map(({ status }) => status)
      },
      one: (_, __, { source }) => source<HttpClient>('api').get('/one'),
    },
  }
  await using gateway = await startTestGateway({
    schema: `extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
      type Query { sum: [String!] one: Int }`,
    environment: { API_URL: upstream.url },
    config: { resolvers, maxCalls: 2, trace: true },
  })
  const { body } = await gateway.query('{ sum }')
  expect(body).toEqual({ data: { sum: ['fulfilled', 'fulfilled', 'rejected'] } })
  expect(upstream.requests).toHaveLength(2)
  const traced = await gateway.query('{ one }', {}, { 'x-sluice-trace': '1' })
  expect(traced.body).toMatchObject({ data: { one: 1 } })
  expect(traced.text).toContain('"GET /one"')
})

test('A header that can not be sent is an error of its resolver, and no failure of the source', async () => {
  await using upstream = await startUpstream(() => ({ json: 1 }))
  const headers: readonly Readonly<Record<string, unknown>>[] = [
    { 'x y': '1' },
    { 'x-a': 'a\nb' },
    { 'x-a': 5 },
    { 'Transfer-Encoding': 'chunked' },
    { 'Content-Length': '3' },
    { '': '1' },
  ]
  const resolvers: ResolverMap = {
    Query: {
      one: (_, { at }: { at: number }, { source }) =>
        source<HttpClient>('api').get('/', { headers: headers[at] as Record<string, string> }),
    },
  }
  await using gateway = await startTestGateway({
    schema: `extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
      type Query { one(at: Int!): Int plain: Int @http(GET: "/plain") }`,
    environment: { API_URL: upstream.url },
    config: { resolvers },
  })
  for (const at of headers.keys()) {
    const { body } = await gateway.query(`{ one(at: ${at}) }`)
    expect(body).toMatchObject({ data: { one: null }, errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] })
  }
  // Its circuit is closed.
  expect((await gateway.query('{ plain }')).body).toEqual({ data: { plain: 1 } })
  expect(upstream.requests).toHaveLength(1)
  expect(JSON.stringify(gateway.log)).toContain('which is no name of a header')
})

test('A resolver is told that its client has gone', async () => {
  const [asked, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const resolvers: ResolverMap = {
    Query: {
      wait: (_, __, { signal }) => {
        asked.resolve()
        signal.addEventListener('abort', () => gone.resolve())
        return gone.promise
      },
    },
  }
  await using gateway = await startTestGateway({ schema: 'type Query { wait: String }', config: { resolvers } })
  const client = new AbortController()
  const answer = fetch(`${gateway.url}/graphql?query={wait}`, { signal: client.signal })
  await asked.promise
  client.abort()
  await expect(answer).rejects.toThrow()
  await gone.promise
})
