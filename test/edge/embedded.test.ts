import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGateway, type EmbeddedGateway, type EmbeddedOptions, startGateway } from '../../src/gateway.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startUpstream } from '../support/upstream.ts'
import { answerOf, bodies, CONFIG, request, SCHEMA, timeless } from './all-kinds.ts'
import { rawRequest, sendRaw } from './raw-http.ts'

const resources = new AsyncDisposableStack()
let schemaPath: string
let environment: { readonly API: string }
let over: { readonly http: string; readonly handler: string; readonly fetch: EmbeddedGateway }

beforeAll(async () => {
  schemaPath = join(resources.use(await createTempDirectory()).path, 'schema.graphql')
  await writeFile(schemaPath, SCHEMA)
  environment = { API: resources.use(await startUpstream(answerOf)).url }
  const options = { schemaPath, environment, logLevel: 'silent', ...CONFIG } as const
  const http = resources.use(await startGateway({ ...options, port: 0 }))
  const gateway = resources.use(await createGateway(options))
  const server = createServer({ joinDuplicateHeaders: true }, gateway.handler).listen(0, '127.0.0.1')
  await once(server, 'listening')
  resources.defer(() => void server.close())
  const handler = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  over = { http: http.url, handler, fetch: gateway }
})
afterAll(() => resources.disposeAsync())

async function open(options: EmbeddedOptions = {}) {
  const log: Record<string, unknown>[] = []
  const gateway = await createGateway({ schemaPath, environment, log: line => log.push(JSON.parse(line)), ...options })
  return { gateway, log, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() }
}

/** These headers are the server's. */
const OF_A_CONNECTION = new Set(['connection', 'keep-alive'])

interface Told {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

function withoutConnection({ status, headers, body }: Told): Told {
  const told = Object.entries(timeless(headers)).filter(([name]) => !OF_A_CONNECTION.has(name))
  return { status, headers: Object.fromEntries(told), body }
}

interface Sent {
  readonly method: string
  readonly search: string
  readonly headers: readonly string[]
  readonly body: Uint8Array<ArrayBuffer>
}

async function expectAlike({ method, search, headers: lines, body }: Sent): Promise<number> {
  const headers = ['host: localhost', 'x-request-id: same', ...lines]
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const length = hasBody ? [`content-length: ${body.byteLength}`] : []
  const head = Buffer.from(rawRequest(`${method} /graphql${search}`, [...headers, ...length]))
  const bytes = hasBody ? Buffer.concat([head, body]) : head
  const [http, handled] = await Promise.all([sendRaw(over.http, bytes), sendRaw(over.handler, bytes)])
  const fields = headers.map(line => line.split(/: (.*)/s, 2) as [string, string])
  const init = { method, headers: fields, body: hasBody ? body : null }
  const response = await over.fetch.fetch(new Request(`http://localhost/graphql${search}`, init))
  const fetched = { ...response, status: response.status, headers: Object.fromEntries(response.headers) }
  expect(withoutConnection({ ...fetched, body: await response.text() })).toEqual(withoutConnection(http))
  expect(withoutConnection(handled)).toEqual(withoutConnection(http))
  return http.status
}

/** A request whose body comes as it pleases. */
function streaming(source: UnderlyingDefaultSource<Uint8Array>): Request {
  const headers = { 'content-type': 'application/json' }
  // `duplex` is what Node asks for where the body is a stream.
  const init: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    headers,
    body: new ReadableStream(source),
    duplex: 'half',
  }
  return new Request('http://localhost/graphql', init)
}

/** What no request of the Fetch standard has. */
const OF_HTTP_1 = new Set(['transfer-encoding: chunked', 'expect: 100-continue'])

test('Whatever is sent, fetch and handler answer what HTTP clients get', async () => {
  const statuses = new Set<number>()
  await fc.assert(
    fc.asyncProperty(request, async ({ method, search, body, type, accept, more }) => {
      const headers = [
        ...(type === undefined ? [] : [`content-type: ${type}`]),
        ...(accept === undefined ? [] : [`accept: ${accept}`]),
        ...more.filter(line => !OF_HTTP_1.has(line)),
      ]
      statuses.add(await expectAlike({ method: method.toUpperCase(), search, headers, body: Buffer.from(body) }))
    }),
    { numRuns: 300 },
  )
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 403, 405, 406, 415]))
})

test.each(bodies.map((body, at) => [at, body] as const))('Body %i is answered alike', async (_, body) => {
  const headers = ['content-type: application/json', 'accept: application/graphql-response+json']
  await expectAlike({ method: 'POST', search: '', headers, body: Buffer.from(body) })
})

test('What is behind other paths is there too, and every host is answered', async () => {
  const { fetch } = over.fetch
  const ask = async (path: string) => (await fetch(new Request(`https://api.example${path}`))).status
  expect(await Promise.all(['/health', '/ready', '/nothing'].map(ask))).toEqual([200, 200, 404])
  await using named = await open({ allowedHosts: ['api.example'] })
  const of = async (host: string) => (await named.gateway.fetch(new Request(`https://${host}/health`))).status
  expect(await Promise.all(['api.example', 'evil.example'].map(of))).toEqual([200, 421])
})

