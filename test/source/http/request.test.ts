import { expect, test } from 'vitest'
import { ANYBODY } from '../../../src/plan/anybody.ts'
import type { HttpBinding } from '../../../src/plan/http/http-binding.ts'
import { startUpstream } from '../../support/upstream.ts'
import {
  arg,
  batchBinding,
  header,
  httpBinding,
  type LoadOptions,
  load,
  named,
  openSource,
  own,
  WRONG_SHAPE,
} from './support.ts'

/** What the upstream saw of one binding's calls, as `METHOD URL body`, and the slots. */
async function exchange(
  binding: HttpBinding,
  keys: readonly (readonly unknown[])[] = [[]],
  said: LoadOptions = {},
  base = '',
) {
  await using upstream = await startUpstream(() => ({ json: 'answer' }))
  await using source = openSource(upstream.url + base)
  const slots = await load(source, binding, keys, said)
  return { slots, sent: upstream.requests.map(({ method, url, body }) => `${method} ${url} ${body}`.trimEnd()) }
}

/** The upstream's view of the headers that one call sends. */
async function sentHeaders(binding: HttpBinding, said: LoadOptions = {}) {
  await using upstream = await startUpstream(() => ({ json: 'answer' }))
  await using source = openSource(upstream.url)
  await load(source, binding, [[]], said)
  const [request] = upstream.requests
  const { host, connection, ...headers } = request?.headers ?? {}
  return headers
}

const BAD_ARGUMENT = {
  code: 'BAD_USER_INPUT',
  message: "An argument has a value that can't be sent to the source.",
  retryable: false,
  source: 'api',
}

test('Path and query are filled in value by value, literals stay as they were written', async () => {
  const binding = httpBinding({
    path: [["Users('", arg('id'), "')"], ['a%20b@c'], ['']],
    query: [
      named('q', arg('q')),
      named('fields[x]', 'id,name%2Cage'),
      named('range', arg('from'), '..', arg('to')),
      named('flag', ''),
    ],
  })
  const { sent } = await exchange(binding, [[]], { args: { id: 'ü/?', q: 'a&b=c d+%', from: 1, to: 2n ** 60n } })
  expect(sent).toEqual([
    "GET /Users('%C3%BC%2F%3F')/a%20b@c/?q=a%26b%3Dc%20d%2B%25&fields%5Bx%5D=id,name%2Cage&range=1..1152921504606846976&flag=",
  ])
})

test("The base URL's path stands in front of the path and its query in front of the query", async () => {
  const binding = httpBinding({ query: [named('a', '1')] })
  const { sent } = await exchange(binding, [[]], {}, '/v1/api/?key=x')
  const root = await exchange(httpBinding({ path: [] }), [[]], {}, '/v1?key=x')
  const bare = await exchange(httpBinding({ path: [] }))
  expect([sent, root.sent, bare.sent]).toEqual([['GET /v1/api/items?key=x&a=1'], ['GET /v1?key=x'], ['GET /']])
})

test('An absent or null parameter is left out, an empty one is not, and a list repeats it', async () => {
  const query = ['none', 'nil', 'empty', 'list', 'no', 'zero'].map(name => named(name, arg(name)))
  query.push(named('text', 'id:', arg('none')))
  const args = { nil: null, empty: '', list: ['a', null, 'b&'], no: false, zero: 0 }
  expect((await exchange(httpBinding({ query }), [[]], { args })).sent).toEqual([
    'GET /items?empty=&list=a&list=b%26&no=false&zero=0',
  ])
})

