import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { HttpBinding } from '../../../src/plan/http/http-binding.ts'
import { type HttpFailure, TOLD_BY_STATUS } from '../../../src/plan/http/http-failure.ts'
import { parsePath } from '../../../src/plan/path.ts'
import { SourceError } from '../../../src/source/source-error.ts'
import { startUpstream, type UpstreamAnswer } from '../../support/upstream.ts'
import { httpBinding, load, loadSlots, openSource, WRONG_SHAPE } from './support.ts'

/** The slot of one call that is answered so. */
async function slotOf(answer: UpstreamAnswer, said: Partial<HttpBinding> = {}) {
  await using upstream = await startUpstream(() => answer)
  await using source = openSource(upstream.url)
  const [slot] = await load(source, httpBinding(said))
  return slot
}

const type = (value: string) => ({ 'content-type': value })

function unusable(reason: string, message: string) {
  return { code: 'RESPONSE_VALIDATION_FAILED', reason, message, retryable: false, source: 'api' }
}
const NOT_JSON = unusable('content_type', "The source's answer is not JSON.")
const INVALID_JSON = unusable('invalid_json', "The source's answer is not valid JSON.")

test('Any JSON media type in UTF-8 is read, with exact integers and without its byte order mark', async () => {
  const body = '\ufeff{"id":9007199254740993,"__proto__":{"a":1}}'
  const value = JSON.parse('{"__proto__":{"a":1}}')
  value.id = 9007199254740993n
  for (const accepted of [
    'application/json',
    'Application/JSON; charset="UTF-8"',
    'text/json',
    'application/problem+json',
    'application/json;charset=us-ascii',
  ])
    expect(await slotOf({ body, headers: type(accepted) })).toEqual(value)
  expect(Object.hasOwn((await slotOf({ body })) as object, '__proto__')).toBe(true)
})

test('An answer that is no JSON is refused by its content type or by its text', async () => {
  for (const refused of [
    'text/html',
    'text/javascript',
    'application/json; charset=none',
    'application/jsonp',
    'nonsense',
  ])
    expect(await slotOf({ json: 1, headers: type(refused) })).toEqual(NOT_JSON)
  const invalid = ['{"a":', ' ', '{"a":1}}', new Uint8Array([0x22, 0xff, 0x22]), gzipSync('{}')]
  for (const body of invalid) expect(await slotOf({ body })).toEqual(INVALID_JSON)
  expect(await slotOf({ body: '['.repeat(200_000) })).toEqual(INVALID_JSON)
})

test('The charset of the content type is read; without one it is UTF-8', async () => {
  const read = (charset: string, body: Uint8Array) =>
    slotOf({ body, headers: type(`application/json; charset=${charset}`) })
  expect(await read('iso-8859-1', Buffer.from('"\u00fc"', 'latin1'))).toBe('\u00fc')
  expect(await read('"UTF-16LE"', Buffer.from('\ufeff"\u00fc"', 'utf16le'))).toBe('\u00fc')
  expect(await read('utf-8', Buffer.from('"\u00fc"', 'latin1'))).toEqual(INVALID_JSON)
  expect(await read('__proto__', Buffer.from('1'))).toEqual(NOT_JSON)
})

test('An upstream may say what failed, in one line of bounded length, where the binding shows it', async () => {
  const said = async (answer: Parameters<typeof slotOf>[0], path = 'error.message') => {
    const slot = await slotOf({ status: 422, ...answer }, { failure: { ...TOLD_BY_STATUS, message: parsePath(path) } })
    return (slot as { message: string }).message
  }
  expect(await said({ json: { error: { message: ' Name\r\n is\u0000\u2028taken. ' } } })).toBe(
    'The source answered 422: Name is taken.',
  )
  expect(await said({ json: ['\ud83d\ude00'.repeat(400)] }, '[0]')).toBe(
    `The source answered 422: ${'\ud83d\ude00'.repeat(299)}…`,
  )
  expect(await said({ json: { error: { message: 'a' }, trace: 'x'.repeat(5_000) } })).toBe('The source answered 422: a')
  for (const json of [{ error: { message: ' ' } }, { error: { message: { a: 1 } } }, { error: null }, [], 7])
    expect(await said({ json })).toBe('The source answered 422.')
  expect(await said({ body: '{"error":{"message":"a"}}', headers: type('text/html') })).toBe('The source answered 422.')
  expect(await said({ json: { error: { message: 'a' }, trace: 'x'.repeat(20_000) } })).toBe('The source answered 422.')
})

test('An answer that says that it failed is a failure, whatever its status says', async () => {
  const failed = async (json: unknown, failure: Partial<HttpFailure>, status = 200) => {
    const slot = await slotOf({ status, json }, { failure: { ...TOLD_BY_STATUS, ...failure } })
    return (slot as { reason?: string } | null)?.reason ?? 'success'
  }
  const when = { when: parsePath('error') }
  const unless = { unless: parsePath('ok') }
  for (const error of ['text', 'true', 1, -1, true, {}, [{}]])
    expect(await failed({ error }, when)).toBe('failed_answer')
  for (const json of [[], {}, 7, null, { error: null }, { error: '0' }, { error: 0 }, { error: '' }, { error: [] }])
    expect(await failed(json, when)).toBe('success')
  for (const json of [[], {}, 7, null, { ok: null }, { ok: false }, { ok: 'FALSE' }, { ok: 0 }, { ok: '' }])
    expect(await failed(json, unless)).toBe('failed_answer')
  for (const ok of [true, 'yes', 1, {}, []]) expect(await failed({ ok }, unless, 202)).toBe('success')
  expect(await failed({ ok: true, error: 1 }, { ...when, ...unless })).toBe('failed_answer')
  expect(await failed({ error: null }, { ...when, ...unless })).toBe('failed_answer')
  for (const errors of ['no name', { name: ['no name'] }])
    for (const path of ['errors[0]', 'errors[0]?', 'errors[].code'])
      expect(await failed({ errors }, { when: parsePath(path) })).toBe('wrong_shape')
  expect(await failed({ meta: 'ok' }, { unless: parsePath('meta.ok') })).toBe('wrong_shape')
})

