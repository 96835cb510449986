import { createHash } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { startIssuer } from '../../support/issuer.ts'
import { startUpstream } from '../../support/upstream.ts'
import { startUserGateway } from '../../support/user-gateway.ts'

const KEY = 'key-0123456789abcdef0123456789'
const KEYS = JSON.stringify([{ sha256: createHash('sha256').update(KEY).digest('hex'), sub: 'key', tenant: 7 }])

/** All who may say who the user is, at once. */
async function start(config: Parameters<typeof startUserGateway>[2] = {}) {
  const [issuer, access] = await Promise.all([startIssuer(), startIssuer()])
  const introspection = await startUpstream(() => ({ json: { active: true, sub: 'opaque', tenant: 7 } }))
  for (const each of [issuer, access, introspection]) onTestFinished(() => each[Symbol.asyncDispose]())
  const started = await startUserGateway(
    `@apiKeys(keys: "{$env.KEYS}")
     @opaqueTokens(endpoint: "${introspection.url}", clientId: "a", clientSecret: "b")
     @proxyUser(claims: { sub: "X-User", tenant: "X-Tenant" })
     @jwt(issuer: "${issuer.issuer}", audience: "shop", jwks: "${issuer.jwks}")
     @jwt(issuer: "${access.issuer}", audience: "shop", jwks: "${access.jwks}", header: "X-Jwt")`,
    { KEYS },
    { trustedProxies: ['127.0.0.1'], ...config },
  )
  const headers = {
    'x-user': 'proxy',
    'x-jwt': await access.token({ sub: 'access' }),
    'x-api-key': KEY,
    authorization: `Bearer ${await issuer.token({ sub: 'jwt' })}`,
  }
  return { ...started, headers, introspection }
}

test('Of several that say who the user is the first counts: proxy, own headers, keys, bearer tokens', async () => {
  const { who, headers, introspection } = await start()
  const { 'x-user': _, ...withoutProxy } = headers
  const { 'x-jwt': __, ...withoutAccess } = withoutProxy
  const { 'x-api-key': ___, ...token } = withoutAccess
  expect(await who(headers)).toBe('proxy -')
  expect(await who(withoutProxy)).toBe('access -')
  expect(await who(withoutAccess)).toBe('key 7')
  expect(await who(token)).toBe('jwt -')
  expect(await who({ authorization: 'Bearer opaque' })).toBe('opaque 7')
  expect(await who({ ...withoutAccess, 'x-api-key': `${KEY}x` })).toBe('401 The API key is not valid.')
  expect(introspection.requests).toHaveLength(1)
})

test('Users of the same name, of whom different ones tell, are different clients', async () => {
  const { gateway, who, headers } = await start({ rateLimit: { limit: 1, window: 3_600 } })
  expect(await who({ 'x-user': 'key', 'x-tenant': '7' })).toBe('key 7')
  expect(await who({ 'x-user': 'key', 'x-tenant': '7' })).toMatch(/^429 /)
  expect(await who({ 'x-api-key': headers['x-api-key'] })).toBe('key 7')
  expect(await who({ 'x-api-key': headers['x-api-key'] })).toMatch(/^429 /)
  expect((await gateway.query('{ me }')).status).toBe(200)
})

test('An answer that depends on the user varies by every header in which one may be', async () => {
  const { gateway, headers } = await start()
  const answered = await gateway.query('{ me }', {}, { 'x-api-key': headers['x-api-key'] })
  expect(answered.body).toEqual({ data: { me: 'key 7' } })
  expect(answered.headers.get('cache-control')).toMatch(/^private, max-age=/)
  const vary = answered.headers.get('vary')?.split(', ').sort()
  expect(vary).toEqual(['accept', 'authorization', 'x-api-key', 'x-jwt', 'x-tenant', 'x-user'])
})

test('Answers of many users at once are not mixed up', async () => {
  const { who, headers } = await start()
  const users = Array.from({ length: 60 }, (_, n) => [`u${n % 7}`, String(n % 3)] as const)
  const answers = await Promise.all(users.map(([user, tenant]) => who({ 'x-user': user, 'x-tenant': tenant })))
  expect(answers).toEqual(users.map(([user, tenant]) => `${user} ${tenant}`))
  const mixed = await Promise.all(
    users.map(([user], n) => who(n % 2 === 0 ? { 'x-user': user } : { 'x-api-key': headers['x-api-key'] })),
  )
  expect(mixed).toEqual(users.map(([user], n) => (n % 2 === 0 ? `${user} -` : 'key 7')))
})
