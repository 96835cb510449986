import type { GraphQLSchema } from 'graphql'
import type { Random } from '../execute/random.ts'
import { mutateBytes } from './mutate-bytes.ts'
import { type AskedDocument, randomDocument } from './random-document.ts'
import { randomJson } from './random-json.ts'
import { randomText } from './random-texts.ts'
import { SECRETS } from './secrets.ts'

const REQUEST_KINDS = ['document', 'body', 'head', 'frame', 'bytes'] as const
type RequestKind = (typeof REQUEST_KINDS)[number]

/** What is sent on one connection. */
export interface SentRequest {
  readonly kind: RequestKind
  readonly bytes: Buffer
  /** How many answers must come; undefined where nobody can know. */
  readonly answers: number | undefined
}

/** One of five kinds: whatever is changed of a request, all else about it is as it should be. */
export function randomRequest(random: Random, schema: GraphQLSchema): SentRequest {
  const kind = random.pick(['document', 'document', 'document', ...REQUEST_KINDS] as const)
  return { kind, ...MAKE[kind](random, schema) }
}

const MAKE: Readonly<Record<RequestKind, (random: Random, schema: GraphQLSchema) => Omit<SentRequest, 'kind'>>> = {
  document(random, schema) {
    const asked = randomDocument(random, schema)
    if (random.chance(0.1)) return { bytes: byGet(random, asked), answers: 1 }
    const count = random.chance(0.1) ? random.int(2, 5) : 1
    return { bytes: Buffer.concat(Array.from({ length: count }, () => post(random, bodyOf(asked)))), answers: count }
  },
  body: (random, schema) => ({ bytes: post(random, strangeBody(random, schema)), answers: 1 }),
  head(random, schema) {
    const body = bodyOf(randomDocument(random, schema))
    const headers = [
      ...headersOf(random, body),
      ...random.sample(STRANGE_HEADERS, random.int(1, 4)).map(make => make(random)),
    ]
    return { bytes: request(requestLine(random), headers, body), answers: undefined }
  },
  frame: random => ({ bytes: random.pick(FRAMES)(random), answers: undefined }),
  bytes: (random, schema) => ({
    bytes: mutateBytes(random, post(random, bodyOf(randomDocument(random, schema)))),
    answers: undefined,
  }),
}

function bodyOf({ query, variables, operationName }: AskedDocument): Buffer {
  const name = operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`
  return Buffer.from(`{"query":${JSON.stringify(query)},"variables":${variables}${name}}`)
}

function request(line: string, headers: readonly string[], body: Buffer | string = ''): Buffer {
  return Buffer.concat([Buffer.from(`${[line, ...headers].join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)])
}

/** What a client says of itself, secrets among it. */
const CREDENTIALS = [
  `authorization: Bearer ${SECRETS.authorization}`,
  `cookie: session=${SECRETS.cookie}`,
  `x-api-key: ${SECRETS.authorization}`,
  `proxy-authorization: Basic ${Buffer.from(SECRETS.authorization).toString('base64')}`,
]

function headersOf(random: Random, body: Buffer): string[] {
  return [
    'host: localhost',
    'content-type: application/json',
    `content-length: ${body.length}`,
    ...random.some(CREDENTIALS, 0.4),
    ...random.some(
      ['accept: application/graphql-response+json', 'accept-encoding: gzip', 'connection: keep-alive'],
      0.3,
    ),
  ]
}

function post(random: Random, body: Buffer): Buffer {
  return request(`POST /graphql?access_token=${SECRETS.parameter} HTTP/1.1`, headersOf(random, body), body)
}

function byGet(random: Random, { query, variables }: AskedDocument): Buffer {
  // Node takes 16 KiB of headers, the URL among them.
  const search = new URLSearchParams({ query: query.slice(0, 2_000), variables: variables.slice(0, 1_000) })
  const headers = ['host: localhost', 'accept: application/json', ...random.some(CREDENTIALS, 0.4)]
  return request(`GET /graphql?${String(search).slice(0, 12_000)} HTTP/1.1`, headers)
}

