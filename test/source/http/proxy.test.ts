import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { compileProxy } from '../../../src/compile/http/compile-proxy.ts'
import { createAuthority } from '../../support/certificates.ts'
import { startTestGateway } from '../../support/gateway.ts'
import { startProxy } from '../../support/http-proxy.ts'
import { startUpstream } from '../../support/upstream.ts'

async function ask(environment: Readonly<Record<string, string>>, baseURL: string, more = '') {
  const gateway = await startTestGateway({
    environment,
    schema: `
      extend schema @source(name: "api", http: { baseURL: "${baseURL}", retries: 0 ${more} })
      type Query { item(id: ID): String @http(GET: "/items?id={$args.id}") }
      type Mutation { add: String @http(POST: "/items", body: { a: 1 }) }
    `,
  })
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  const item = (await gateway.query('{ item(id: 1) }')).body
  return { gateway, item }
}

test('An API by HTTP is asked through the proxy of the environment, which resolves its name', async () => {
  await using upstream = await startUpstream(({ url, body }) => ({ json: url + body }))
  const proxy = await startProxy(Number(new URL(upstream.url).port))
  const { gateway, item } = await ask({ HTTP_PROXY: `http://me:p%40ss@${proxy.host}` }, 'http://api.test:8080/v1')
  expect(item).toEqual({ data: { item: '/v1/items?id=1' } })
  expect((await gateway.query('mutation { add }')).body).toEqual({ data: { add: '/v1/items{"a":1}' } })
  expect(proxy.seen).toEqual([
    'GET http://api.test:8080/v1/items?id=1 for api.test:8080',
    'POST http://api.test:8080/v1/items for api.test:8080',
  ])
  expect(proxy.credentials).toEqual(Array(2).fill(`Basic ${Buffer.from('me:p@ss').toString('base64')}`))
})

test('An API by HTTPS is asked through a tunnel, and its certificate is verified', async () => {
  await using authority = await createAuthority()
  const { cert, key } = await authority.issue('api.test', 'DNS:api.test')
  const server = createSecureServer({ cert: readFileSync(cert), key: readFileSync(key) }, (incoming, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(incoming.url)),
  )
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close().closeAllConnections())
  const proxy = await startProxy((server.address() as AddressInfo).port)
  const environment = { https_proxy: proxy.host }
  const ca = `, tls: { ca: "${authority.ca.cert}" }`
  expect((await ask(environment, 'https://api.test', ca)).item).toEqual({ data: { item: '/items?id=1' } })
  expect(proxy.seen).toEqual(['CONNECT api.test:443'])
  expect((await ask(environment, 'https://api.test')).item).toMatchObject({
    errors: [{ extensions: { reason: 'tls' } }],
  })
  expect((await ask(environment, 'https://other.test', ca)).item).toMatchObject({
    errors: [{ extensions: { reason: 'tls' } }],
  })
})

test.each([
  ['http://api.test', 403],
  ['https://api.test', 403],
  ['http://api.test', 407],
  ['https://api.test', 407],
])('A proxy that refuses is a failure of the source: %s, %i', async (baseURL, status) => {
  const proxy = await startProxy(1, status)
  const environment = { HTTP_PROXY: `http://me:secret@${proxy.host}`, HTTPS_PROXY: `http://me:secret@${proxy.host}` }
  const { gateway, item } = await ask(environment, baseURL)
  expect(item).toMatchObject({ errors: [{ path: ['item'], extensions: { source: 'api' } }], data: { item: null } })
  expect(JSON.stringify(gateway.log)).not.toContain('secret')
})

test('A proxy that is away is told as the source that can not be reached', async () => {
  const proxy = { HTTP_PROXY: 'http://127.0.0.1:1', HTTPS_PROXY: 'http://127.0.0.1:1' }
  for (const baseURL of ['http://api.test', 'https://api.test'])
    expect((await ask(proxy, baseURL)).item).toMatchObject({ errors: [{ extensions: { reason: 'connect' } }] })
})

