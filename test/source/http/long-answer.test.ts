import { expect, test } from 'vitest'
import type { HttpContent } from '../../../src/plan/http/http-binding.ts'
import { startUpstream } from '../../support/upstream.ts'
import { openCoalescing } from '../policy/support.ts'
import { arg, httpBinding, load, openSource } from './support.ts'

const ITEMS = Array.from({ length: 8_000 }, (_, id) => ({ id, text: 'ä longer text, so that it is long' }))
const binding = httpBinding({ path: [['items'], [arg('id')]], list: true })

test('A long answer is read in slices, and is what it is: items, long integers, no JSON, a failure', async () => {
  const bodies: Record<string, string> = {
    right: JSON.stringify(ITEMS),
    integers: JSON.stringify(ITEMS).replace('"id":7,', '"id":12345678901234567890,'),
    cut: JSON.stringify(ITEMS).slice(0, -2),
    bytes: '',
  }
  await using upstream = await startUpstream(({ url }) => {
    const name = url.split('/').at(-1) ?? ''
    const body = name === 'bytes' ? Buffer.alloc(400_000, 0xff) : (bodies[name] ?? '')
    return { body, headers: { 'content-type': 'application/json', 'cache-control': 'max-age=60' } }
  })
  await using plain = openSource(upstream.url)
  await using cached = openCoalescing(upstream.url, { cacheBytes: 2 ** 24 })
  for (const source of [plain, cached, cached]) {
    const ask = async (id: string) => (await load(source, binding, [[]], { args: { id } }))[0]
    expect(await ask('right')).toEqual(ITEMS)
    expect(((await ask('integers')) as object[])[7]).toEqual({ ...ITEMS[7], id: 12345678901234567890n })
    for (const id of ['cut', 'bytes'])
      expect(await ask(id)).toMatchObject({ code: 'RESPONSE_VALIDATION_FAILED', reason: 'invalid_json' })
  }
})

test('Long lines of JSON and a long text are read in slices; who takes the same body for another thing shares no answer', async () => {
  const lines = ITEMS.map(item => JSON.stringify(item)).join('\r\n\n')
  const oneLong = JSON.stringify(ITEMS)
  const bodies: Record<string, string> = { lines, long: `${oneLong}\n{"id":1}\n`, cut: `${lines}\n{"id":` }
  await using upstream = await startUpstream(({ url }) => ({
    body: bodies[url.split('/').at(-1) ?? ''] ?? '',
    headers: { 'content-type': 'text/plain', 'cache-control': 'max-age=60' },
  }))
  await using plain = openSource(upstream.url)
  await using cached = openCoalescing(upstream.url, { cacheBytes: 2 ** 24 })
  for (const source of [plain, cached, cached]) {
    const ask = async (id: string, content: HttpContent) =>
      (await load(source, { ...binding, content }, [[]], { args: { id } }))[0]
    const [asLines, asText, asJson] = await Promise.all([
      ask('lines', 'NDJSON'),
      ask('lines', 'TEXT'),
      ask('lines', 'JSON'),
    ])
    expect(asLines).toEqual(ITEMS)
    expect(asText).toBe(lines)
    expect(asJson).toMatchObject({ reason: 'invalid_json' })
    expect(await ask('long', 'NDJSON')).toEqual([ITEMS, { id: 1 }])
    expect(await ask('cut', 'NDJSON')).toMatchObject({ reason: 'invalid_json' })
  }
})
