import { expect, onTestFinished, test } from 'vitest'
import { startTestGateway } from '../../support/gateway.ts'
import { startUpstream, type Upstream, type UpstreamAnswer, type UpstreamHandler } from '../../support/upstream.ts'

const SECRET = 'a secret: with % and :'
const OAUTH = 'tokenURL: "{$env.TOKENS}/token?x=1", clientId: "the client", clientSecret: "{$env.SECRET}"'

interface Started {
  /** What the endpoint answers; by default a token that counts them. */
  readonly token?: (count: number) => UpstreamAnswer
  /** Whether the API takes a token. */
  readonly takes?: (authorization: string | undefined) => boolean
  readonly oauth?: string
  readonly more?: string
}

async function start({ token, takes = () => true, oauth = OAUTH, more = '' }: Started = {}) {
  const stack = new AsyncDisposableStack()
  onTestFinished(() => stack.disposeAsync())
  const answerOf =
    token ?? (count => ({ json: { access_token: `token-${count}`, token_type: 'bearer', expires_in: 3_600 } }))
  const tokens: Upstream = stack.use(await startUpstream(() => answerOf(tokens.requests.length)))
  const answer: UpstreamHandler = ({ headers, url }) =>
    takes(headers.authorization) ? { json: url } : { status: 401, json: { error: 'invalid_token' } }
  const api = stack.use(await startUpstream(answer))
  const gateway = stack.use(
    await startTestGateway({
      environment: { TOKENS: tokens.url, API: api.url, SECRET },
      schema: `
        extend schema @source(name: "api", http: { baseURL: "{$env.API}", circuitFailures: 0, oauth: { ${oauth} } ${more} })
        type Query {
          item(id: ID!): String @http(GET: "/items/{$args.id}")
          own: String @http(GET: "/own", headers: ["Authorization: {$headers.authorization}"])
        }
        type Mutation { add: String @http(POST: "/items") }
      `,
    }),
  )
  const sent = () => api.requests.map(({ headers }) => headers.authorization)
  return { tokens, api, gateway, sent }
}

const ask = 'query ($id: ID!) { item(id: $id) }'
const failed = (extensions: object) => ({ errors: [{ extensions }], data: { item: null } })

test('All calls of a source share one token, which is asked for once, by client and secret', async () => {
  const { tokens, gateway, sent } = await start()
  const items = Array.from({ length: 20 }, (_, id) => `i${id}: item(id: ${id})`)
  expect((await gateway.query(`{ ${items.join(' ')} }`)).body).not.toHaveProperty('errors')
  expect((await gateway.query('mutation { add }')).body).toEqual({ data: { add: '/items' } })
  expect(new Set(sent())).toEqual(new Set(['Bearer token-1']))
  expect(sent()).toHaveLength(21)
  const [request, ...others] = tokens.requests
  expect(others).toEqual([])
  expect(request).toMatchObject({ method: 'POST', url: '/token?x=1', body: 'grant_type=client_credentials' })
  // Encoded as in a form (RFC 6749, 2.3.1).
  const [, credentials = ''] = request?.headers.authorization?.split(' ') ?? []
  expect(Buffer.from(credentials, 'base64').toString()).toBe('the+client:a+secret%3A+with+%25+and+%3A')
})

test('Scope and audience are sent, and with BODY client and secret stand there too', async () => {
  const { tokens, gateway } = await start({
    oauth: `${OAUTH}, scope: "read write", audience: "https://api", auth: BODY`,
  })
  await gateway.query(ask, { id: 1 })
  const [request] = tokens.requests
  expect(request?.headers.authorization).toBeUndefined()
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
    grant_type: 'client_credentials',
    client_id: 'the client',
    client_secret: SECRET,
    scope: 'read write',
    audience: 'https://api',
  })
})

test('A token that ends at once is asked for anew, one at a time', async () => {
  const { tokens, gateway, sent } = await start({
    token: count => ({ json: { access_token: `t${count}`, expires_in: 0 } }),
  })
  for (const id of [1, 2]) await gateway.query(ask, { id })
  expect(sent()).toEqual(['Bearer t1', 'Bearer t2'])
  await gateway.query('{ a: item(id: 3) b: item(id: 4) c: item(id: 5) }')
  expect(tokens.requests).toHaveLength(3)
})

test.each(['query { item(id: 1) }', 'mutation { add }'])(
  'A token that the source takes no more is exchanged once: %s',
  async query => {
    const { tokens, api, gateway, sent } = await start({ takes: authorization => authorization === 'Bearer token-2' })
    expect((await gateway.query(query)).body).not.toHaveProperty('errors')
    expect(sent()).toEqual(['Bearer token-1', 'Bearer token-2'])
    expect((await gateway.query(query)).body).not.toHaveProperty('errors')
    expect([tokens.requests.length, api.requests.length]).toEqual([2, 3])
  },
)

test('Where the new one is not taken either, that is the failure', async () => {
  const { tokens, api, gateway } = await start({ takes: () => false })
  expect((await gateway.query(ask, { id: 1 })).body).toMatchObject(failed({ code: 'UNAUTHENTICATED', status: 401 }))
  expect([tokens.requests.length, api.requests.length]).toEqual([2, 2])
})

test('An Authorization of a binding is sent as it is', async () => {
  const { tokens, gateway, sent } = await start()
  await gateway.query('{ own }', {}, { authorization: 'Bearer mine' })
  expect(sent()).toEqual(['Bearer mine'])
  expect(tokens.requests).toEqual([])
})

test.each<[string, UpstreamAnswer]>([
  ['a refusal', { status: 401, json: { error: 'invalid_client' } }],
  ['no JSON', { body: '<html>' }],
  ['no token', { json: { token_type: 'bearer' } }],
  ['another type', { json: { access_token: 'x', token_type: 'mac' } }],
  ['a token of two lines', { json: { access_token: 'a\r\nx-evil: 1' } }],
  ['a long answer', { body: `"${'x'.repeat(70_000)}"` }],
  ['a connection that breaks', { fault: 'reset' }],
  ['a redirect', { status: 302, headers: { location: '/other' } }],
])('Without a token nothing is sent: %s', async (_, token) => {
  const { api, gateway } = await start({ token: () => token, more: ', retries: 0' })
  expect((await gateway.query(ask, { id: 1 })).body).toMatchObject(
    failed({ code: 'DOWNSTREAM_SERVICE_ERROR', reason: 'token', source: 'api', retryable: true }),
  )
  expect(api.requests).toEqual([])
  const log = JSON.stringify(gateway.log)
  for (const secret of [SECRET, 'invalid_client', 'x-evil']) expect(log).not.toContain(secret)
})

test('An endpoint that is away costs its own time only, and is asked again once it is back', async () => {
  const { tokens, gateway } = await start({ more: ', retries: 0' })
  await tokens.stop()
  expect((await gateway.query(ask, { id: 1 })).body).toMatchObject(failed({ reason: 'token' }))
  await tokens.restart()
  await expect
    .poll(async () => (await gateway.query(ask, { id: 1 })).body, { timeout: 20_000, interval: 50 })
    .toEqual({ data: { item: '/items/1' } })
})
