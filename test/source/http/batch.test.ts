import { expect, test } from 'vitest'
import { parsePath } from '../../../src/plan/path.ts'
import type { CallRecord } from '../../../src/source/call-record.ts'
import { createBarrier } from '../../support/barrier.ts'
import { startUpstream } from '../../support/upstream.ts'
import { batch, batchBinding, batchBy, httpBinding, load, named, openSource, own, WRONG_SHAPE } from './support.ts'

/** The slots of one batch whose answer is this JSON text, and the URLs called. */
async function split(body: string, keys: readonly unknown[], said: Parameters<typeof batchBinding>[0] = {}) {
  await using upstream = await startUpstream(() => ({ body }))
  await using source = openSource(upstream.url)
  const slots = await load(
    source,
    batchBinding(said),
    keys.map(key => [key]),
  )
  return { slots, sent: upstream.requests.map(({ url }) => url) }
}

test('One call answers all keys, each with its own items in the order of the answer', async () => {
  const body = '[{"id":2,"n":1},{"id":"1","n":2},{"id":2,"n":3},{"id":9,"n":4},{"id":null,"n":5}]'
  expect(await split(body, [1, 2, 3], { list: true })).toEqual({
    slots: [
      [{ id: '1', n: 2 }],
      [
        { id: 2, n: 1 },
        { id: 2, n: 3 },
      ],
      [],
    ],
    sent: ['/items?id=1&id=2&id=3'],
  })
})

test('A single item is the value, none is null, and several fail only their own slot', async () => {
  expect((await split('[{"id":1},{"id":2},{"id":2}]', [1, 2, 3])).slots).toEqual([{ id: 1 }, WRONG_SHAPE, null])
})

test('Keys match by value after String(), are asked once and answered as often as they stand', async () => {
  expect(await split('[{"id":1}]', [1, '1', 1n, 1])).toEqual({
    slots: [{ id: 1 }, { id: 1 }, { id: 1 }, { id: 1 }],
    sent: ['/items?id=1'],
  })
})

test('Integers beyond 2^53 are keys of their own', async () => {
  const [low, high] = [2n ** 53n, 2n ** 53n + 1n]
  expect(await split(`[{"id":${high}},{"id":${low}}]`, [low, high, String(high)])).toEqual({
    slots: [{ id: 2 ** 53 }, { id: high }, { id: high }].map(({ id }) => ({ id: BigInt(id) })),
    sent: [`/items?id=${low}&id=${high}`],
  })
})

test('`__proto__` and `constructor` are keys and properties like any other', async () => {
  const body = '[{"__proto__":"__proto__","n":1},{"__proto__":"constructor","n":2}]'
  const { slots } = await split(body, ['__proto__', 'constructor', 'toString'], {
    batch: batchBy('__proto__'),
  })
  expect(JSON.stringify(slots)).toBe('[{"__proto__":"__proto__","n":1},{"__proto__":"constructor","n":2},null]')
  expect((await split('[{"n":1}]', ['x'], { batch: batchBy('constructor') })).slots).toEqual([WRONG_SHAPE])
})

test('A bad key fails only its own slot, and a null one asks for nothing', async () => {
  expect(await split('[{"id":1}]', [{ a: 1 }, null, 1, '\ud800', undefined])).toEqual({
    slots: [WRONG_SHAPE, null, { id: 1 }, WRONG_SHAPE, null],
    sent: ['/items?id=1'],
  })
  expect(await split('[]', [null, undefined], { list: true })).toEqual({ slots: [[], []], sent: [] })
  expect(await split('[]', [])).toEqual({ slots: [], sent: [] })
})

test('An answer that can’t be told apart by key fails every slot of the call', async () => {
  for (const body of [
    '{"id":1}',
    'null',
    '[{"id":1},{"n":2}]',
    '[{"id":1},7]',
    '[{"id":1},null]',
    '[{"id":1},{"id":{}}]',
  ])
    expect((await split(body, [1, 2])).slots).toEqual([WRONG_SHAPE, WRONG_SHAPE])
})

