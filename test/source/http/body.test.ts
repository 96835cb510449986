import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { startUpstream, type UpstreamAnswer } from '../../support/upstream.ts'
import { httpBinding, load, openSource } from './support.ts'

const VALUE = { text: 'ä'.repeat(500) }
const TEXT = JSON.stringify(VALUE)

async function slotOf(answer: UpstreamAnswer, maxResponseBytes = 2 ** 20) {
  await using upstream = await startUpstream(() => answer)
  await using source = openSource(upstream.url, { maxResponseBytes })
  const [slot] = await load(source, httpBinding())
  return { slot, accepts: upstream.requests[0]?.headers['accept-encoding'] }
}

const encoded = (encoding: string, body: Uint8Array): UpstreamAnswer => ({
  headers: { 'content-encoding': encoding },
  body,
})

function unusable(reason: string, message: string) {
  return { code: 'RESPONSE_VALIDATION_FAILED', reason, message, retryable: false, source: 'api' }
}
const TOO_LARGE = unusable('too_large', "The source's answer is too large.")
const NO_JSON = unusable('content_type', "The source's answer is not JSON.")

test('Compressed answers are asked for and read: gzip, deflate in both of its forms, br', async () => {
  for (const [encoding, body] of [
    ['gzip', gzipSync(TEXT)],
    ['X-GZIP', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['deflate', deflateRawSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
    ['identity', Buffer.from(TEXT)],
  ] as const)
    expect(await slotOf(encoded(encoding, body))).toEqual({ slot: VALUE, accepts: 'gzip, deflate, br' })
})

test('An answer of exactly maxResponseBytes is read, and one byte more is too large', async () => {
  const body = Buffer.from(TEXT)
  for (const answer of [{ body }, encoded('gzip', gzipSync(body))]) {
    expect((await slotOf(answer, body.length)).slot).toEqual(VALUE)
    expect((await slotOf(answer, body.length - 1)).slot).toEqual(TOO_LARGE)
  }
})

test('A bomb of any encoding stops at the limit', async () => {
  const zeros = Buffer.alloc(200 * 2 ** 20)
  for (const [encoding, body] of [
    ['gzip', gzipSync(zeros)],
    ['br', brotliCompressSync(zeros, { params: { 1: 4 } })],
  ] as const) {
    const before = process.memoryUsage().arrayBuffers
    expect((await slotOf(encoded(encoding, body))).slot).toEqual(TOO_LARGE)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 2 ** 20)
  }
})

test('Chained, unknown, wrong and broken encodings are errors of their own', async () => {
  const gzip = gzipSync(TEXT)
  const slots = [
    await slotOf(encoded('gzip, gzip', gzipSync(gzip))),
    await slotOf(encoded('zip', gzip)),
    await slotOf(encoded('br', gzip)),
    await slotOf(encoded('gzip', gzip.subarray(0, -20))),
  ]
  expect(slots.map(({ slot }) => slot)).toMatchObject([
    NO_JSON,
    NO_JSON,
    NO_JSON,
    { code: 'DOWNSTREAM_SERVICE_ERROR', reason: 'truncated' },
  ])
})

test('A failing answer is told by its status, however it is compressed', async () => {
  expect((await slotOf({ status: 500, ...encoded('gzip', gzipSync(TEXT)) })).slot).toMatchObject({ status: 500 })
  expect((await slotOf({ status: 500, ...encoded('gzip, br', gzipSync(TEXT)) })).slot).toMatchObject({ status: 500 })
})
