import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { constants, type OutgoingHttpHeaders } from 'node:http2'
import { Agent as HttpsAgent, request } from 'node:https'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { Agent, fetch } from 'undici'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createBarrier } from '../../support/barrier.ts'
import { launchChromium } from '../../support/chromium.ts'
import { startUpstream } from '../../support/upstream.ts'
import {
  ask,
  openSession,
  openSocket,
  query,
  readStream,
  type SecureGateway,
  startSecureGateway,
} from './secure-gateway.ts'

const ANSWER = '{"data":{"item":"7"}}'

async function startEchoApi() {
  const upstream = await startUpstream(({ url }) => ({ json: url.slice('/items/'.length) }))
  onTestFinished(() => upstream[Symbol.asyncDispose]())
  return upstream
}

const post = (body: string, more: OutgoingHttpHeaders = {}) => ({
  headers: { ':method': 'POST', ':path': '/graphql', 'content-type': 'application/json', ...more },
  body,
})
const get = (path: string, more: OutgoingHttpHeaders = {}) => ({ headers: { ':path': path, ...more }, body: undefined })

const REQUESTS = {
  'a query': post('{"query":"{ item(id: 7) }"}'),
  'a query by GET': get('/graphql?query={item(id:7)}'),
  'a query whose accept is the newer one': post('{"query":"{ nobody }"}', {
    accept: 'application/graphql-response+json',
  }),
  'an operation that is wrong': post('{"query":"{"}'),
  'a body that is none': post('{'),
  'a body that is too large': post(' '.repeat(100_000)),
  'another content type': post('x', { 'content-type': 'text/plain' }),
  'a foreign page': post('{"query":"{ item(id: 7) }"}', { origin: 'https://evil.test' }),
  'another method': { headers: { ':method': 'PUT', ':path': '/graphql' }, body: '' },
  'what accepts nothing of ours': post('{"query":"{ item(id: 7) }"}', { accept: 'image/png' }),
  'a long answer that is compressed': post(`{"query":"{ ${'a'.repeat(2_000)} }"}`, { 'accept-encoding': 'gzip' }),
  'another host': get('/graphql?query={item(id:7)}', { ':authority': 'evil.test' }),
  'a path that is nowhere': get('/nowhere'),
  'a health check': get('/health'),
  'a health check by HEAD': get('/health', { ':method': 'HEAD' }),
  'a health check by POST': { headers: { ':method': 'POST', ':path': '/health' }, body: 'x' },
  'the root': get('/'),
  'a preflight': get('/graphql', {
    ':method': 'OPTIONS',
    origin: 'https://app.test',
    'access-control-request-method': 'POST',
  }),
}

/** The same request by HTTP/1.1. */
async function askHttp1({ url, ca }: SecureGateway, asked: OutgoingHttpHeaders, body: string | undefined) {
  const { ':method': method = 'GET', ':path': path, ':authority': host, ...headers } = asked
  const agent = new HttpsAgent({ ca, keepAlive: false })
  const sent = request(new URL(String(path), url), {
    method: String(method),
    agent,
    servername: 'localhost',
    headers: { ...headers, ...(host ? { host: String(host) } : {}) },
  })
  sent.end(body)
  const [response] = await once(sent, 'response')
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}

const withoutVolatile = ({ status, headers, body }: Awaited<ReturnType<typeof askHttp1>>) => {
  const { date: _, connection: _c, 'keep-alive': _k, 'transfer-encoding': _t, ...others } = { ...headers }
  return { status, headers: others, body }
}

