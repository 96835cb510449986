import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DemoGateway, startDemoGateway } from '../client/demo-gateway.ts'
import { expectAlive, INSIDE } from './ask.ts'
import { rawRequest, sendRaw } from './raw-http.ts'

let gateway: DemoGateway
beforeAll(async () => {
  gateway = await startDemoGateway()
})
afterAll(() => gateway?.[Symbol.asyncDispose]())

test.each(['identity, chunked', 'gzip, chunked', 'xchunked, Chunked'])(
  'A body in the transfer coding %s, which a proxy in front may read otherwise, is refused',
  async coding => {
    const body = '{"query":"{__typename}"}'
    const chunks = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
    const send = (said: string) => {
      const headers = ['host: localhost', 'content-type: application/json', `transfer-encoding: ${said}`]
      return sendRaw(gateway.url, rawRequest('POST /graphql', headers, chunks))
    }
    expect((await send(coding)).status).toBe(501)
    expect((await send('Chunked')).body).toContain('{"data":{"__typename":"Query"}}')
  },
)

describe('A request that no client sends is answered, and nothing of the inside shows', () => {
  const query = '?query={post(id:1){id}}'
  test.each([
    ['an absolute URL', `GET http://127.0.0.1/graphql${query}`, ['host: example.com'], 200],
    ['an absolute URL of another host', `GET http://example.com/graphql${query}`, ['host: localhost'], 421],
    ['a URL without an end', 'GET http://[', ['host: localhost'], 400],
    ['a URL of another scheme', 'GET file:///etc/passwd', ['host: localhost'], 400],
    ['two slashes', `GET //graphql${query}`, ['host: localhost'], 404],
    ['slashes alone', 'GET ///', ['host: localhost'], 404],
    ['a host in the path', 'GET //[::bad/graphql', ['host: localhost'], 404],
    ['a star', 'OPTIONS *', ['host: localhost'], 400],
    ['broken percent-encoding', 'GET /graphql?query=%ZZ%', ['host: localhost'], 200],
    ['percent-encoding of no UTF-8', 'GET /graphql?query=%C3%28', ['host: localhost'], 200],
    ['a path that climbs', 'GET /graphql/assets/../../../../etc/passwd', ['host: localhost'], 404],
    ['an encoded path that climbs', 'GET /graphql/assets/..%2f..%2f..%2fetc%2fpasswd', ['host: localhost'], 404],
    ['a null byte', 'GET /graphql/assets/%00', ['host: localhost'], 404],
    ['an absolute URL of HTTPS', `GET HTTPS://LOCALHOST:443/graphql${query}`, ['host: localhost'], 200],
    ['an absolute URL without a path', `GET http://[::1]${query}`, ['host: localhost'], 302],
    ['an absolute URL with a user', `GET http://a@example.com/graphql${query}`, ['host: localhost'], 400],
    ['an absolute URL without a host', `GET http:///graphql${query}`, ['host: localhost'], 400],
    ['a URL of FTP', `GET ftp://x/graphql${query}`, ['host: localhost'], 400],
    ['a path without a slash', `GET graphql${query}`, ['host: localhost'], 400],
    ['a path by way of another', `GET /health/../graphql${query}`, ['host: localhost'], 404],
    ['a path by way of nothing', `GET /./graphql${query}`, ['host: localhost'], 404],
    ['an absolute URL that climbs', `GET http://localhost/health/../graphql${query}`, ['host: localhost'], 404],
    ['encoded dots', `GET /health/%2e%2E/graphql${query}`, ['host: localhost'], 404],
    ['half encoded dots', `GET /x/.%2e/graphql${query}`, ['host: localhost'], 404],
    ['backslashes', `GET /health\\..\\graphql${query}`, ['host: localhost'], 404],
    ['a backslash for a slash', `GET \\graphql${query}`, ['host: localhost'], 400],
    ['an encoded letter', `GET /%67raphql${query}`, ['host: localhost'], 404],
    ['a tab in the path', `GET /gra\tphql${query}`, ['host: localhost'], 400],
    ['a fragment in the path', `GET /graphql#${query}`, ['host: localhost'], 404],
    ['bytes beyond ASCII in the path', `GET /graphql\u00ff${query}`, ['host: localhost'], 400],
    ['a host that is none', `GET /graphql${query}`, ['host: a b<>"^`{|}'], 400],
    ['a host with a path', `GET /graphql${query}`, ['host: x/../../y?z#'], 400],
    ['a host with a user', `GET /graphql${query}`, ['host: a@x'], 400],
    ['two hosts', `GET /graphql${query}`, ['host: localhost', 'host: y'], 400],
    ['a host twice', `GET /graphql${query}`, ['host: localhost', 'host: localhost'], 400],
    ['a host beside that of the URL', `GET http://localhost/graphql${query}`, ['host: localhost', 'host: y'], 400],
    [
      'two content-types',
      'POST /graphql',
      ['host: localhost', 'content-type: application/json', 'content-type: text/plain'],
      400,
    ],
    [
      'two transfer codings',
      `GET /graphql${query}`,
      ['host: localhost', ...Array(2).fill('transfer-encoding: chunked')],
      400,
    ],
    ['a version before headers', `GET /graphql${query}`, ['host: localhost'], 505, '0.9'],
    ['no host', `GET /graphql${query}`, [], 400],
    ['bytes beyond ASCII in a header', `GET /graphql${query}`, ['host: localhost', 'x-a: \u00ff\u00fe'], 200],
    ['an accept that is none', `GET /graphql${query}`, ['host: localhost', 'accept: ;;q=,,,/'], 406],
    [
      'very many accepted types',
      `GET /graphql${query}`,
      ['host: localhost', `accept: ${'a/b;q=0.1,'.repeat(1_000)}*/*`],
      200,
    ],
    ['a content-type that is none', 'POST /graphql', ['host: localhost', 'content-type: ;', 'content-length: 0'], 415],
    ['a method that is none', 'BREW /graphql', ['host: localhost'], 400],
    ['a method in lower case', `get /graphql${query}`, ['host: localhost'], 400],
    ['an upgrade', `GET /graphql${query}`, ['host: localhost', 'connection: upgrade', 'upgrade: websocket'], 200],
    ['a length that is none', 'POST /graphql', ['host: localhost', 'content-length: -1'], 400],
    [
      'a length and chunks',
      'POST /graphql',
      ['host: localhost', 'content-length: 3', 'transfer-encoding: chunked'],
      400,
    ],
    ['headers without an end', `GET /graphql${query}`, ['host: localhost', `x-a: ${'a'.repeat(20_000)}`], 431],
  ] as const)('%s', async (_, line, headers, status, version: string = '1.1') => {
    const answer = await sendRaw(gateway.url, Buffer.from(rawRequest(line, headers, '', version), 'latin1'))
    expect({ status: answer.status, inside: INSIDE.exec(answer.body)?.[0] }).toEqual({ status, inside: undefined })
    await expectAlive(gateway)
  })

  test('bytes that are no HTTP', async () => {
    expect(await sendRaw(gateway.url, '\u0016\u0003\u0001\u0000hello\r\n\r\n')).toMatchObject({
      status: 400,
      body: 'This is no request of HTTP/1.1.\n',
    })
    await expectAlive(gateway)
  })

  test('a body that breaks off', async () => {
    const head = ['host: localhost', 'content-type: application/json', 'content-length: 100']
    const { hostname, port } = new URL(gateway.url)
    const socket = connect(Number(port), hostname)
    await new Promise<void>(resolve => socket.write(rawRequest('POST /graphql', head, '{"query":'), () => resolve()))
    socket.destroy()
    await expectAlive(gateway)
    expect(gateway.log.filter(({ level }) => level === 50)).toEqual([])
  })
})
