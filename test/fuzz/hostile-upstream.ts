import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { Random } from '../execute/random.ts'
import { randomJson } from './random-json.ts'
import { randomNumber, randomText } from './random-texts.ts'
import { SECRETS } from './secrets.ts'

/** What `/calm` answers, whatever else goes on. */
export const CALM = 'calm'

export interface HostileUpstream extends AsyncDisposable {
  readonly url: string
}

/** An API that answers half of all as it should; the same request always in the same way. */
export async function startHostileUpstream(seed: number): Promise<HostileUpstream> {
  const respond = async (incoming: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '' } = incoming
    const asked = `${method} ${url} ${await text(incoming)}`
    if (url.startsWith('/calm')) return answer(response, JSON.stringify(CALM))
    const random = new Random(seed, createHash('sha256').update(asked).digest().readInt32LE())
    const path = new URL(url, 'http://upstream').pathname
    if (random.chance(0.5)) answer(response, JSON.stringify(fitting(random, path)), cachingOf(random))
    else random.pick(HOSTILE)(response, random, path)
  }
  const server = createServer((incoming, response) => {
    response.on('error', () => undefined)
    // A client that breaks off has no answer.
    respond(incoming, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function answer(response: ServerResponse, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body)
}

function cachingOf(random: Random): Readonly<Record<string, string>> {
  return random.chance(0.2)
    ? { 'cache-control': random.pick(['max-age=1', 'max-age=1e9', 'max-age=-1,,=', '\xff']) }
    : {}
}

/** What the schema expects at a path. */
function fitting(random: Random, path: string): unknown {
  const things = Array.from({ length: random.int(0, 3) }, () => thing(random, 2))
  switch (path) {
    case '/things':
    case '/joined':
    case '/children':
    case '/numbered':
      return things
    case '/search':
      return { result: { items: things } }
    case '/feed':
      return { items: things, next: random.pick([null, 'more', '']) }
    case '/matrix':
      return [[1, 2], [], [3]]
    case '/any':
      return JSON.parse(randomJson(random))
    case '/rare':
      return 'rare'
    default:
      return thing(random, 2)
  }
}

function thing(random: Random, depth: number): object {
  return {
    __typename: random.pick(['Thing', 'Other', 'Nothing']),
    id: random.int(0, 5),
    name: randomText(random),
    kind: random.pick(['ONE', 'TWO', 'FOUR']),
    count: random.int(-5, 2 ** 31),
    ratio: random.next(),
    flag: random.chance(0.5),
    at: random.pick(['2026-01-01T00:00:00Z', 'never', 0]),
    big: random.int(0, 2 ** 53),
    any: { secret: 'shown', list: [1, 'a', null] },
    tags: random.pick([[], ['a'], [null], 'a']),
    must: random.pick(['there', null]),
    size: random.int(0, 9),
    named: depth > 0 ? thing(random, depth - 1) : null,
    parentId: random.pick([1, '2', null, {}, [3]]),
    itemId: random.pick([1, '2', 'x', null, 1e300]),
    link: random.pick([
      '/things/1',
      '//127.0.0.1:1/',
      'http://169.254.169.254/latest',
      '/../..',
      'file:///etc/passwd',
      '',
    ]),
    unasked: SECRETS.unasked,
  }
}

type Answer = (response: ServerResponse, random: Random, path: string) => void

/** Past Node's own writer, whose rules it breaks. */
function raw(response: ServerResponse, bytes: string | Buffer): void {
  response.socket?.end(bytes)
}

const STATUSES = [301, 304, 307, 400, 401, 403, 404, 409, 418, 422, 429, 500, 502, 503, 599, 999]

const CUT_OFF = gzipSync('{"id":1}').subarray(0, 12)
/** A thousand times as long as it looks. */
const BOMB = gzipSync(`[${'0,'.repeat(4_000_000)}0]`)

/** Every answer that an API should not give. */
const HOSTILE: readonly Answer[] = [
  (response, random) => answer(response, randomJson(random)),
  (response, random) => answer(response, randomJson(random).slice(0, random.int(0, 20))),
  (response, random) => answer(response, random.pick(['', ' ', 'null', '[]', '{}', '"x"', randomNumber(random)])),
  (response, random) => answer(response, Buffer.from([0x22, random.int(128, 255), random.int(0, 255), 0x22])),
  (response, random) => answer(response, `[${'{"id":1},'.repeat(random.int(1_000, 12_000))}{}]`),
  (response, random) =>
    answer(response, `{"id":1,"id":2,"__proto__":${randomJson(random)},"name":${JSON.stringify(randomText(random))}}`),
  (response, random) => {
    const type = random.pick([
      'text/html',
      'application/json; charset=utf-16',
      'application/json, text/plain',
      '',
      ';',
      'a/b; q="',
    ])
    answer(response, '{"id":1}', { 'content-type': type })
  },
  (response, random) => {
    response.writeHead(random.pick(STATUSES), {
      'content-type': 'application/json',
      'retry-after': random.pick(['1', 'x', '-1', '9'.repeat(50)]),
    })
    response.end(`{"message":"${SECRETS.unasked}","stack":"at x (/srv/app.js:1:2)"}`)
  },
  (response, random) => {
    const location = random.pick([
      '/calm',
      'http://127.0.0.1:1/',
      'file:///etc/passwd',
      '//evil.example',
      'http://[',
      '',
    ])
    response.writeHead(random.pick([301, 302, 303, 307, 308]), { location }).end()
  },
  (response, _, path) => {
    response.writeHead(302, { location: path }).end()
  },
  response => {
    response.socket?.resetAndDestroy()
  },
  response => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 })
    response.write('{"id":', () => response.socket?.destroy())
  },
  // No answer: the source's timeout.
  () => undefined,
  response => answer(response, CUT_OFF, { 'content-encoding': 'gzip' }),
  response => answer(response, BOMB, { 'content-encoding': 'gzip' }),
  (response, random) =>
    answer(response, '{"id":1}', { 'content-encoding': random.pick(['br', 'x', 'gzip, gzip, gzip', 'identity']) }),
  (response, random) =>
    answer(response, '{"id":1}', { link: `<${randomText(random).replaceAll(/[^\x20-\x7e]/g, '')}>; rel=next` }),
  (response, random) => {
    const cookies = Array.from({ length: random.pick([1, 50]) }, (_, at) => `a${at}=${SECRETS.unasked}`)
    response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': cookies }).end('{"id":1}')
  },
  response =>
    raw(
      response,
      'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 3\r\ncontent-length: 8\r\n\r\n{"id":1}',
    ),
  response =>
    raw(
      response,
      'HTTP/1.1 200 OK\r\ncontent-length: 8\r\ntransfer-encoding: chunked\r\n\r\n8\r\n{"id":1}\r\n0\r\n\r\n',
    ),
  response => raw(response, 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n{"id":1}\r\n0\r\n\r\n'),
  response => raw(response, `HTTP/1.1 200 OK\r\n${'x-bomb: aaaaaaaaaaaaaaaa\r\n'.repeat(2_000)}\r\n{}`),
  response =>
    raw(response, 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnull'),
  response => raw(response, `HTTP/1.1 103 Early Hints\r\n\r\n`.repeat(200)),
  response => raw(response, 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\nxxxx'),
  response => raw(response, 'HTTP/1.1 0 \r\n\r\n'),
  response => raw(response, Buffer.from([0x16, 3, 1, 0, 0xff, 0, 10, 13])),
]