test('An empty answer to a batch has no items', async () => {
  expect((await split('', [1, 2], { list: true })).slots).toEqual([[], []])
})

test('`select` and `by` are paths', async () => {
  const said = { select: parsePath('data.items'), batch: batchBy("user['the id']") }
  const item = { user: { 'the id': 1 } }
  expect((await split(JSON.stringify({ data: { items: [item] } }), [1], said)).slots).toEqual([item])
})

test('The keys of a batch may stand in the path or the body', async () => {
  await using upstream = await startUpstream(() => ({ json: [{ id: 2 }] }))
  await using source = openSource(upstream.url)
  const joined = batchBinding({
    path: [['items'], [{ ...batch(), pipes: [{ name: 'join', argument: ',' }] }]],
    query: [],
  })
  const posted = batchBinding({
    method: 'POST',
    query: [],
    body: { kind: 'object', fields: [['ids', { kind: 'template', template: [batch()] }]] },
  })
  expect(await load(source, joined, [[1], [2]])).toEqual([null, { id: 2 }])
  expect(await load(source, posted, [[1], [2n ** 60n]])).toEqual([null, null])
  expect(upstream.requests.map(({ method, url, body }) => [method, url, body])).toEqual([
    ['GET', '/items/1%2C2', ''],
    ['POST', '/items', '{"ids":[1,1152921504606846976]}'],
  ])
})

test('With `$this` beside `$batch` there is one call for each of its values', async () => {
  await using upstream = await startUpstream(({ url }) => ({ json: [{ id: 1, url }] }))
  await using source = openSource(upstream.url)
  const binding = batchBinding({
    path: [[own(0)], ['items']],
    query: [named('id', batch(1))],
    batch: batchBy('id', { keys: [1], group: [0] }),
  })
  expect(
    await load(source, binding, [
      ['a', 1],
      ['b', 1],
      ['a', 2],
      [null, 1],
    ]),
  ).toEqual([{ id: 1, url: '/a/items?id=1&id=2' }, { id: 1, url: '/b/items?id=1' }, null, null])
  expect(upstream.requests).toHaveLength(2)
})

test('Without a batch the calls of all keys are under way at once', async () => {
  const barrier = createBarrier(20)
  await using upstream = await startUpstream(async ({ url }) => {
    await barrier.arrive()
    return { json: url }
  })
  await using source = openSource(upstream.url)
  const keys = Array.from({ length: 20 }, (_, id) => [id])
  const slots = await load(source, httpBinding({ path: [['items'], [own()]] }), keys)
  expect(slots).toEqual(keys.map(([id]) => `/items/${id}`))
})

test('One failing call costs only its own keys', async () => {
  await using upstream = await startUpstream(({ url }) => (url === '/items/2' ? { fault: 'reset' } : { json: url }))
  await using source = openSource(upstream.url)
  expect(await load(source, httpBinding({ path: [['items'], [own()]] }), [[1], [2], [3]])).toEqual([
    '/items/1',
    expect.objectContaining({ reason: 'reset' }),
    '/items/3',
  ])
})

test('Every request is recorded once, with its keys, its try and its error', async () => {
  await using upstream = await startUpstream(({ url }) => (url === '/items/2' ? { status: 500 } : { json: url }))
  await using source = openSource(`${upstream.url}/`)
  const reports: CallRecord[] = []
  await load(
    source,
    httpBinding({ path: [['items'], [own()]], text: 'GET /items/{$this.id}' }),
    [[1], [2], [1], ['']],
    { reports },
  )
  const common = { source: 'api', coordinate: 'Query.item', text: 'GET /items/{$this.id}' }
  expect(reports.toSorted((a, b) => b.keys - a.keys)).toMatchObject([
    { ...common, keys: 2, tries: [{ status: 200, error: undefined }], bytes: 10, error: undefined },
    { ...common, keys: 1, tries: [{ status: 500, error: 'http_5xx' }], error: { status: 500 } },
  ])
})