test('A path value that could change the path makes no call', async () => {
  for (const id of [undefined, null, '', '.', '..']) {
    const options = { args: id === undefined ? {} : { id } }
    const path = [['items'], [arg('id')]]
    const message = 'Nothing was sent: the argument "id" must have a value that can stand in a URL.'
    expect([
      await exchange(httpBinding({ path }), [[]], options),
      await exchange(httpBinding({ path, list: true }), [[]], options),
      await exchange(httpBinding({ path, mutation: true, method: 'DELETE' }), [[]], options),
    ]).toEqual([
      { slots: [null], sent: [] },
      { slots: [[]], sent: [] },
      { slots: [{ code: 'BAD_USER_INPUT', message, retryable: false, source: 'api' }], sent: [] },
    ])
  }
  const secret = httpBinding({ path: [['secret-', arg('id')]], mutation: true, method: 'PUT' })
  expect((await exchange(secret)).slots).toEqual([
    expect.objectContaining({ message: expect.not.stringContaining('secret') }),
  ])
  const halves = httpBinding({
    path: [
      ['.', arg('a')],
      ['%2e', arg('b')],
    ],
  })
  expect((await exchange(halves, [[]], { args: { a: '.', b: 'x' } })).sent).toEqual([])
  expect((await exchange(halves, [[]], { args: { a: 'x', b: '.' } })).sent).toEqual([])
  expect((await exchange(halves, [[]], { args: { a: '%2e', b: 'x' } })).sent).toEqual([])
  expect((await exchange(halves, [[]], { args: { a: '%41', b: '%42' } })).sent).toEqual(['GET /.%2541/%2e%2542'])
})

test('A parent without a value makes no call, wherever it stands in the URL', async () => {
  const query = httpBinding({ query: [named('of', 'user:', own()), named('q', arg('q'))] })
  expect(await exchange(query, [[null], [undefined], [[]], [[null]], [7]])).toEqual({
    slots: [null, null, null, null, 'answer'],
    sent: ['GET /items?of=user:7'],
  })
  const path = httpBinding({ path: [[own()], ['posts']], list: true })
  expect(await exchange(path, [[null], ['']])).toEqual({ slots: [[], []], sent: [] })
  const fallback = httpBinding({ query: [named('of', { ...own(), fallback: 'nobody' })] })
  expect((await exchange(fallback, [[null]])).sent).toEqual(['GET /items?of=nobody'])
})

test('A value that is no text is refused: the argument is the client’s fault, the parent is not', async () => {
  const path = [['items'], [arg('id')]]
  for (const id of [{ a: 1 }, [1], '\ud800'])
    expect(await exchange(httpBinding({ path }), [[]], { args: { id } })).toEqual({ slots: [BAD_ARGUMENT], sent: [] })
  const query = httpBinding({ query: [named('of', own()), named('q', arg('q'))] })
  expect(await exchange(query, [[{ a: 1 }], ['\udfff'], [1]])).toEqual({
    slots: [WRONG_SHAPE, WRONG_SHAPE, 'answer'],
    sent: ['GET /items?of=1'],
  })
  expect((await exchange(query, [[1]], { args: { q: [{}] } })).slots).toEqual([BAD_ARGUMENT])
})

test('A binding’s headers stand over the defaults, and one without a value is left out', async () => {
  const headers = [
    named('x-key', 'secret'),
    named('x-tenant', 'tenant-', header('x-tenant')),
    named('x-none', header('x-none')),
    named('x-text', 'a', arg('nil')),
    named('accept', arg('nil')),
  ]
  expect(await sentHeaders(httpBinding({ headers }), { headers: { 'x-tenant': '7é' }, args: { nil: null } })).toEqual({
    accept: 'application/json',
    'accept-encoding': 'gzip, deflate, br',
    'user-agent': 'sluice',
    'x-key': 'secret',
    'x-tenant': 'tenant-7é',
  })
  const json = { kind: 'literal', value: 1 } as const
  const own = [named('accept', 'a/b'), named('user-agent', 'c'), named('content-type', 'application/d+json')]
  expect(await sentHeaders(httpBinding({ headers: own, method: 'POST', body: json }))).toEqual({
    accept: 'a/b',
    'accept-encoding': 'gzip, deflate, br',
    'user-agent': 'c',
    'content-type': 'application/d+json',
    'content-length': '1',
  })
})

test('A value can’t add a header or break one', async () => {
  for (const bad of ['a\r\nx-admin: 1', 'a\nb', 'a\0', '€', { a: 1 }, ['a']]) {
    const fromArgs = httpBinding({ headers: [named('x-a', arg('a'))] })
    expect(await exchange(fromArgs, [[]], { args: { a: bad } })).toEqual({ slots: [BAD_ARGUMENT], sent: [] })
    const fromParent = httpBinding({ headers: [named('x-a', 'a', own())] })
    expect(await exchange(fromParent, [[bad]])).toEqual({ slots: [WRONG_SHAPE], sent: [] })
  }
})

