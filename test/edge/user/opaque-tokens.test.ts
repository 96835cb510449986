import { expect, onTestFinished, test } from 'vitest'
import { IssuerEndpoints } from '../../../src/compose/issuer-endpoints.ts'
import { Introspection } from '../../../src/edge/user/introspection.ts'
import { createLog } from '../../../src/observe/log.ts'
import { createBarrier } from '../../support/barrier.ts'
import { startIssuer } from '../../support/issuer.ts'
import { startUpstream, type UpstreamAnswer } from '../../support/upstream.ts'
import { startUserGateway } from '../../support/user-gateway.ts'

type Answer = UpstreamAnswer | Promise<UpstreamAnswer>

/** An issuer that says of each token what `said` does; `null` for one that is not active. */
async function startIntrospection(
  said: (token: string) => object | null,
  wrap = (answer: UpstreamAnswer): Answer => answer,
) {
  const upstream = await startUpstream(({ body }) => {
    const token = new URLSearchParams(body).get('token') ?? ''
    const claims = said(token)
    return wrap({ json: claims ? { active: true, ...claims } : { active: false } })
  })
  onTestFinished(() => upstream[Symbol.asyncDispose]())
  const directive = (more = '') =>
    `@opaqueTokens(endpoint: "${upstream.url}/introspect", clientId: "a:b", clientSecret: "{$env.SECRET}" ${more})`
  return {
    upstream,
    directive,
    asked: () => upstream.requests.map(({ body }) => new URLSearchParams(body).get('token')),
  }
}

const SECRET = { SECRET: 'hunter2 hunter2' }
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const ACTIVE = { sub: 'ada', tenant: 7, scope: 'read write' }

const now = () => Math.floor(Date.now() / 1_000)

test('The issuer says who has a token, once for many requests, and is told who asks', async () => {
  const { directive, upstream, asked } = await startIntrospection(token => (token === 'good' ? ACTIVE : null))
  const { who, reads, gateway } = await startUserGateway(directive(), SECRET)
  const all = await Promise.all(Array.from({ length: 20 }, () => who(bearer('good'))))
  expect(new Set(all)).toEqual(new Set(['ada 7']))
  expect(await reads(bearer('good'))).toBe(true)
  expect(asked()).toEqual(['good'])
  const [request] = upstream.requests
  expect(request).toMatchObject({ method: 'POST', url: '/introspect', body: 'token=good&token_type_hint=access_token' })
  const [, credentials = ''] = request?.headers.authorization?.split(' ') ?? []
  expect(Buffer.from(credentials, 'base64').toString()).toBe('a%3Ab:hunter2+hunter2')
  expect(await who(bearer('bad'))).toBe('401 The token is not valid: it is not active.')
  expect(await who(bearer('bad'))).toBe('401 The token is not valid: it is not active.')
  expect(await who({})).toBe('nobody')
  expect(asked()).toEqual(['good', 'bad'])
  const log = JSON.stringify(gateway.log)
  expect(log).not.toContain('hunter2')
  expect(log).not.toContain('"good"')
})

test('What is active may still be for somebody else, of another issuer, over, not begun or no token of access', async () => {
  const said: Readonly<Record<string, object>> = {
    'it is for somebody else': { aud: ['other'] },
    'its issuer is not one that is trusted here': { iss: 'https://evil.example' },
    'it has expired': { exp: now() - 120 },
    'it is not valid yet': { nbf: now() + 120 },
    'it is none of access': { token_use: 'refresh_token' },
  }
  const keys = Object.keys(said)
  const { directive } = await startIntrospection(token => {
    const more = said[keys[Number(token)] ?? '']
    return { sub: 'ada', aud: 'shop', ...more }
  })
  const { who } = await startUserGateway(directive('issuer: "https://login.example.com", audience: ["shop"]'), SECRET)
  for (const [at, why] of keys.entries())
    expect(await who(bearer(String(at)))).toBe(`401 The token is not valid: ${why}.`)
  expect(await who(bearer('99'))).toBe('ada -')
})

