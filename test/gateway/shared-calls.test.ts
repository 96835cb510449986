import '../support/seed.ts'
import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBarrier } from '../support/barrier.ts'
import { startTestGateway } from '../support/gateway.ts'
import { startSchemaExecutor } from '../support/schema-executor.ts'
import { startUpstream } from '../support/upstream.ts'

const schemaWith = (options: string) => `
  extend schema
    @source(
      name: "api"
      http: { baseURL: "{$env.API_URL}", headers: ["Authorization: {$headers.authorization}"] ${options} }
    )
  type Query {
    post(id: ID!): Post @http(GET: "/posts/{$args.id}")
    title(id: ID!): String @http(GET: "/posts/{$args.id}", select: "title")
    marked(id: ID!, mark: String!): Post @http(GET: "/posts/{$args.id}", with: { title: "{$args.mark}" })
    own(id: ID!): Post @http(GET: "/own/{$args.id}")
  }
  type Mutation {
    rename(id: ID!, title: String!): Post @http(PATCH: "/posts/{$args.id}", body: { title: "{$args.title}" })
  }
  type Post {
    id: ID!
    title: String
    reader: String
  }
`
const SCHEMA = schemaWith('')
const CACHED = schemaWith('cache: {} retries: 0 circuitFailures: 0')
const EXECUTORS = [startTestGateway, startSchemaExecutor]

const postOf = (url: string, reader: string | undefined) => ({
  id: url.split('/').at(-1),
  title: `The title of ${url}`,
  reader: reader ?? 'nobody',
})

test('Fields of one request and requests of all clients share one call for one URL', async () => {
  const CLIENTS = 5
  for (const start of EXECUTORS) {
    const gate = createBarrier(CLIENTS + 1)
    await using upstream = await startUpstream(async ({ url, headers }) => {
      await gate.arrive()
      return { json: postOf(url, headers.authorization) }
    })
    await using executor = await start({ schema: SCHEMA, environment: { API_URL: upstream.url } })
    // Each client is known to have asked for the post once its own call, which nobody shares, has come.
    const answers = await Promise.all(
      Array.from({ length: CLIENTS }, (_, n) =>
        executor.query(
          `{ post(id: 1) { title } title(id: 1) marked(id: 1, mark: "m") { title } own(id: ${n}) { id } }`,
        ),
      ),
    )
    const title = 'The title of /posts/1'
    expect(answers.map(({ text }) => JSON.parse(text))).toEqual(
      Array.from({ length: CLIENTS }, (_, n) => ({
        data: { post: { title }, title, marked: { title: 'm' }, own: { id: String(n) } },
      })),
    )
    expect(upstream.requests.filter(({ url }) => url === '/posts/1').length).toBe(1)
    const lines = executor.log.filter(({ msg, coordinate }) => msg === 'call' && coordinate !== 'Query.own')
    expect(lines.filter(({ joined }) => joined).length).toBe(3 * CLIENTS - 1)
    expect(lines.length).toBe(3 * CLIENTS)
  }
})

test('A client that goes away takes nothing from the others', async () => {
  const gate = createBarrier()
  await using upstream = await startUpstream(async ({ url, headers }) => {
    if (url === '/posts/1') await gate.arrive()
    return { json: postOf(url, headers.authorization) }
  })
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API_URL: upstream.url } })
  const leaving = new AbortController()
  const ask = (id: number, signal?: AbortSignal) =>
    fetch(`${gateway.url}/graphql?query={post(id:1){title}own(id:${id}){id}}`, {
      headers: { accept: 'application/json' },
      ...(signal && { signal }),
    })
  const first = ask(1, leaving.signal)
  await upstream.received(2)
  const second = ask(2)
  await upstream.received(3)
  leaving.abort()
  await expect(first).rejects.toThrow()
  gate.release()
  expect(await (await second).json()).toEqual({
    data: { post: { title: 'The title of /posts/1' }, own: { id: '2' } },
  })
})

