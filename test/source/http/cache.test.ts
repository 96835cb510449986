import { expect, test } from 'vitest'
import type { CallRecord } from '../../../src/source/call-record.ts'
import type { Source } from '../../../src/source/source.ts'
import { createBarrier } from '../../support/barrier.ts'
import { startUpstream, type UpstreamAnswer, type UpstreamHandler } from '../../support/upstream.ts'
import { openCoalescing } from '../policy/support.ts'
import { arg, header, httpBinding, load, named } from './support.ts'

type Headers = Readonly<Record<string, string>>

const own = httpBinding({ headers: [named('authorization', header('authorization'))] })
const byPath = httpBinding({ path: [['items'], [arg('id')]] })
const PAST = new Date(0).toUTCString()
const FUTURE = new Date(Date.now() + 86_400_000).toUTCString()

/** Answers with the number of the request, and these headers. */
async function startCounted(headers: Headers, more: UpstreamHandler = () => ({})) {
  let count = 0
  return startUpstream(async request => {
    const answer = await more(request)
    return { json: ++count, ...answer, headers: { ...headers, ...answer.headers } }
  })
}

function openCached(url: string, cacheBytes = 2 ** 20): Source {
  return openCoalescing(url, { cacheBytes, redirects: 'SAME_ORIGIN' })
}

/** What two calls after each other are answered. */
async function askTwice(headers: Headers, said: Headers = {}, binding = own): Promise<unknown[]> {
  await using upstream = await startCounted(headers)
  await using source = openCached(upstream.url)
  const first = await load(source, binding, [[]], { headers: said })
  return [...first, ...(await load(source, binding, [[]], { headers: said }))]
}

test('A fresh answer is used again, whatever says how long: s-maxage before max-age before Expires', async () => {
  for (const headers of [
    { 'cache-control': 'max-age=60' },
    { 'cache-control': 'MAX-AGE="60" , unknown="a, no-store=1"' },
    { 'cache-control': 'max-age=0, s-maxage=60' },
    { 'cache-control': 'max-age=60, must-revalidate' },
    { 'cache-control': 'public, max-age=60', 'set-cookie': 'a=b' },
    { 'cache-control': 'max-age=60', vary: 'accept, x-other' },
    { 'cache-control': 'max-age=60', age: '30' },
    { expires: FUTURE },
  ] as Headers[])
    expect([headers, ...(await askTwice(headers))]).toEqual([headers, 1, 1])
})

test('What is stale, or may not be kept by a cache of all users, is asked for again', async () => {
  for (const headers of [
    {},
    { 'cache-control': 'no-store, max-age=60' },
    { 'cache-control': 'No-Store,max-age=60' },
    { 'cache-control': 'no-cache, max-age=60' },
    { 'cache-control': 'private, max-age=60' },
    { 'cache-control': 'Private="x, y", max-age=60' },
    { 'cache-control': 'max-age=0' },
    { 'cache-control': 'max-age=60, max-age=0' },
    { 'cache-control': 'max-age=-60' },
    { 'cache-control': 'max-age=soon', expires: FUTURE },
    { 'cache-control': 'max-age=60, s-maxage=0' },
    { 'cache-control': 'max-age=60', age: '60' },
    { 'cache-control': 'max-age=60', date: PAST },
    { 'cache-control': 'max-age=60', vary: 'accept, *' },
    { 'cache-control': 'max-age=60', vary: 'X-Request-Id' },
    { 'cache-control': 'max-age=60', 'set-cookie': 'a=b' },
    { expires: PAST },
    { expires: '0' },
    { pragma: 'no-cache', expires: FUTURE },
    { 'last-modified': PAST },
  ] as Headers[])
    expect([headers, ...(await askTwice(headers))]).toEqual([headers, 1, 2])
})

test('An answer to a request with Authorization is kept only where it says that it may', async () => {
  for (const [control, second] of [
    ['max-age=60', 2],
    ['private, max-age=60', 2],
    ['public, max-age=60', 1],
    ['s-maxage=60', 1],
    ['max-age=60, must-revalidate', 1],
  ] as const)
    expect([control, ...(await askTwice({ 'cache-control': control }, { authorization: 'Ann' }))]).toEqual([
      control,
      1,
      second,
    ])
})

test('Users with other credentials never share what is kept, also where it is public and names no Vary', async () => {
  await using upstream = await startCounted({ 'cache-control': 'public, max-age=60' }, ({ headers }) => ({
    json: headers.authorization ?? 'nobody',
  }))
  await using source = openCached(upstream.url)
  const answers: unknown[] = []
  for (const user of ['Ann', 'Bob', undefined, 'Ann', 'Bob', undefined])
    answers.push(...(await load(source, own, [[]], { headers: user ? { authorization: user } : {} })))
  expect(answers).toEqual(['Ann', 'Bob', 'nobody', 'Ann', 'Bob', 'nobody'])
  expect(upstream.requests.length).toBe(3)
})

