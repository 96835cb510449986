import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startSluice } from '../command/sluice.ts'
import { startIssuer } from '../support/issuer.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { type CollectedSpan, startTraceCollector } from '../support/trace-collector.ts'
import { startUpstream } from '../support/upstream.ts'

const SECRET = 'hunter2-hunter2'

test('What is asked of issuers of tokens is a span of the request that needs it, and of no other', async () => {
  await using stack = new AsyncDisposableStack()
  const collector = stack.use(await startTraceCollector())
  const issuer = stack.use(await startIssuer())
  const login = stack.use(
    await startUpstream({
      'POST /introspect': { json: { active: true, sub: 'ada' } },
      'POST /token': { json: { access_token: 'granted', token_type: 'Bearer', expires_in: 600 } },
    }),
  )
  const api = stack.use(await startUpstream({ 'GET /ada': { json: 'hello' }, 'GET /bob': { json: 'hello' } }))
  const { path } = stack.use(await createTempDirectory())
  await writeFile(
    join(path, 'schema.graphql'),
    `extend schema
      @source(name: "api", http: { baseURL: "${api.url}", oauth: { tokenURL: "${login.url}/token", clientId: "a", clientSecret: "{$env.SECRET}" } })
      @jwt(issuer: "${issuer.issuer}", audience: "shop", jwks: "${issuer.jwks}")
      @opaqueTokens(endpoint: "${login.url}/introspect", clientId: "a", clientSecret: "{$env.SECRET}")
    type Query { hello: String @http(GET: "/{$jwt.sub}") }`,
  )
  const sluice = stack.use(
    startSluice(['start', '--port', '0', '--log-level', 'info'], {
      cwd: path,
      environment: { SECRET, ...collector.environment },
    }),
  )
  const url = await sluice.said(/at (http:\S+)\/graphql/)
  const ask = async (token: string, name: string) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: `query ${name} { hello }` }),
    })
    expect(await response.text()).toBe('{"data":{"hello":"hello"}}')
  }
  await ask('opaque-opaque', 'Opaque')
  await ask(await issuer.token({ sub: 'bob' }), 'Signed')
  await ask('opaque-opaque', 'Known')
  sluice.kill('SIGTERM')
  const { out, err } = await sluice.ending
  const { spans } = collector
  const below = (name: string) => {
    const operation = spans.find(({ attributes }) => attributes['graphql.operation.name'] === name)
    return spans.filter(({ parentSpanId }) => parentSpanId === operation?.spanId)
  }
  const told = (name: string) =>
    below(name)
      .map(({ name, attributes }) => `${name} of ${attributes['sluice.source']}`)
      .sort()
  expect(told('Opaque')).toEqual(['GET /{$jwt.sub} of api', 'POST /introspect of @opaqueTokens', 'POST /token of api'])
  expect(told('Signed')).toEqual(['GET /keys of @jwt', 'GET /{$jwt.sub} of api'])
  expect(told('Known')).toEqual(['GET /{$jwt.sub} of api'])
  // Each of them is told which span it belongs to, and there is no other.
  const sent = [...login.requests, ...issuer.upstream.requests].map(({ headers }) => headers.traceparent)
  const own = [...below('Opaque'), ...below('Signed')].filter(({ name }) => !name.startsWith('GET /{'))
  expect(sent.sort()).toEqual(own.map(traceparent).sort())
  expect(spans).toHaveLength(9)
  const all = JSON.stringify(spans) + out + err
  for (const secret of [SECRET, 'opaque-opaque', 'granted']) expect(all).not.toContain(secret)
})

function traceparent({ traceId, spanId }: CollectedSpan): string {
  return `00-${traceId}-${spanId}-01`
}
