import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { postOperation } from '../../../src/case/post-operation.ts'
import { startSluice } from '../../command/sluice.ts'
import { createAuthority } from '../../support/certificates.ts'
import { startProxy } from '../../support/http-proxy.ts'
import { startIssuer } from '../../support/issuer.ts'
import { createTempDirectory } from '../../support/temp-directory.ts'
import { startUpstream } from '../../support/upstream.ts'
import { startUserGateway } from '../../support/user-gateway.ts'

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

test('The keys of an issuer are asked for through the proxy of the environment, unless NO_PROXY has its name', async () => {
  await using issuer = await startIssuer()
  const proxy = await startProxy(Number(new URL(issuer.upstream.url).port))
  const directive = `@jwt(issuer: "${issuer.issuer}", audience: "shop", jwks: "http://login.test/keys")`
  const environment = { HTTP_PROXY: `http://me:p%40ss@${proxy.host}` }
  const { who } = await startUserGateway(directive, environment)
  expect(await who(bearer(await issuer.token({ sub: 'ada' })))).toBe('ada -')
  expect(proxy.seen).toEqual(['GET http://login.test/keys for login.test'])
  expect(proxy.credentials).toEqual([`Basic ${Buffer.from('me:p@ss').toString('base64')}`])
  const direct = await startUserGateway(directive, { ...environment, NO_PROXY: 'login.test' })
  expect(await direct.who(bearer(await issuer.token()))).toMatch(/^503 The token could not be verified\./)
  expect(proxy.seen).toHaveLength(1)
})

test('A variable that is no proxy is told at the directive that would go by it', async () => {
  const directives = [
    '@jwt(issuer: "x", audience: "y", jwks: "http://login.test/keys")',
    '@opaqueTokens(endpoint: "http://login.test/introspect", clientId: "a", clientSecret: "b")',
  ]
  for (const directive of directives)
    await expect(startUserGateway(directive, { HTTP_PROXY: 'socks5://proxy' })).rejects.toThrow(
      'HTTP_PROXY of the environment is no URL of an HTTP proxy.',
    )
})

test('Issuers by HTTPS are asked through a tunnel, for keys and about tokens, and their certificates are verified', async () => {
  await using issuer = await startIssuer()
  await using authority = await createAuthority()
  const { cert, key } = await authority.issue('login.test', 'DNS:login.test')
  const { json } = (await (await fetch(issuer.jwks)).json().then(json => ({ json }))) as { json: unknown }
  const asked: (string | undefined)[] = []
  const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (incoming, response) => {
    asked.push(incoming.url)
    const said = incoming.url === '/keys' ? json : { active: true, sub: 'bob' }
    incoming.resume().on('end', () => response.end(JSON.stringify(said)))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close().closeAllConnections())
  const proxy = await startProxy((server.address() as AddressInfo).port)
  await using api = await startUpstream(({ url }) => ({ json: url }))
  await using directory = await createTempDirectory()
  const schemaPath = join(directory.path, 'schema.graphql')
  await writeFile(
    schemaPath,
    `extend schema @source(name: "api", http: { baseURL: "${api.url}" })
       @jwt(issuer: "${issuer.issuer}", audience: "shop", jwks: "https://login.test/keys")
       @opaqueTokens(endpoint: "https://login.test/introspect", clientId: "a", clientSecret: "b")
     type Query { me: String @http(GET: "/{$jwt.sub}") }`,
  )
  const start = async (more: Readonly<Record<string, string>>) => {
    const environment = { HTTPS_PROXY: `http://${proxy.host}`, ...more }
    const sluice = startSluice(['start', schemaPath, '--port', '0'], { environment })
    onTestFinished(() => sluice[Symbol.asyncDispose]())
    const url = await sluice.said(/at (http:\S+)\/graphql/)
    return async (token: string) =>
      JSON.parse((await postOperation(url, { query: '{ me }', headers: bearer(token) })).text)
  }
  const trusting = await start({ NODE_EXTRA_CA_CERTS: authority.ca.cert })
  expect(await trusting(await issuer.token({ sub: 'ada' }))).toEqual({ data: { me: '/ada' } })
  expect(await trusting('opaque')).toEqual({ data: { me: '/bob' } })
  expect(asked).toEqual(['/keys', '/introspect'])
  expect(new Set(proxy.seen)).toEqual(new Set(['CONNECT login.test:443']))
  const strict = await start({})
  for (const token of [await issuer.token(), 'opaque'])
    expect(await strict(token)).toMatchObject({
      errors: [{ message: expect.stringMatching(/^The token could not be verified\./) }],
    })
  expect(asked).toHaveLength(2)
})