test('A body is JSON with exact integers; what is absent is left out and a null stays', async () => {
  const input = { kind: 'template', template: [arg('input')] } as const
  const object = {
    kind: 'object',
    fields: [
      ['id', { kind: 'template', template: [own()] }],
      ['none', { kind: 'template', template: [arg('none')] }],
      ['__proto__', { kind: 'list', items: [{ kind: 'literal', value: true }, input] }],
    ],
  } as const
  const args = { input: { a: null, big: 2n ** 53n + 1n, ['__proto__']: 1 } }
  const post = { method: 'POST', mutation: true } as const
  expect([
    (await exchange(httpBinding({ ...post, body: input }), [[]], { args })).sent,
    (await exchange(httpBinding({ ...post, body: object }), [[null]], { args })).sent,
    (await exchange(httpBinding({ ...post, body: input }))).sent,
  ]).toEqual([
    ['POST /items {"a":null,"big":9007199254740993,"__proto__":1}'],
    ['POST /items {"id":null,"__proto__":[true,{"a":null,"big":9007199254740993,"__proto__":1}]}'],
    ['POST /items'],
  ])
  expect(await sentHeaders(httpBinding({ ...post, body: input }))).not.toHaveProperty('content-type')
})

test('The same request is made once for all its keys, and a mutation once for each', async () => {
  const query = [named('of', own())]
  expect(await exchange(httpBinding({ query }), [[1], ['1'], [2], [1n]])).toEqual({
    slots: ['answer', 'answer', 'answer', 'answer'],
    sent: ['GET /items?of=1', 'GET /items?of=2'],
  })
  expect((await exchange(httpBinding({ query, mutation: true, method: 'PUT' }), [[1], [1]])).sent).toEqual([
    'PUT /items?of=1',
    'PUT /items?of=1',
  ])
})

test('A source describes its calls without making them', async () => {
  await using source = openSource('http://127.0.0.1:1')
  const describe = (binding: HttpBinding, args = {}, hasArgs = true) =>
    source.describe({ binding, args, projection: new Map() }, { keys: 2, hasArgs, client: ANYBODY })
  const one = { text: '', keysPerCall: 1, callsEach: 1, least: 1, identity: expect.any(String), maxItems: undefined }
  const byId = httpBinding({ path: [['items'], [arg('id')]], text: 'GET /items/{$args.id}' })
  expect({
    batch: describe({ ...batchBinding(), method: 'POST', query: [] }),
    byId: describe(byId, { id: 1 }),
    withoutId: describe(byId),
    unknownId: describe(byId, { id: 1 }, false),
    mutation: describe({ ...byId, method: 'PUT', mutation: true }, { id: 1 }),
  }).toEqual({
    batch: { ...one, text: 'GET /items', keysPerCall: Number.POSITIVE_INFINITY },
    byId: { ...one, text: 'GET /items/{$args.id}' },
    withoutId: { ...one, text: 'GET /items/{$args.id}', least: 0, identity: undefined },
    unknownId: { ...one, text: 'GET /items/{$args.id}', least: 0, identity: undefined },
    mutation: { ...one, text: 'GET /items/{$args.id}', identity: undefined },
  })
})

test('A batch is as large as its URL may be, where keys are as long as a UUID', async () => {
  await using source = openSource('http://127.0.0.1:1', { maxUrlBytes: 1_000 })
  const { batch, ...binding } = batchBinding()
  const keysPerCall = (size: number) => {
    const plan = { binding: { ...binding, batch: batch && { ...batch, size } }, args: {}, projection: new Map() }
    return source.describe(plan, { keys: undefined, hasArgs: true, client: ANYBODY }).keysPerCall
  }
  // Of 40 bytes each, 24 fit. A batch of 100 is halved to 13, and a larger one to 16: the parts of one may be half of that.
  expect([10, 24, 100, 1_000_000].map(keysPerCall)).toEqual([10, 24, 6, 8])
})
