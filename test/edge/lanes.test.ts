import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'
import { answerOf, bodies, CONFIG, request, SCHEMA, timeless } from './all-kinds.ts'
import { rawRequest, sendRaw } from './raw-http.ts'

const resources = new AsyncDisposableStack()
let lanes: readonly [TestGateway, TestGateway]
beforeAll(async () => {
  const upstream = resources.use(await startUpstream(answerOf))
  const start = async (directLane: boolean) =>
    resources.use(
      await startTestGateway({
        schema: SCHEMA,
        environment: { API: upstream.url },
        config: { ...CONFIG, directLane },
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
      // Behind a 100 Continue, the answer itself is what has been read as a body.
      return { ...answer, headers: timeless(answer.headers), body: answer.body.replace(/^Date: .*$/m, '') }
    }),
  )
}

async function expectAlike(line: string, headers: readonly string[], body: string | Uint8Array) {
  const [direct, byYoga] = await answersTo(line, headers, body)
  expect(direct).toEqual(byYoga)
  return direct?.status
}

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

test.each([
  ['that waits to be asked for it', ['expect: 100-continue'], 100],
  ['of a page of another origin', ['sec-fetch-site: cross-site'], 403],
])(
  'A body that is none, and what is no request behind it, are answered alike for a request %s',
  async (_, more, status) => {
    const headers = ['host: localhost', 'content-type: application/json', 'transfer-encoding: chunked', ...more]
    // Its lane has been loaded then.
    await expectAlike('GET /graphql?query={__typename}', ['host: localhost', 'graphql-preflight: 1'], '')
    expect(await expectAlike('POST /graphql', headers, '0\r\n\r\n0\r\n\r\n')).toBe(status)
  },
)

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