const USERS = ['ann', 'bob', 'cat', undefined]
const field = fc.oneof(
  fc.record({ name: fc.constant('post' as const), id: fc.nat(2) }),
  fc.record({ name: fc.constant('title' as const), id: fc.nat(2) }),
  fc.record({ name: fc.constant('own' as const), id: fc.nat(2) }),
  fc.record({ name: fc.constant('marked' as const), id: fc.nat(2) }),
  fc.record({ name: fc.constant('rename' as const), id: fc.nat(2) }),
)
const client = fc.record({
  user: fc.constantFrom(...USERS),
  fields: fc.array(field, { minLength: 1, maxLength: 4 }),
  wait: fc.nat(6),
})

const TEXT = {
  post: (id: number) => `post(id: ${id}) { id title reader }`,
  title: (id: number) => `title(id: ${id})`,
  own: (id: number) => `own(id: ${id}) { id title reader }`,
  marked: (id: number, user: string) => `marked(id: ${id}, mark: "${user}") { id title reader }`,
  rename: (id: number, user: string) => `rename(id: ${id}, title: "${user}") { id title reader }`,
}

/** What answers say to caches, one after the other; their tags tell no users apart, as an API's may by mistake. */
const CACHING = [
  { 'cache-control': 'public, max-age=60' },
  { 'cache-control': 'no-cache, public', etag: '"a"' },
  { 'cache-control': 'max-age=60' },
  { 'cache-control': 'private, max-age=60' },
  { 'cache-control': 'public, max-age=1, stale-if-error=60', age: '2', etag: '"b"' },
  {},
]

test('Nothing that was answered to one user reaches another one, whoever asks what and when', async () => {
  const variants = EXECUTORS.flatMap(start => [SCHEMA, CACHED].map(schema => ({ start, schema })))
  for (const { start, schema } of variants) {
    let turns = 0
    await using upstream = await startUpstream(async ({ method, url, headers, body }) => {
      for (let turn = turns++ % 5; turn > 0; turn--) await nextTurn()
      const post = postOf(url, headers.authorization)
      if (method === 'PATCH') return { json: { ...post, ...JSON.parse(body) } }
      if (headers['if-none-match']) return { status: headers['if-none-match'] === '"b"' ? 503 : 304 }
      return { json: post, headers: CACHING[turns % CACHING.length] as Record<string, string> }
    })
    await using executor = await start({ schema, environment: { API_URL: upstream.url } })
    await fc.assert(
      fc.asyncProperty(fc.array(client, { minLength: 2, maxLength: 12 }), async clients => {
        const before = upstream.requests.length
        const ask = async ({ user, fields, wait }: (typeof clients)[number]) => {
          const reader = user ?? 'nobody'
          const writes = fields[0]?.name === 'rename'
          const chosen = fields.filter(({ name }) => (name === 'rename') === writes)
          const texts = chosen.map(({ name, id }, at) => `f${at}: ${TEXT[name](id, reader)}`)
          for (let turn = wait; turn > 0; turn--) await nextTurn()
          const { text } = await executor.query(
            `${writes ? 'mutation' : 'query'} { ${texts.join(' ')} }`,
            {},
            user === undefined ? {} : { authorization: user },
          )
          const expected = chosen.map(({ name, id }, at) => {
            const post = postOf(`/${name === 'own' ? 'own' : 'posts'}/${id}`, reader)
            const marked = name === 'marked' || name === 'rename' ? { ...post, title: reader } : post
            return [`f${at}`, name === 'title' ? post.title : marked]
          })
          expect(JSON.parse(text)).toEqual({ data: Object.fromEntries(expected) })
          return chosen.length
        }
        const asked = (await Promise.all(clients.map(ask))).reduce((sum, count) => sum + count, 0)
        expect(upstream.requests.length - before).toBeLessThanOrEqual(asked)
      }),
      { numRuns: 40 },
    )
    const [joined, cached] = ['joined', 'cached'].map(how => executor.log.filter(line => line[how]).length)
    expect(joined).toBeGreaterThan(0)
    if (schema === CACHED) expect(cached).toBeGreaterThan(0)
    else expect(cached).toBe(0)
  }
})