function strangeBody(random: Random, schema: GraphQLSchema): Buffer {
  const body = bodyOf(randomDocument(random, schema))
  return random.pick<() => Buffer>([
    () => mutateBytes(random, body),
    () => Buffer.from(randomJson(random)),
    () => Buffer.concat([Buffer.from('\ufeff'), body]),
    () => Buffer.from(`[${body},${body}]`),
    () =>
      Buffer.from(
        `{"query":"{ calm }","query":${randomJson(random)},"variables":{},"variables":${randomJson(random)}}`,
      ),
    () => Buffer.from(`{"__proto__":${randomJson(random)},"constructor":{"prototype":{"x":1}},"query":"{ calm }"}`),
    () =>
      Buffer.from(`{"query":"{ calm }","extensions":${randomJson(random)},"operationName":${randomJson(random, 1)}}`),
    () =>
      Buffer.from(
        `{"documentId":${JSON.stringify(randomText(random))},"extensions":{"persistedQuery":${randomJson(random)}}}`,
      ),
    () => Buffer.from(`{"query":"query ($v: JSON) { any(value: $v) }","variables":{"v":${randomJson(random)}}}`),
    () => Buffer.from(`{"query":"{ calm }","x":"${'y'.repeat(random.pick([10, 300_000, 1_100_000]))}"}`),
    () => Buffer.from(`{"query":"{ calm }","variables":{"x":[${'0,'.repeat(random.pick([10, 20_000, 400_000]))}0]}}`),
    () => Buffer.from(`{"query":"{ calm }"${' '.repeat(random.int(0, 50))}`),
    () => Buffer.from(body.toString(), 'utf16le'),
    () => Buffer.from('--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{"query":"{ calm }"}\r\n--x--'),
  ])()
}

const METHODS = [
  'GET',
  'PUT',
  'HEAD',
  'OPTIONS',
  'DELETE',
  'PATCH',
  'TRACE',
  'PROPFIND',
  'post',
  'M-SEARCH',
  'QUERY',
  '',
]
const TARGETS = [
  '/graphql?query=%7Bcalm%7D',
  '/graphql?query=mutation%7Bdrop(id:1)%7D',
  '/graphql?query=%ZZ&variables=%7B',
  '/graphql?variables=1&extensions=[]&query={calm}',
  '/graphql?query={calm}&query={any}&__proto__=1',
  '/graphql?documentId=x',
  '/graphql/',
  '/health',
  '/ready',
  '/',
  '//',
  '/graphql/assets/..%2f..%2fpackage.json',
  '/graphql/assets/__proto__',
  '/metrics',
  '/.env',
  '/schema.graphql',
  'http://localhost/graphql',
  'http://evil.example/graphql',
  '*',
  'localhost:80',
  '/graphql#x',
  '/graphql\\..\\',
  '/gr\u00e4ph',
]
const VERSIONS = ['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/1.11', 'http/1.1', '']

function requestLine(random: Random): string {
  const method = random.chance(0.6) ? 'POST' : random.pick(METHODS)
  return `${method} ${random.chance(0.6) ? '/graphql' : random.pick(TARGETS)} ${random.pick(VERSIONS)}`
}

const oneOf =
  (name: string, ...values: readonly string[]) =>
  (random: Random) =>
    `${name}: ${random.pick(values)}`

