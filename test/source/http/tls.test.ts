import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { expect, test } from 'vitest'
import { createAuthority } from '../../support/certificates.ts'
import { startTestGateway } from '../../support/gateway.ts'

test('An API with a private authority asks for a certificate, and is verified by name', async () => {
  await using authority = await createAuthority()
  const server = await authority.issue('localhost', 'DNS:api.internal')
  const client = await authority.issue('gateway')
  const seen: string[] = []
  await using upstream = createServer(
    {
      cert: readFileSync(server.cert),
      key: readFileSync(server.key),
      ca: readFileSync(authority.ca.cert),
      requestCert: true,
      rejectUnauthorized: true,
    },
    (request, response) => {
      seen.push(String((request.socket as TLSSocket).getPeerCertificate().subject.CN))
      response.setHeader('content-type', 'application/json')
      response.end('{"id":1}')
    },
  )
  upstream.on('tlsClientError', () => undefined)
  upstream.listen(0, '127.0.0.1')
  await once(upstream, 'listening')

  const options = `baseURL: "https://127.0.0.1:${(upstream.address() as AddressInfo).port}", retries: 0`
  const whole = 'ca: "{$env.CA}", servername: "api.internal"'
  await using gateway = await startTestGateway({
    environment: { CA: authority.ca.cert, CERT: readFileSync(client.cert, 'utf8'), KEY: client.key },
    schema: /* GraphQL */ `
      extend schema
        @source(name: "good", http: { ${options}, tls: { ${whole}, cert: "{$env.CERT}", key: "{$env.KEY}" } })
        @source(name: "unknown", http: { ${options}, tls: { ${whole} } })
        @source(name: "otherName", http: { ${options}, tls: { ca: "{$env.CA}", cert: "{$env.CERT}", key: "{$env.KEY}" } })
        @source(name: "otherAuthority", http: { ${options}, tls: { servername: "api.internal" } })
      type Query {
        good: Item @http(source: "good", GET: "/")
        unknown: Item @http(source: "unknown", GET: "/")
        otherName: Item @http(source: "otherName", GET: "/")
        otherAuthority: Item @http(source: "otherAuthority", GET: "/")
      }
      type Item { id: ID }
    `,
  })
  const { body } = await gateway.query('{ good { id } unknown { id } otherName { id } otherAuthority { id } }')
  const { data, errors } = body as { data: unknown; errors: { extensions: { reason: string } }[] }
  expect(data).toEqual({ good: { id: '1' }, unknown: null, otherName: null, otherAuthority: null })
  // TLS 1.3 refuses a client after the handshake: what is read first decides.
  expect(errors.map(({ extensions }) => extensions.reason.replace('reset', 'tls'))).toEqual(['tls', 'tls', 'tls'])
  expect(seen).toEqual(['gateway'])
})