test('The code of a failure is a scalar as one line of bounded length', async () => {
  const codeOf = async (code: unknown, status: number) => {
    const failure = { when: parsePath('code'), unless: parsePath('ok'), message: undefined, code: parsePath('code') }
    return (await slotOf({ status, json: { code } }, { failure })) as { upstreamCode?: string }
  }
  for (const status of [200, 409]) {
    expect(await codeOf('\ta\nb', status)).toMatchObject({ upstreamCode: 'a b', status, retryable: false })
    expect((await codeOf(-32_601, status)).upstreamCode).toBe('-32601')
    expect((await codeOf('x'.repeat(9_000), status)).upstreamCode).toBe(`${'x'.repeat(99)}…`)
    for (const none of [null, {}, ['a'], ' ']) expect((await codeOf(none, status)).upstreamCode).toBe(undefined)
  }
})

test('An empty success is null or an empty list', async () => {
  for (const status of [200, 201, 204]) {
    expect(await slotOf({ status })).toBe(null)
    expect(await slotOf({ status, headers: type('text/plain') }, { list: true })).toEqual([])
  }
})

test('A binding that asks only for the outcome is true on any success, whatever the body', async () => {
  const outcomeOnly = { outcomeOnly: true, mutation: true, method: 'DELETE' } as const
  for (const answer of [
    { status: 204 },
    { json: { ok: false } },
    { body: '<p>', headers: type('text/html') },
    { json: 1, fault: 'truncated' as const },
  ])
    expect(await slotOf(answer, outcomeOnly)).toBe(true)
  expect(await slotOf({ status: 500 }, outcomeOnly)).toMatchObject({ reason: 'http_5xx', status: 500 })
})

test('`select` finds the value inside the answer; where it leads nowhere the answer has the wrong shape', async () => {
  const json = { data: { items: [{ a: 1 }, { a: null }], none: null } }
  const select = (path: string) => slotOf({ json }, { select: parsePath(path) })
  expect([
    await select('data.items'),
    await select('data.items[0].a'),
    await select('data.items[].a'),
    await select('data.none'),
    await select('data.none.deeper'),
    await select('data.nothing'),
    await select('data.items[].b'),
    await select('data.items[7]'),
    await select('constructor'),
  ]).toEqual([json.data.items, 1, [1, null], null, null, WRONG_SHAPE, WRONG_SHAPE, WRONG_SHAPE, WRONG_SHAPE])
  expect(await slotOf({ json: null }, { list: true })).toBe(null)
})

test('`select` leaves out what one item of a list does not have', async () => {
  const json = { hits: [{ name: 'a' }, {}, { name: 'c' }] }
  expect(await slotOf({ json }, { select: parsePath('hits[].name') })).toEqual(['a', undefined, 'c'])
})

test('Every failing status has its code', async () => {
  const failure = (status: number, code: string, reason?: string, retryable = false) => ({
    code,
    message: `The source answered ${status}.`,
    retryable,
    source: 'api',
    status,
    ...(reason && { reason }),
  })
  for (const expected of [
    failure(302, 'DOWNSTREAM_SERVICE_ERROR', 'redirect'),
    failure(400, 'DOWNSTREAM_SERVICE_ERROR', 'http_4xx'),
    failure(401, 'UNAUTHENTICATED'),
    failure(403, 'FORBIDDEN'),
    failure(404, 'DOWNSTREAM_SERVICE_ERROR', 'http_4xx'),
    failure(429, 'REQUEST_RATE_LIMITED', undefined, true),
    failure(500, 'DOWNSTREAM_SERVICE_ERROR', 'http_5xx', true),
    failure(503, 'DOWNSTREAM_SERVICE_ERROR', 'http_5xx', true),
  ])
    expect(await slotOf({ status: expected.status, json: [], headers: { location: '/items' } })).toEqual(expected)
})

test('A 404 is null where the binding says so', async () => {
  expect(await slotOf({ status: 404, body: 'no', headers: type('text/plain') }, { notFoundIsNull: true })).toBe(null)
  expect(await slotOf({ status: 410 }, { notFoundIsNull: true })).toMatchObject({ status: 410 })
})

test('The body of a failure stays inside: its first kilobyte is the cause', async () => {
  await using upstream = await startUpstream(() => ({ status: 500, body: `secret ${'x'.repeat(5_000)}` }))
  await using source = openSource(upstream.url)
  const [error] = await loadSlots(source, httpBinding(), [[]])
  expect(error).toBeInstanceOf(SourceError)
  const { message, cause } = error as SourceError
  expect([message, (cause as Error).message]).toEqual([
    'The source answered 500.',
    `answered 500: secret ${'x'.repeat(1024 - 7)}`,
  ])
})