test('execute answers data and errors, with the headers, variables and the operation that are given', async () => {
  const seen: (string | undefined)[] = []
  await using upstream = await startUpstream(({ headers }) => {
    seen.push(headers['x-user'] as string | undefined)
    return { json: { id: 1, title: 'Größe' } }
  })
  await using opened = await open({ environment: { API: upstream.url }, logLevel: 'info' })
  const answer = await opened.gateway.execute({
    query: 'query A { __typename } query B($id: ID!) { post(id: $id) { title } }',
    operationName: 'B',
    variables: { id: 1 },
    // As they came with another request: what they say of that message is passed over.
    headers: new Headers({ 'x-user': 'Ann', 'content-length': '3', 'accept-encoding': 'gzip', accept: 'text/html' }),
  })
  expect([answer, seen]).toEqual([{ data: { post: { title: 'Größe' } } }, ['Ann']])
  expect(await opened.gateway.execute({ query: '{ nothing }' })).toMatchObject({
    errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  })
  const asked = opened.log.filter(line => 'status' in line)
  expect(asked.map(({ status }) => status)).toEqual([200, 400])
  await expect(opened.gateway.execute({ query: '{ __typename }', headers: { host: 'a b' } })).rejects.toThrow(
    'The URL, or the Host header, can not be read.',
  )
})

test('Rates count what is asked without a port, by the address that fetch is told', async () => {
  await using opened = await open({ rateLimit: { limit: 1, window: 60 } })
  const { fetch, execute } = opened.gateway
  const ask = async (remoteAddress?: string) =>
    (await fetch(new Request('http://localhost/graphql?query={__typename}'), { remoteAddress })).status
  expect([await ask('10.0.0.1'), await ask('10.0.0.2'), await ask('10.0.0.1')]).toEqual([200, 200, 429])
  expect(await execute({ query: '{ __typename }' })).toEqual({ data: { __typename: 'Query' } })
  expect(await execute({ query: '{ __typename }' })).toMatchObject({
    errors: [{ extensions: { code: 'REQUEST_RATE_LIMITED' } }],
  })
})

test('Who aborts is told so, and the calls that were made for it are ended', async () => {
  const { promise: gone, resolve: onGone } = Promise.withResolvers<void>()
  const { promise: come, resolve: onCome } = Promise.withResolvers<void>()
  const server = createServer((_, response) => {
    response.once('close', onGone)
    onCome()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  await using opened = await open({
    environment: { API: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
  })
  const aborting = new AbortController()
  const answer = opened.gateway.execute({ query: '{ post(id: 1) { id } }', signal: aborting.signal })
  await come
  const reason = new Error('enough')
  aborting.abort(reason)
  await expect(answer).rejects.toBe(reason)
  await gone
  await expect(opened.gateway.execute({ query: '{ __typename }', signal: aborting.signal })).rejects.toBe(reason)
  server.close()
})

test('A body that was read before, breaks off or is too long is refused, and harms nobody', async () => {
  const { fetch, handler } = over.fetch
  const init = { method: 'POST', headers: { 'content-type': 'application/json' } }
  const used = new Request('http://localhost/graphql', { ...init, body: '{}' })
  await used.text()
  await expect(fetch(used)).rejects.toThrow('The body of the request has been read already.')

  await using server = createServer(async (incoming, response) => {
    await text(incoming)
    handler(incoming, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
  const parsed = await globalThis.fetch(url, { ...init, body: '{"query":"{__typename}"}' })
  expect([parsed.status, await parsed.text()]).toEqual([500, expect.stringContaining('no body parser')])

  const streamed = (source: UnderlyingDefaultSource<Uint8Array>) => fetch(streaming(source))
  const broken = await streamed({ start: controller => controller.error(new Error('gone')) })
  expect(broken.status).toBe(400)
  const { promise: cancelled, resolve: cancel } = Promise.withResolvers<void>()
  const long = await streamed({ pull: controller => controller.enqueue(new Uint8Array(1_000)), cancel })
  expect(long.status).toBe(413)
  await cancelled
})

test('Disposing waits for the answers under way, also of a schema before a reload, and then refuses', async () => {
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
  await using upstream = await startUpstream(async () => {
    await answered
    return { json: { id: 1, title: 'late' } }
  })
  await using opened = await open({ environment: { API: upstream.url } })
  const { gateway } = opened
  const query = (id: number) => gateway.execute({ query: `{ post(id: ${id}) { title } }` })
  const before = query(1)
  await gateway.reload()
  const after = query(2)
  await upstream.received(2)
  let isDisposed = false
  const disposed = gateway[Symbol.asyncDispose]().then(() => {
    isDisposed = true
  })
  const late = await query(3)
  expect([late, isDisposed]).toMatchObject([{ errors: [{ message: 'The gateway is closed.' }] }, false])
  answer()
  expect(await Promise.all([before, after])).toEqual([
    { data: { post: { title: 'late' } } },
    { data: { post: { title: 'late' } } },
  ])
  await disposed
})

test('An answer that does not come in time is given up by disposing', async () => {
  const { gateway } = await open({ requestTimeout: 100 })
  // It never ends, so nothing else limits it.
  const answer = gateway.fetch(streaming({}))
  const refused = expect(answer).rejects.toThrow('The request was not answered.')
  await gateway[Symbol.asyncDispose]()
  await refused
})

test('Options of a server are none of its own', async () => {
  await expect(createGateway({ schemaPath, port: 4000 } as EmbeddedOptions)).rejects.toThrow(
    'createGateway has no option "port". Your own server decides it, which brings the requests; startGateway listens by itself.',
  )
})