test('This machine, and a source that denies private addresses, are asked directly', async () => {
  await using upstream = await startUpstream(({ url }) => ({ json: url }))
  const proxy = await startProxy(1)
  const environment = { HTTP_PROXY: `http://${proxy.host}` }
  expect((await ask(environment, upstream.url)).item).toEqual({ data: { item: '/items?id=1' } })
  await ask(environment, 'http://10.255.255.1', ', denyPrivateAddresses: true')
  expect(proxy.seen).toEqual([])
})

const PROXY = 'http://proxy:3128'

test.each<[string, Readonly<Record<string, string>>, string | undefined]>([
  ['http://a.test', {}, undefined],
  ['http://a.test', { HTTP_PROXY: PROXY }, PROXY],
  ['https://a.test', { HTTP_PROXY: PROXY }, undefined],
  ['https://a.test', { HTTPS_PROXY: 'proxy:3128' }, PROXY],
  ['http://a.test', { HTTP_PROXY: 'http://other', http_proxy: PROXY }, PROXY],
  ['http://a.test', { HTTP_PROXY: PROXY, http_proxy: '' }, PROXY],
  ['http://localhost:3000', { HTTP_PROXY: PROXY }, undefined],
  ['http://127.1.2.3', { HTTP_PROXY: PROXY }, undefined],
  ['http://[::1]:80', { HTTP_PROXY: PROXY }, undefined],
  ['http://a.test', { HTTP_PROXY: PROXY, NO_PROXY: '*' }, undefined],
  ['http://a.test', { HTTP_PROXY: PROXY, NO_PROXY: 'b.test, a.test' }, undefined],
  ['http://x.a.test', { HTTP_PROXY: PROXY, NO_PROXY: 'a.test' }, undefined],
  ['http://x.a.test', { HTTP_PROXY: PROXY, no_proxy: '.a.test' }, undefined],
  ['http://x.a.test', { HTTP_PROXY: PROXY, NO_PROXY: '*.A.test' }, undefined],
  ['http://xa.test', { HTTP_PROXY: PROXY, NO_PROXY: 'a.test' }, PROXY],
  ['http://a.test:81', { HTTP_PROXY: PROXY, NO_PROXY: 'a.test:80' }, PROXY],
  ['http://a.test', { HTTP_PROXY: PROXY, NO_PROXY: 'a.test:80' }, undefined],
  ['http://10.1.2.3', { HTTP_PROXY: PROXY, NO_PROXY: '10.0.0.0/8' }, undefined],
  ['http://11.1.2.3', { HTTP_PROXY: PROXY, NO_PROXY: '10.0.0.0/8,11.1.2.4' }, PROXY],
  ['http://[fd00::7]', { HTTP_PROXY: PROXY, NO_PROXY: 'fd00::7' }, undefined],
  ['http://[fd00::7]:90', { HTTP_PROXY: PROXY, NO_PROXY: 'fd00::/8' }, undefined],
  ['http://a.test', { HTTP_PROXY: PROXY, NO_PROXY: ' , :80,' }, PROXY],
])('%s with %j is asked through %s', (url, environment, expected) => {
  const reported: string[] = []
  expect(compileProxy(url, 'x', { environment, report: (_, message) => void reported.push(message) })).toBe(expected)
  expect(reported).toEqual([])
})

test('A proxy that is none is a mistake of the schema, which does not show it', async () => {
  for (const HTTP_PROXY of ['socks5://me:secret@proxy', 'http://', '://secret'])
    await expect(ask({ HTTP_PROXY }, 'http://api.test')).rejects.toThrow(
      /^\S+ error @source\(name: "api"\): HTTP_PROXY of the environment is no URL of an HTTP proxy\. Set it to http:\/\/host:port, or take it away\.$/,
    )
})