test('Headers that only trace a request are not asked by', async () => {
  const traced = httpBinding({ headers: [named('x-request-id', header('x-request-id'))] })
  await using upstream = await startCounted({ 'cache-control': 'max-age=60' })
  await using source = openCached(upstream.url)
  for (const id of ['1', '2']) await load(source, traced, [[]], { headers: { 'x-request-id': id } })
  expect(upstream.requests.length).toBe(1)
})

test('A schema that speaks to caches itself, and a POST, go past the cache', async () => {
  for (const said of [
    { headers: [named('cache-control', 'no-cache')] },
    { headers: [named('if-none-match', '"a"')] },
    { method: 'POST' as const },
  ])
    expect(await askTwice({ 'cache-control': 'max-age=60' }, {}, httpBinding(said))).toEqual([1, 2])
})

test('A stale answer is asked about, and used again where it still holds; the 304 makes it fresh', async () => {
  for (const [validators, asked] of [
    [{ etag: '"a"' }, { 'if-none-match': '"a"', 'if-modified-since': undefined }],
    [{ etag: 'W/"a"' }, { 'if-none-match': 'W/"a"', 'if-modified-since': undefined }],
    [{ 'last-modified': PAST }, { 'if-none-match': undefined, 'if-modified-since': PAST }],
  ] as [Headers, object][]) {
    await using upstream = await startUpstream(({ headers }) =>
      headers['if-none-match'] || headers['if-modified-since']
        ? { status: 304, headers: { 'cache-control': 'max-age=60', ...validators } }
        : { json: 'whole', headers: { 'cache-control': 'max-age=60', age: '61', ...validators } },
    )
    await using source = openCached(upstream.url)
    const reports: CallRecord[] = []
    const answers = [0, 1, 2].map(() => load(source, httpBinding(), [[]], { reports }))
    for (const answer of answers) await answer
    const later = await load(source, httpBinding(), [[]], { reports })
    const last = await load(source, httpBinding(), [[]], { reports })
    expect([later, last, upstream.requests.length]).toEqual([['whole'], ['whole'], 2])
    expect(upstream.requests[1]?.headers).toMatchObject(
      Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)),
    )
    expect(
      reports.slice(-2).map(({ cached, error, tries }) => [cached, error, tries.map(each => each.status)]),
    ).toEqual([
      [true, undefined, [304]],
      [true, undefined, []],
    ])
  }
})

test('A 304 that speaks of another answer is not believed', async () => {
  await using upstream = await startUpstream(({ headers }) =>
    headers['if-none-match']
      ? { status: 304, headers: { etag: '"b"' } }
      : { json: upstream.requests.length, headers: { 'cache-control': 'no-cache', etag: '"a"' } },
  )
  await using source = openCached(upstream.url)
  expect([await load(source, httpBinding()), await load(source, httpBinding())]).toEqual([[1], [3]])
})

test('A changed answer takes the place of the stale one', async () => {
  await using upstream = await startCounted({ 'cache-control': 'no-cache', etag: '"a"' })
  await using source = openCached(upstream.url)
  expect([await load(source, httpBinding()), await load(source, httpBinding())]).toEqual([[1], [2]])
})

test('A stale answer stands in for a failing source only where it says so, and never past must-revalidate', async () => {
  const failures: UpstreamAnswer[] = [{ status: 500 }, { status: 503 }, { fault: 'reset' }]
  const validators: Record<string, string>[] = [{ etag: '"a"' }, {}]
  for (const [control, stands] of [
    ['max-age=60, stale-if-error=600', true],
    ['max-age=60', false],
    ['max-age=60, stale-if-error=30', false],
    ['max-age=60, stale-if-error=600, must-revalidate', false],
    ['no-cache, stale-if-error=600', false],
  ] as const)
    for (const failure of failures)
      for (const validator of validators) {
        const headers = { 'cache-control': control, age: '100', ...validator }
        await using upstream = await startUpstream(() =>
          upstream.requests.length > 1 ? failure : { json: 'kept', headers },
        )
        await using source = openCached(upstream.url)
        await load(source, httpBinding())
        const [slot] = await load(source, httpBinding())
        expect([headers, slot === 'kept']).toEqual([headers, stands])
      }
})

test('A 404 is kept as any answer, and read as each binding says', async () => {
  await using upstream = await startCounted({ 'cache-control': 'max-age=60' }, () => ({ status: 404 }))
  await using source = openCached(upstream.url)
  expect(await load(source, httpBinding({ notFoundIsNull: true }))).toEqual([null])
  expect(await load(source, httpBinding())).toMatchObject([{ status: 404 }])
  expect(upstream.requests.length).toBe(1)
})