const STRANGE_HEADERS: readonly ((random: Random) => string)[] = [
  oneOf(
    'content-type',
    'application/json; charset=utf-16',
    'application/json; charset="utf-8',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/json,application/json',
    ';',
    '\xff',
    'application/graphql',
  ),
  oneOf('content-encoding', 'gzip', 'br', 'identity', 'gzip, gzip', ''),
  oneOf('content-length', '0', '-1', '+5', '0x10', '1e3', '99999999999999999999', '5, 5', ' 5', '1048577', ''),
  oneOf(
    'transfer-encoding',
    'chunked',
    'identity',
    'gzip, chunked',
    'chunked, chunked',
    'xchunked',
    ' chunked',
    'chunked\x0b',
  ),
  oneOf(
    'host',
    'evil.example',
    'localhost:99999',
    '',
    'a b',
    'localhost, localhost',
    '[::1]',
    '127.0.0.1.evil.example',
    'x@localhost',
  ),
  oneOf(
    'accept',
    '*/*',
    'text/html',
    'text/event-stream',
    'multipart/mixed',
    ';;q=,,/',
    'application/json;q=0',
    'a/b,'.repeat(900),
  ),
  oneOf('accept-encoding', 'br', 'gzip;q=0', '*;q=0', 'deflate, gzip;q=1.0, *;q=0.5', 'x'.repeat(3_000)),
  oneOf('origin', 'https://evil.example', 'null', 'http://localhost', '\xff'),
  oneOf('sec-fetch-site', 'cross-site', 'same-origin', 'none', 'x'),
  oneOf('expect', '100-continue', '200-ok', 'x100-continue', '100-continue, 100-continue'),
  oneOf('connection', 'close', 'upgrade', 'keep-alive, close', 'transfer-encoding', 'te'),
  oneOf('upgrade', 'websocket', 'h2c', 'TLS/1.0', 'x'),
  oneOf('x-request-id', 'a'.repeat(200), '"\\u0000', '%0d%0aset-cookie: a', '{"a":1}', '1'),
  oneOf('traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'x', '00-'.repeat(500), 'ff-0-0-0'),
  oneOf('x-sluice-trace', '1', 'true', 'x'),
  oneOf('x-client', 'a', '\x80\xff', 'x'.repeat(4_000), '{$env.API_TOKEN}'),
  oneOf('x-forwarded-for', '127.0.0.1', '::1, x', ','.repeat(2_000)),
  oneOf('x-forwarded-host', 'evil.example'),
  oneOf('forwarded', 'for=127.0.0.1;host=evil.example'),
  oneOf('if-none-match', '*', '"x"', 'W/"'.repeat(1_000)),
  oneOf('range', 'bytes=0-0', 'bytes=-99999999999'),
  oneOf('cookie', 'a=b', `${'a=b; '.repeat(2_000)}`, '__proto__=x'),
  oneOf('set-cookie', 'a=b\r\nset-cookie: c=d'),
  oneOf('apollographql-client-name', '\x1b[31m', 'x'.repeat(500)),
  oneOf('access-control-request-method', 'POST', 'x'),
  oneOf('te', 'trailers'),
  oneOf('keep-alive', 'timeout=99999999'),
  () => '__proto__: x',
  () => 'constructor: x',
  () => 'x-a : b',
  () => ' folded: line',
  () => 'x-null: \0',
  () => 'no-colon',
  () => ': no-name',
  () => `x-long: ${'a'.repeat(20_000)}`,
  () => Array.from({ length: 300 }, (_, at) => `x-h${at}: 1`).join('\r\n'),
  () => 'x-cr: a\rb',
  () => 'x-lf: a\nx-smuggled: b',
]

const SMALL = '{"query":"{ calm }"}'
const HEAD = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n'
const chunked = (...lines: readonly string[]) => `${HEAD}transfer-encoding: chunked\r\n\r\n${lines.join('\r\n')}\r\n`
const SIZE = SMALL.length.toString(16)

/** Bodies whose end is not clear, requests behind requests, and other protocols. */
const FRAMES: readonly ((random: Random) => Buffer)[] = [
  random => Buffer.from(`${HEAD}content-length: ${random.int(0, 60)}\r\n\r\n${SMALL}`),
  random =>
    Buffer.from(`${HEAD}content-length: ${SMALL.length}\r\ncontent-length: ${random.int(0, 60)}\r\n\r\n${SMALL}`),
  () =>
    Buffer.from(
      `${HEAD}content-length: ${SMALL.length}\r\ntransfer-encoding: chunked\r\n\r\n${SIZE}\r\n${SMALL}\r\n0\r\n\r\n`,
    ),
  random => Buffer.from(chunked(`${SIZE};${'a=b;'.repeat(random.int(0, 5_000))}`, SMALL, '0', '')),
  random => Buffer.from(chunked(random.pick(['g', '-1', `0x${SIZE}`, 'f'.repeat(20), '', ` ${SIZE}`]), SMALL, '0', '')),
  random =>
    Buffer.from(
      chunked(...[...SMALL].flatMap(each => ['1', each]), '0', `x: ${'y'.repeat(random.int(0, 20_000))}`, ''),
    ),
  () => Buffer.from(chunked(SIZE, SMALL)),
  () => Buffer.from(chunked(SIZE, SMALL, '0', '').replaceAll('\r\n', '\n')),
  random => Buffer.from(`${HEAD}content-length: ${SMALL.length}\r\n\r\n${SMALL}`.repeat(random.int(2, 60))),
  random => Buffer.from('GET /graphql?query={calm} HTTP/1.1\r\nhost: localhost\r\n\r\n'.repeat(random.int(2, 200))),
  () =>
    Buffer.from(
      `GET /health HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${SMALL.length}\r\n\r\n${SMALL}GET /ready HTTP/1.1\r\nhost: localhost\r\n\r\n`,
    ),
  () => Buffer.from(`${HEAD}content-length: ${SMALL.length}\r\nexpect: 100-continue\r\n\r\n${SMALL}`),
  () => Buffer.from(`${HEAD}content-length: 2000000\r\n\r\n${' '.repeat(2_000_000)}`),
  () => Buffer.from('\r\n\r\n\r\nGET /health HTTP/1.1\r\nhost: localhost\r\n\r\n'),
  () => Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0'),
  () => Buffer.from('PROXY TCP4 1.2.3.4 1.2.3.4 1 2\r\nGET /health HTTP/1.1\r\nhost: localhost\r\n\r\n'),
  () => Buffer.from('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 'latin1'),
  () => Buffer.from('GET /graphql?query={calm}\r\n'),
  () => Buffer.from('CONNECT evil.example:443 HTTP/1.1\r\nhost: evil.example:443\r\n\r\n'),
  random => Buffer.from(Array.from({ length: random.int(0, 2_000) }, () => random.int(0, 255))),
]