test('What the issuer says without an audience is no token for one', async () => {
  const { directive } = await startIntrospection(() => ({ sub: 'ada' }))
  const { who } = await startUserGateway(directive('audience: "shop"'), SECRET)
  expect(await who(bearer('t'))).toBe('401 The token is not valid: it is for somebody else.')
})

test('Nobody is asked about what can be no token', async () => {
  const { directive, asked } = await startIntrospection(() => ACTIVE)
  const { who } = await startUserGateway(directive(), SECRET)
  for (const token of ['a b', 'a,b', '"a"', 'a&token=b', 'ä', `${'x'.repeat(100)}%00`])
    expect(await who(bearer(token)), token).toBe('401 The token is not valid: it is no token.')
  expect(asked()).toEqual([])
})

test('An answer holds as long as it may, and never beyond the end of the token', async () => {
  const ends: Readonly<Record<string, object>> = {
    soon: { exp: now() + 5 },
    late: { exp: now() + 9_999 },
    never: {},
    past: { exp: now() - 30 },
  }
  const { upstream } = await startIntrospection(token => ends[token] ?? null)
  const options = {
    endpoint: upstream.url,
    proxy: undefined,
    clientId: 'a',
    clientSecret: 'b',
    auth: 'BODY',
    issuer: undefined,
    audience: [],
    scopes: undefined,
    keep: 60_000,
  } as const
  await using issuers = new IssuerEndpoints()
  const introspection = new Introspection(
    options,
    issuers.send,
    createLog('silent', () => undefined),
  )
  const holds = async (token: string) => (await introspection.verify(token, undefined)).until - Date.now()
  expect(await holds('soon')).toBeLessThanOrEqual(5_000)
  expect(await holds('late')).toBeLessThanOrEqual(60_000)
  expect(await holds('late')).toBeGreaterThan(50_000)
  expect(await holds('never')).toBeGreaterThan(50_000)
  // Clocks may differ: it is taken, and not kept.
  expect(await holds('past')).toBeLessThanOrEqual(0)
  expect(upstream.requests[0]?.body).toBe('token=soon&token_type_hint=access_token&client_id=a&client_secret=b')
})

test('Users of whom much is said are kept while all of them are not too much', async () => {
  const { directive, asked } = await startIntrospection(() => ({ ...ACTIVE, groups: 'g'.repeat(60_000) }))
  const { who } = await startUserGateway(directive(), SECRET)
  const tokens = Array.from({ length: 150 }, (_, at) => `t${at}`)
  for (const token of tokens) expect(await who(bearer(token))).toBe('ada 7')
  // The last one is known, the first one has made room.
  for (const token of ['t149', 't0']) expect(await who(bearer(token))).toBe('ada 7')
  expect(asked()).toHaveLength(151)
})

test('While the issuer is down tokens are refused for now, and after some failures it is left alone', async () => {
  let isDown = true
  const { directive, asked } = await startIntrospection(
    () => ACTIVE,
    answer => (isDown ? { status: 500 } : answer),
  )
  const { who, gateway } = await startUserGateway(directive(), SECRET)
  const refused = '503 The token could not be verified. Try again in a moment.'
  for (let n = 0; n < 8; n++) expect(await who(bearer(`t${n}`))).toBe(refused)
  expect(asked()).toHaveLength(5)
  expect(await who({})).toBe('nobody')
  expect(gateway.log.filter(({ msg }) => msg === 'the issuer of opaque tokens can not be asked')).toHaveLength(1)
  isDown = false
  await expect.poll(() => who(bearer('t0')), { timeout: 10_000 }).toBe('ada 7')
})

