import { expect, test } from 'vitest'
import { startIssuer } from '../../support/issuer.ts'
import { startUserGateway } from '../../support/user-gateway.ts'

const LOCAL = { trustedProxies: ['127.0.0.0/8'] }
const CLAIMS = '@proxyUser(claims: { sub: "X-User", tenant: "X-Tenant", groups: "X-Groups" }, scopes: "groups")'
const unreadable = (why: string) => `401 What the proxy says of the user is not valid: ${why}.`

test('A trusted proxy says who the user is, in headers of any case', async () => {
  const { who, reads } = await startUserGateway(CLAIMS, {}, LOCAL)
  expect(await who({ 'X-User': 'ada', 'x-tenant': '7' })).toBe('ada 7')
  expect(await who({ 'X-USER': ' ada ' })).toBe('ada -')
  expect(await who({ 'x-user': Buffer.from('Zoë').toString('latin1') })).toBe('Zoë -')
  for (const groups of ['read', 'write,read', 'write read', 'write, read'])
    expect(await reads({ 'x-user': 'ada', 'x-groups': groups }), groups).toBe(true)
  for (const groups of ['', ',', 'reader', 'read;write'])
    expect(await reads({ 'x-user': 'ada', 'x-groups': groups }), groups).toBe(false)
})

test('Without the user what else the proxy says is nobody', async () => {
  const { who } = await startUserGateway(CLAIMS, {}, LOCAL)
  for (const headers of [{}, { 'x-user': '' }, { 'x-user': ' ', 'x-tenant': '7' }, { 'x-tenant': '7' }])
    expect(await who(headers), JSON.stringify(headers)).toBe('nobody')
})

test('What is there twice, or in no encoding, is refused: one of them may be the client’s', async () => {
  const { who } = await startUserGateway(CLAIMS, {}, LOCAL)
  expect(await who(['X-User', 'root', 'X-User', 'ada'])).toBe(unreadable('x-user is there twice'))
  expect(await who(['X-User', 'ada', 'x-user', ''])).toBe(unreadable('x-user is there twice'))
  expect(await who(['X-User', 'ada', 'X-Tenant', '7', 'x-tenant', '8'])).toBe(unreadable('x-tenant is there twice'))
  expect(await who({ 'x-user': 'Zo\xeb' })).toBe(unreadable('it can not be read'))
})

test.each<[string, Parameters<typeof startUserGateway>[2]]>([
  ['nobody is trusted', {}],
  ['others are', { trustedProxies: ['10.0.0.0/8', '::1'] }],
])('From anybody else its headers are refused, whatever they say, and others are not: %s', async (_, config) => {
  const { who, gateway, upstream } = await startUserGateway(CLAIMS, {}, config)
  const sent = [{ 'x-user': 'root' }, { 'x-user': '' }, { 'x-tenant': '7' }, { 'X-GROUPS': 'read' }]
  for (const headers of sent)
    expect(await who({ ...headers, 'x-forwarded-for': '10.0.0.1', forwarded: 'for=10.0.0.1' })).toMatch(
      /^403 Only a trusted proxy may send x-\w+\. If this is one, list its address by --trusted-proxies\.$/,
    )
  expect(upstream.requests).toEqual([])
  expect(await who({ 'x-userid': 'root', x_user: 'root' })).toBe('nobody')
  const warned = gateway.log.filter(({ msg }) => String(msg).includes('@proxyUser believes nobody'))
  expect(warned).toHaveLength(config?.trustedProxies ? 0 : 1)
})

test('All claims may stand in one header, as JSON or in base64', async () => {
  const { who, reads } = await startUserGateway('@proxyUser(json: "X-Userinfo", scopes: "realm.roles")', {}, LOCAL)
  const json = '{"sub":"ada","tenant":12345678901234567890,"realm":{"roles":["read"]}}'
  for (const coded of [json, btoa(json), Buffer.from(json).toString('base64url')]) {
    expect(await who({ 'x-userinfo': coded })).toBe('ada 12345678901234567890')
    expect(await reads({ 'x-userinfo': coded })).toBe(true)
  }
  expect(await who({ 'x-userinfo': '' })).toBe('nobody')
  const proto = '{"__proto__":{"sub":"root"},"constructor":{"prototype":{"sub":"root"}}}'
  expect(await who({ 'x-userinfo': proto })).toContain('no claim "sub"')
  for (const text of ['x', '{', '[]', '"ada"', 'null', '7', btoa('[]'), '[[[['.repeat(3_000)])
    expect(await who({ 'x-userinfo': text }), text).toMatch(/^401 What the proxy says of the user is not valid/)
  expect(await who({ 'x-userinfo': '{}' })).toBe(unreadable('it says nothing'))
})

test('A proxy may say whose certificate the client has', async () => {
  const { who } = await startUserGateway('@proxyUser(certificate: "X-Forwarded-Client-Cert")', {}, LOCAL)
  const sent = (text: string) => who({ 'x-forwarded-client-cert': text })
  expect(await sent('By=spiffe://a/gw;Hash=00ff;Subject="CN=ada,O=\\"Shop; Ltd\\"";URI=;DNS=a.b')).toBe(
    'CN=ada,O="Shop; Ltd" -',
  )
  expect(await sent('hash=00ff;uri=spiffe://a/ns/shop/sa/web;Subject=""')).toBe('spiffe://a/ns/shop/sa/web -')
  const wrong = [
    'Subject="CN=root",Subject="CN=ada"',
    'Subject="CN=ada",',
    'Hash=00ff',
    'Subject=',
    'CN=ada',
    'Subject="CN=ada',
    'Subject=CN=a"da"',
    ';',
  ]
  for (const text of wrong) expect(await sent(text), text).toBe(unreadable('it says nothing'))
})

test('A proxy that signs what it says is an issuer with a header of its own', async () => {
  await using issuer = await startIssuer()
  const { who } = await startUserGateway(
    `@jwt(issuer: "${issuer.issuer}", audience: "shop", jwks: "${issuer.jwks}", header: "Cf-Access-Jwt-Assertion")`,
  )
  const token = await issuer.token({ sub: 'ada' })
  expect(await who({ 'cf-access-jwt-assertion': token })).toBe('ada -')
  expect(await who({ 'cf-access-jwt-assertion': `${token}x` })).toMatch(/^401 /)
  expect(await who({ 'cf-access-jwt-assertion': '' })).toBe('nobody')
  expect(await who({ authorization: `Bearer ${token}` })).toBe('nobody')
})
