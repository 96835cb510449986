import { describe, expect, onTestFinished, test } from 'vitest'
import { createAuthority } from '../support/certificates.ts'
import { startTestGateway } from '../support/gateway.ts'
import { rawRequest, sendRaw } from './raw-http.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "http://127.0.0.1:1" })
  type Query { a: Int @http(GET: "/a") }
`
const JSON_TYPE = 'content-type: application/json'
const body = (text: string) => [JSON_TYPE, `content-length: ${text.length}`] as const

/** One request for each kind of answer, with the status that it has in development and in production. */
const REQUESTS: readonly (readonly [number, number, string])[] = [
  [
    200,
    200,
    rawRequest(
      'POST /graphql',
      ['host: localhost', ...body('{"query":"{ __typename }"}')],
      '{"query":"{ __typename }"}',
    ),
  ],
  [200, 200, rawRequest('POST /graphql', ['host: localhost', ...body('{"query":"{ a }"}')], '{"query":"{ a }"}')],
  [400, 400, rawRequest('POST /graphql', ['host: localhost', ...body('{')], '{')],
  [200, 400, rawRequest('GET /graphql', ['host: localhost', 'accept: text/html, */*'])],
  [302, 404, rawRequest('GET /', ['host: localhost'])],
  [400, 400, rawRequest('GET /graphql', ['host: a b'])],
  [403, 403, rawRequest('POST /graphql', ['host: localhost', 'origin: https://evil.test', ...body('{}')], '{}')],
  [404, 404, rawRequest('GET /nowhere', ['host: localhost'])],
  [405, 405, rawRequest('POST /health', ['host: localhost', 'content-length: 0'])],
  [405, 405, rawRequest('PUT /graphql', ['host: localhost', 'content-length: 0'])],
  [415, 415, rawRequest('POST /graphql', ['host: localhost', 'content-length: 1'], 'x')],
  [421, 421, rawRequest('GET /health', ['host: evil.test'])],
  [501, 501, rawRequest('POST /graphql', ['host: localhost', 'transfer-encoding: gzip, chunked'], '0\r\n\r\n')],
  [200, 200, rawRequest('GET /health', ['host: localhost'])],
  [200, 200, rawRequest('GET /ready', ['host: localhost'])],
  [
    204,
    204,
    rawRequest('OPTIONS /graphql', [
      'host: localhost',
      'origin: https://app.test',
      'access-control-request-method: POST',
    ]),
  ],
]

describe.each(['development', 'production'] as const)('In the profile %s', profile => {
  test.each([true, false])(
    'every answer says what browsers may make of it; with the direct lane %j',
    async directLane => {
      await using gateway = await startTestGateway({
        schema: SCHEMA,
        config: { profile, directLane, corsOrigins: ['https://app.test'] },
      })
      for (const [inDevelopment, inProduction, request] of REQUESTS) {
        const { status, headers } = await sendRaw(gateway.url, request)
        const what = request.split('\r\n')[0]
        expect([what, status]).toEqual([what, profile === 'production' ? inProduction : inDevelopment])
        expect(headers).toMatchObject({
          'x-content-type-options': 'nosniff',
          'cross-origin-resource-policy': 'same-origin',
          'x-request-id': expect.anything(),
        })
        // Nothing tells what serves, and only TLS is promised where there is TLS.
        for (const absent of ['server', 'x-powered-by', 'strict-transport-security'])
          expect(headers).not.toHaveProperty(absent)
        if (headers['content-type']?.startsWith('text/html'))
          expect(headers).toMatchObject({
            'content-security-policy': expect.stringMatching(/^default-src 'none'; .*frame-ancestors 'none'$/),
            'x-frame-options': 'DENY',
          })
      }
    },
  )
})

test('With TLS every answer to a host that is not of the own machine has HSTS, in both profiles', async () => {
  await using authority = await createAuthority()
  const { cert, key } = await authority.issue('api.test', 'DNS:api.test')
  const { Agent, fetch } = await import('undici')
  for (const profile of ['development', 'production'] as const) {
    await using gateway = await startTestGateway({
      schema: SCHEMA,
      config: { profile, allowedHosts: ['api.test'], tlsCert: cert, tlsKey: key },
    })
    const { hostname, port } = new URL(gateway.url)
    const dispatcher = new Agent({
      connect: {
        rejectUnauthorized: false,
        lookup: (_name, _options, done) => done(null, [{ address: hostname, family: 4 }]),
      },
    })
    onTestFinished(() => dispatcher.close())
    for (const path of ['/health', '/nowhere', '/graphql?query={__typename}', '/graphql']) {
      const answer = await fetch(`https://api.test:${port}${path}`, { dispatcher })
      await answer.text()
      expect([path, answer.headers.get('strict-transport-security')]).toEqual([path, 'max-age=31536000'])
    }
  }
})
