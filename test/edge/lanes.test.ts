import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'
import { rawRequest, sendRaw } from './raw-http.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API}", headers: ["x-user: {$headers.x-user}"] })
  type Query { post(id: ID!): Post @http(GET: "/posts/{$args.id}"), broken: String @http(GET: "/broken") }
  type Mutation { add(title: String!): Post @http(POST: "/posts", body: { title: "{$args.title}" }) }
  type Post { id: ID!, title: String }`

const resources = new AsyncDisposableStack()
let lanes: readonly [TestGateway, TestGateway]
beforeAll(async () => {
  const upstream = resources.use(
    await startUpstream(({ url }) =>
      url === '/broken'
        ? { status: 500 }
        : { json: { id: 1, title: 'Größe' }, headers: { 'cache-control': 'max-age=60' } },
    ),
  )
  const start = async (directLane: boolean) =>
    resources.use(
      await startTestGateway({
        schema: SCHEMA,
        environment: { API: upstream.url },
        config: { directLane, bodyLimit: 2_000, maxOperationBytes: 1_000, corsOrigins: ['https://app.example'] },
      }),
    )
  lanes = [await start(true), await start(false)]
})
afterAll(() => resources.disposeAsync())

/** What a request gets on each lane, but for the time of day. */
async function answersTo(line: string, headers: readonly string[], body: string | Uint8Array) {
  const head = Buffer.from(rawRequest(line, ['x-request-id: same', ...headers]))
  return Promise.all(
    lanes.map(async ({ url }) => {
      const answer = await sendRaw(url, Buffer.concat([head, Buffer.from(body)]))
      const { date: _, ...told } = answer.headers
      // Behind a 100 Continue, the answer itself is what has been read as a body.
      return { ...answer, headers: told, body: answer.body.replace(/^Date: .*$/m, '') }
    }),
  )
}

async function expectAlike(line: string, headers: readonly string[], body: string | Uint8Array) {
  const [direct, byYoga] = await answersTo(line, headers, body)
  expect(direct).toEqual(byYoga)
  return direct?.status
}

const QUERY = JSON.stringify({ query: '{ post(id: 1) { id title } }' })
const bodies: readonly (string | Uint8Array)[] = [
  QUERY,
  `\ufeff${QUERY}`,
  JSON.stringify({ query: 'query A { __typename } query B { post(id: 2) { id } }', operationName: 'B' }),
  JSON.stringify({ query: 'query A { __typename } query B { __typename }' }),
  JSON.stringify({ query: 'query ($id: ID!) { post(id: $id) { id } }', variables: { id: 1 } }),
  JSON.stringify({ query: 'query ($id: ID!) { post(id: $id) { id } }', variables: { id: [1] } }),
  JSON.stringify({ query: 'query ($id: ID!) { post(id: $id) { id } }', variables: [] }),
  JSON.stringify({ query: 'mutation { add(title: "Ö") { id } }' }),
  JSON.stringify({ query: '{ broken post(id: 1) { id } }' }),
  JSON.stringify({ query: '{ nothing }' }),
  JSON.stringify({ query: '{ post(id: ' }),
  JSON.stringify({ query: 'subscription { x }' }),
  JSON.stringify({ query: '' }),
  JSON.stringify({ query: 1 }),
  JSON.stringify({ query: '{ __typename }', extensions: 'x' }),
  JSON.stringify({ query: `{ a: __typename ${'# '.repeat(600)} }` }),
  JSON.stringify({ query: `{ ${'x'.repeat(3_000)} }` }),
  JSON.stringify([{ query: '{ __typename }' }]),
  'null',
  '{',
  '',
  'query=%7B__typename%7D',
  Uint8Array.of(0x7b, 0xff, 0x7d),
]

const types = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset="UTF-8"',
  'application/json; charset=latin1',
  'Application/JSON',
  'application/json, application/json',
  'application/json+x',
  'application/jsonx',
  'application/graphql',
  'application/graphql-response+json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  '',
]

const accepts = [
  'application/json',
  'application/graphql-response+json',
  'application/graphql-response+json, application/json;q=0.9',
  'application/json;q=0, */*',
  '*/*',
  'text/event-stream',
  'multipart/mixed;deferSpec=20220824, application/json',
  'application/json, text/event-stream',
  'text/html',
  'nonsense',
  '',
]

const oneOf = (...texts: string[]) => fc.constantFrom(...texts)
const request = fc.record({
  method: fc.oneof({ weight: 6, arbitrary: fc.constant('POST') }, oneOf('GET', 'PUT', 'HEAD', 'OPTIONS', 'post')),
  search: fc.oneof(
    { weight: 4, arbitrary: fc.constant('') },
    oneOf(
      '?query={__typename}',
      '?query=mutation{add(title:"x"){id}}',
      '?query=%ZZ',
      '?query={__typename}&variables=1',
    ),
  ),
  body: fc.constantFrom(...bodies),
  type: fc.option(oneOf(...types), { nil: undefined }),
  accept: fc.option(oneOf(...accepts), { nil: undefined }),
  more: fc.subarray([
    'content-encoding: gzip',
    'origin: https://app.example',
    'origin: https://evil.example',
    'sec-fetch-site: cross-site',
    'x-user: Ann',
    'transfer-encoding: chunked',
    'expect: 100-continue',
    'graphql-preflight: 1',
  ]),
})

test('Whatever is sent, both lanes answer the same', async () => {
  const statuses = new Set<number | undefined>()
  await fc.assert(
    fc.asyncProperty(request, async ({ method, search, body, type, accept, more }) => {
      const bytes = Buffer.from(body)
      const isChunked = more.includes('transfer-encoding: chunked')
      const sent = isChunked
        ? Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n0\r\n\r\n')])
        : bytes
      const headers = [
        'host: localhost',
        ...(isChunked ? [] : [`content-length: ${bytes.length}`]),
        ...(type === undefined ? [] : [`content-type: ${type}`]),
        ...(accept === undefined ? [] : [`accept: ${accept}`]),
        ...more,
      ]
      statuses.add(await expectAlike(`${method} /graphql${search}`, headers, sent))
    }),
    { numRuns: 600 },
  )
  // What was sent was worth it.
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 403, 405, 406, 415]))
})

test.each(bodies.map((body, at) => [at, body] as const))(
  'A plain request with body %i is answered alike',
  async (_, body) => {
    const length = `content-length: ${Buffer.from(body).length}`
    for (const accept of ['application/json', 'application/graphql-response+json'])
      await expectAlike(
        'POST /graphql',
        ['host: localhost', 'content-type: application/json', `accept: ${accept}`, length],
        body,
      )
  },
)