test('Failures and answers that were redirected are not kept', async () => {
  for (const answer of [{ status: 500 }, { status: 403 }, { fault: 'truncated', json: [] }] as const) {
    await using upstream = await startCounted({ 'cache-control': 'max-age=60' }, () => answer)
    await using source = openCached(upstream.url)
    await load(source, httpBinding())
    await load(source, httpBinding())
    expect(upstream.requests.length).toBe(2)
  }
  await using upstream = await startCounted({ 'cache-control': 'max-age=60' }, ({ url }) =>
    url === '/items' ? { status: 302, headers: { location: '/others' } } : {},
  )
  await using source = openCached(upstream.url)
  await load(source, httpBinding())
  await load(source, httpBinding())
  expect(upstream.requests.length).toBe(4)
})

const ask = (source: Source, path: string) =>
  load(source, httpBinding({ path: path.split('/').map(part => [part]), query: [named('q', '1')] }))

test('A mutation drops what is kept of its path, and of the paths that its answer names, whatever their query', async () => {
  for (const status of [200, 500]) {
    await using upstream = await startCounted({ 'cache-control': 'max-age=60' }, ({ method }) =>
      method === 'GET' ? {} : { status, headers: { location: '/c', 'content-location': 'http://elsewhere.test/d' } },
    )
    await using source = openCached(upstream.url)
    for (const path of ['a', 'b', 'c', 'd']) await ask(source, path)
    await load(source, httpBinding({ path: [['a']], method: 'POST', mutation: true }), [[]], { primary: true })
    const answers = []
    for (const path of ['a', 'b', 'c', 'd']) answers.push(...(await ask(source, path)))
    expect(answers).toEqual([6, 2, 7, 4])
  }
})

test('What was asked before a mutation ended is not kept after it', async () => {
  const read = createBarrier()
  await using upstream = await startCounted({ 'cache-control': 'max-age=60' }, async ({ method }) => {
    if (method === 'GET' && upstream.requests.length === 1) await read.arrive()
    return {}
  })
  await using source = openCached(upstream.url)
  const before = load(source, httpBinding())
  await upstream.received(1)
  await load(source, httpBinding({ path: [['other']], method: 'PUT', mutation: true }), [[]], { primary: true })
  read.release()
  await before
  await load(source, httpBinding())
  expect(upstream.requests.length).toBe(3)
})

test('Reads of a mutation see the source itself', async () => {
  await using upstream = await startCounted({ 'cache-control': 'max-age=60' })
  await using source = openCached(upstream.url)
  await load(source, httpBinding())
  expect(await load(source, httpBinding(), [[]], { primary: true })).toEqual([2])
})

test('The cache keeps within its bytes: what was not used for longest goes first, and what is too large is not kept', async () => {
  const SIZE = 2_000
  await using upstream = await startUpstream(({ url }) => ({
    json: 'x'.repeat(url === '/items/large' ? 5 * SIZE : SIZE),
    headers: { 'cache-control': 'max-age=60' },
  }))
  await using source = openCached(upstream.url, 5 * (SIZE + 1_500))
  const asked = async (id: string) => {
    const before = upstream.requests.length
    await load(source, byPath, [[]], { args: { id } })
    return upstream.requests.length > before
  }
  const found = []
  for (const id of ['1', '2', '3', '4', '1', '5', '6', '7', '1', 'large', 'large', '2'])
    found.push([id, await asked(id)])
  expect(found.filter(([id]) => id === '1').map(([, missed]) => missed)).toEqual([true, false, false])
  expect(found.slice(-3)).toEqual([
    ['large', true],
    ['large', true],
    ['2', true],
  ])
})

test('What has been read of an answer counts with its body; where only the body has room, it is kept and read again', async () => {
  const listsOf = (count: number) => Array.from({ length: count }, () => [])
  const many = listsOf(4_000)
  await using upstream = await startUpstream(({ url }) => ({
    json: url === '/items/large' ? many : listsOf(1_000),
    headers: { 'cache-control': 'max-age=60' },
  }))
  await using source = openCached(upstream.url, 1_000_000)
  const ask = async (id: string) => {
    const before = upstream.requests.length
    const [value] = await load(source, byPath, [[]], { args: { id } })
    return { value, missed: upstream.requests.length > before }
  }
  // 3 KB each, and in memory more than ten times as much.
  for (let id = 1; id <= 30; id++) await ask(String(id))
  expect([(await ask('30')).missed, (await ask('1')).missed]).toEqual([false, true])
  for (const missed of [true, false, false]) expect(await ask('large')).toEqual({ value: many, missed })
})

test('Calls that wait for the same stale answer ask about it once', async () => {
  const gate = createBarrier()
  await using upstream = await startUpstream(async ({ headers }) => {
    if (!headers['if-none-match']) return { json: 'whole', headers: { 'cache-control': 'no-cache', etag: '"a"' } }
    await gate.arrive()
    return { status: 304 }
  })
  await using source = openCached(upstream.url)
  await load(source, httpBinding())
  const answers = [load(source, httpBinding()), load(source, httpBinding())]
  await upstream.received(2)
  gate.release()
  expect([await Promise.all(answers), upstream.requests.length]).toEqual([[['whole'], ['whole']], 2])
})