describe.each([true, false])('With the direct lane %j', directLane => {
  test('Whatever is asked by HTTP/2 is answered as by HTTP/1.1, but for what is said of a connection', async () => {
    const api = await startEchoApi()
    const config = { directLane, bodyLimit: 50_000, corsOrigins: ['https://app.test'], introspection: true }
    const gateway = await startSecureGateway(api.url, config)
    const session = await openSession(gateway)
    for (const [what, { headers, body }] of Object.entries(REQUESTS)) {
      const asked = { ...headers, 'x-request-id': 'same' }
      const answer = await ask(session, asked, body)
      expect({ what, ...withoutVolatile(answer) }).toEqual({
        what,
        ...withoutVolatile(await askHttp1(gateway, asked, body)),
      })
      expect(answer.headers).not.toHaveProperty('connection')
    }
    expect(session.closed).toBe(false)
    expect(gateway.log.filter(({ level }) => Number(level) >= 50)).toEqual([])
  })

  test('curl, undici and Node agree on HTTP/2 and have their answers', async () => {
    const api = await startEchoApi()
    const gateway = await startSecureGateway(api.url, { directLane })
    const curl = await promisify(execFile)('curl', [
      ...['-sS', '--http2', '--cacert', gateway.authority.ca.cert, '-w', ' %{http_version}'],
      ...['-H', 'content-type: application/json', '-H', 'expect: 100-continue'],
      ...['-d', '{"query":"{ item(id: 7) }"}', `${gateway.url}/graphql`],
    ])
    expect(curl.stdout).toBe(`${ANSWER} 2`)
    const dispatcher = new Agent({ allowH2: true, connect: { ca: gateway.ca } })
    onTestFinished(() => dispatcher.close())
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        fetch(`${gateway.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query: `{ item(id: ${index}) }` }),
          dispatcher,
        }).then(answer => answer.text()),
      ),
    )
    expect(answers).toEqual(answers.map((_, index) => `{"data":{"item":"${index}"}}`))
    expect((await query(await openSession(gateway), '{ item(id: 7) }')).body).toBe(ANSWER)
  })

  test('Requests of one connection are under way at once, and one that is taken back takes its calls along', async () => {
    const barrier = createBarrier(2)
    await using upstream = await startUpstream(async ({ url }) => {
      if (url === '/items/0') return { fault: 'hang' }
      await barrier.arrive()
      return { json: url.slice('/items/'.length) }
    })
    const gateway = await startSecureGateway(upstream.url, { directLane })
    const session = await openSession(gateway)
    const given = session.request({ ':path': '/graphql?query={item(id:0)}' })
    const closed = once(given, 'close')
    const answers = [query(session, '{ item(id: 1) }'), query(session, '{ item(id: 2) }')]
    await upstream.received(3)
    given.close(constants.NGHTTP2_CANCEL)
    await closed
    expect((await Promise.all(answers)).map(({ body }) => body)).toEqual([
      '{"data":{"item":"1"}}',
      '{"data":{"item":"2"}}',
    ])
    const gone = () => gateway.log.some(({ msg, outcome }) => msg === 'request' && outcome === 'gone')
    await expect.poll(gone, { timeout: 10_000 }).toBe(true)
    expect(gateway.log.filter(({ level }) => Number(level) >= 50)).toEqual([])
  })
})

test('Who offers what is spoken to by it: HTTP/2 before HTTP/1.1, which is also for who offers nothing', async () => {
  const gateway = await startSecureGateway('http://127.0.0.1:1')
  const agreed = async (offered: string[]) => (await openSocket(gateway, offered)).alpnProtocol
  expect(await agreed(['http/1.1', 'h2'])).toBe('h2')
  expect(await agreed(['http/1.1'])).toBe('http/1.1')
  const socket = await openSocket(gateway, [])
  expect(socket.alpnProtocol).toBe(false)
  socket.write('GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n')
  expect(await text(socket)).toContain('{"state":"alive"}')
  await expect(openSocket(gateway, ['spdy/3'])).rejects.toThrow('no application protocol')
})

test('A host that is said in two ways is not taken', async () => {
  const gateway = await startSecureGateway('http://127.0.0.1:1')
  const session = await openSession(gateway)
  const same = { ':path': '/health', ':authority': 'localhost', host: 'localhost' }
  expect((await ask(session, same)).status).toBe(200)
  expect((await ask(session, { ...same, host: 'evil.test' })).status).toBe(400)
})

test('Hosts other than those of the own machine are to be asked by TLS only from then on', async () => {
  const gateway = await startSecureGateway('http://127.0.0.1:1', { allowedHosts: ['api.test'] })
  const session = await openSession(gateway)
  const of = async (authority: string) =>
    (await ask(session, { ':path': '/health', ':authority': authority })).headers['strict-transport-security']
  expect(await of('api.test')).toBe('max-age=31536000')
  expect(await of('api.test:4000')).toBe('max-age=31536000')
  for (const own of ['localhost', 'app.localhost:4000', '127.0.0.1:4000', '[::1]'])
    expect(await of(own)).toBeUndefined()
})

test('A gateway that stops tells its clients (GOAWAY), answers what they have asked, and ends idle connections at once', async () => {
  const barrier = createBarrier()
  await using upstream = await startUpstream(async () => {
    await barrier.arrive()
    return { json: '7' }
  })
  const gateway = await startSecureGateway(upstream.url)
  const idle = await openSession(gateway)
  const idleHttp1 = await openSocket(gateway, ['http/1.1'])
  const busy = await openSession(gateway)
  const answer = query(busy, '{ item(id: 7) }')
  await upstream.received(1)
  const ends = [once(idle, 'close'), once(idleHttp1, 'close')]
  const told = once(busy, 'goaway')
  const stopped = gateway[Symbol.asyncDispose]()
  expect((await told)[0]).toBe(constants.NGHTTP2_NO_ERROR)
  await Promise.all(ends)
  barrier.release()
  expect((await answer).body).toBe(ANSWER)
  await stopped
})

test('Chromium shows the page, and asks, by HTTP/2', async () => {
  const api = await startEchoApi()
  const gateway = await startSecureGateway(api.url)
  await using browser = await launchChromium()
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', error => problems.push(String(error)))
  await page.goto(`${gateway.url}/graphql`)
  const protocols = await page.evaluate(async () => {
    await (
      await fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ item(id: 7) }"}',
      })
    ).text()
    const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    return [...new Set(entries.map(entry => (entry as PerformanceResourceTiming).nextHopProtocol))]
  })
  expect([protocols, problems]).toEqual([['h2'], []])
})

test('A body that is no longer wanted is stopped, and the connection goes on', async () => {
  const gateway = await startSecureGateway('http://127.0.0.1:1', { bodyLimit: 1_000 })
  const session = await openSession(gateway)
  const stream = session.request({ ':method': 'POST', ':path': '/graphql', 'content-type': 'application/json' })
  const answer = readStream(stream)
  stream.write(' '.repeat(2_000))
  expect((await answer).status).toBe(413)
  if (!stream.closed) await once(stream, 'close')
  expect(stream.rstCode).toBe(constants.NGHTTP2_NO_ERROR)
  expect((await ask(session, { ':path': '/health' })).status).toBe(200)
  // None of what was not read takes room of the connection for good.
  for (let round = 0; round < 5; round++) {
    const more = { ':method': 'POST', ':path': '/graphql', 'content-type': 'application/json' }
    expect((await ask(session, more, ' '.repeat(60_000))).status).toBe(413)
  }
  expect((await query(session, '{ __typename }')).body).toBe('{"data":{"__typename":"Query"}}')
  const dispatcher = new Agent({ allowH2: true, connect: { ca: gateway.ca } })
  onTestFinished(() => dispatcher.close())
  const headers = { 'content-type': 'application/json' }
  const body = ' '.repeat(2_000_000)
  const refused = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body, dispatcher })
  expect([refused.status, await refused.json()]).toEqual([413, expect.anything()])
})