test.each<[string, UpstreamAnswer]>([
  ['no JSON', { body: 'x' }],
  ['a list', { json: [] }],
  ['no word of it', { json: { sub: 'root' } }],
  ['a text for it', { json: { active: 'true', sub: 'root' } }],
  ['a redirect', { status: 302, headers: { location: '/elsewhere' }, json: { active: true, sub: 'root' } }],
  ['a 201', { status: 201, json: { active: true, sub: 'root' } }],
  ['too much', { json: { active: true, sub: 'x'.repeat(70_000) } }],
  ['half of it', { json: { active: true, sub: 'root' }, fault: 'truncated' }],
  ['nothing', { fault: 'reset' }],
])('An answer that is none says nothing of a token: %s', async (_, answer) => {
  const { directive, asked } = await startIntrospection(
    () => ACTIVE,
    () => answer,
  )
  const { who } = await startUserGateway(directive(), SECRET)
  expect(await who(bearer('t'))).toBe('503 The token could not be verified. Try again in a moment.')
  expect(asked()).toHaveLength(1)
})

test('An issuer that does not answer holds no more than a hundred tokens at once, and nobody without one', async () => {
  const gate = createBarrier()
  const { directive, upstream } = await startIntrospection(
    () => ACTIVE,
    async answer => {
      await gate.arrive()
      return answer
    },
  )
  const { who } = await startUserGateway(directive(), SECRET)
  const held = Array.from({ length: 100 }, (_, n) => who(bearer(`held${n}`)))
  await upstream.received(100)
  expect(await who(bearer('more'))).toBe('503 The token could not be verified. Try again in a moment.')
  expect(await who({})).toBe('nobody')
  gate.release()
  expect(new Set(await Promise.all(held))).toEqual(new Set(['ada 7']))
  expect(upstream.requests).toHaveLength(100)
})

test('Beyond its rate an address has nobody asked about tokens, and those that are known go on', async () => {
  const { directive, asked } = await startIntrospection(token => (token.startsWith('good') ? { sub: token } : null))
  const { who } = await startUserGateway(directive(), SECRET, { rateLimit: { limit: 3, window: 3_600 } })
  for (const token of ['good', 'good2', 'good3', 'good4']) expect(await who(bearer(token))).toBe(`${token} -`)
  for (const token of ['bad', 'bad2', 'bad3'])
    expect(await who(bearer(token))).toBe('401 The token is not valid: it is not active.')
  for (const token of ['bad4', 'good5', 'bad']) expect(await who(bearer(token)), token).toMatch(/^429 /)
  expect(await who(bearer('good'))).toBe('good -')
  expect(asked()).toEqual(['good', 'good2', 'good3', 'good4', 'bad', 'bad2', 'bad3'])
})

test('A token of a trusted issuer is verified by its keys, and never asked about', async () => {
  await using issuer = await startIssuer()
  await using stranger = await startIssuer()
  const { directive, asked } = await startIntrospection(() => ({ sub: 'opaque' }))
  const { who } = await startUserGateway(
    `${directive()} @jwt(issuer: "${issuer.issuer}", audience: "shop", jwks: "${issuer.jwks}")`,
    SECRET,
  )
  expect(await who(bearer(await issuer.token({ sub: 'ada' })))).toBe('ada -')
  expect(await who(bearer(await issuer.token({ aud: 'other' })))).toBe(
    '401 The token is not valid: it is for somebody else.',
  )
  expect(asked()).toEqual([])
  // What an issuer of its own says in its tokens counts for nothing: the one that is asked says whose they are.
  expect(await who(bearer(await stranger.token({ sub: 'root' })))).toBe('opaque -')
})

test('Claims with the names of prototypes are claims', async () => {
  const { directive } = await startIntrospection(
    () => ({}),
    () => ({
      body: '{"active":true,"__proto__":{"sub":"root","scope":"read"},"constructor":1,"tenant":{"__proto__":1}}',
    }),
  )
  const { gateway, reads } = await startUserGateway(directive(), SECRET)
  const { body } = await gateway.query('{ me }', {}, bearer('t'))
  expect(body).toMatchObject({ data: { me: null }, errors: [{ message: expect.stringContaining('no claim "sub"') }] })
  expect(await reads(bearer('t'))).toBe(false)
})
