import { buffer } from 'node:stream/consumers'
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { Compression } from '../../src/edge/server/compression.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API}" })
  type Query {
    items: [Item!] @http(GET: "/items")
    own: [Item!] @http(GET: "/items", headers: ["cookie: {$headers.cookie}", "authorization: {$headers.authorization}"])
  }
  type Item { id: ID!, title: String }`
const UNREAD = SCHEMA.replace(/^ *own:.*$/m, '')

const decoders: Readonly<Record<string, (bytes: Uint8Array) => Buffer>> = {
  zstd: zstdDecompressSync,
  br: brotliDecompressSync,
  gzip: gunzipSync,
}

const resources = new AsyncDisposableStack()
let api: string
beforeAll(async () => {
  const items = Array.from({ length: 200 }, (_, id) => ({ id, title: `the title of item ${id}, größer` }))
  const upstream = resources.use(
    await startUpstream(() => ({ json: items, headers: { 'cache-control': 'max-age=60' } })),
  )
  api = upstream.url
})
afterAll(() => resources.disposeAsync())

const start = (schema: string, config: Partial<Config> = {}) =>
  startTestGateway({ schema, environment: { API: api }, config })

/** An answer as it was sent, and its text. */
async function ask({ url }: TestGateway, query: string, headers: Readonly<Record<string, string>>) {
  const answer = await request(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  })
  const bytes = await buffer(answer.body)
  const coding = answer.headers['content-encoding']
  expect(answer.headers['content-length']).toBe(String(bytes.length))
  const text = (decoders[String(coding)]?.(bytes) ?? bytes).toString()
  return { status: answer.statusCode, coding, vary: String(answer.headers.vary), length: bytes.length, text }
}

const LONG = '{ items { id title } }'

describe.each([
  ['the direct lane', true],
  ['Yoga', false],
])('By %s', (_, directLane) => {
  let gateway: TestGateway
  beforeAll(async () => {
    gateway = resources.use(await start(SCHEMA, { directLane }))
  })

  test.each([
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['gzip, deflate, br, zstd', 'zstd'],
    ['GZIP', 'gzip'],
    ['*', 'zstd'],
    ['*;q=0, gzip;q=0.1', 'gzip'],
    ['br;q=0, zstd;q=0, gzip', 'gzip'],
  ])('an answer for Accept-Encoding: %s is sent as %s', async (accepted, coding) => {
    const plain = await ask(gateway, LONG, {})
    const answer = await ask(gateway, LONG, { 'accept-encoding': accepted })
    expect(answer).toEqual({ ...plain, coding, length: expect.any(Number) })
    expect(answer.length).toBeLessThan(plain.length / 3)
  })

  test.each([undefined, '', 'identity', 'gzip;q=0', 'deflate', 'x-gzip2', ';;,q=', 'g'.repeat(5_000)])(
    'for Accept-Encoding: %s it is sent as it is, and says that another one may get another',
    async accepted => {
      const answer = await ask(gateway, LONG, accepted === undefined ? {} : { 'accept-encoding': accepted })
      expect(answer).toMatchObject({ status: 200, coding: undefined, vary: 'accept, accept-encoding' })
    },
  )

  test('short answers are sent as they are', async () => {
    const answer = await ask(gateway, '{ items { id } __typename }', { 'accept-encoding': 'gzip' })
    expect(answer.coding).toBe('gzip')
    expect(await ask(gateway, '{ __typename }', { 'accept-encoding': 'gzip' })).toMatchObject({
      coding: undefined,
      vary: 'accept',
    })
  })

  test('long refusals are compressed too', async () => {
    const mistakes = Array.from({ length: 50 }, (_, i) => `wrong${i}`).join(' ')
    const answer = await ask(gateway, `{ ${mistakes} }`, {
      'accept-encoding': 'br',
      accept: 'application/graphql-response+json',
    })
    expect(answer).toMatchObject({ status: 400, coding: 'br', text: expect.stringContaining('wrong49') })
  })

  test('answers to credentials that a browser adds by itself are not, where sources see them', async () => {
    const asked = { 'accept-encoding': 'gzip' }
    const codingFor = async (headers: Readonly<Record<string, string>>) =>
      (await ask(gateway, LONG, { ...asked, ...headers })).coding
    expect(await codingFor({ cookie: 'session=1' })).toBeUndefined()
    expect(await codingFor({ authorization: 'Basic dXNlcjpwYXNzd29yZA==' })).toBeUndefined()
    expect(await codingFor({ authorization: 'Negotiate abc' })).toBeUndefined()
    expect(await codingFor({ authorization: 'Bearer abc' })).toBe('gzip')
    expect(await codingFor({ cookie: '' })).toBe('gzip')
  })
})

test('A cookie that no source sees changes nothing', async () => {
  await using gateway = await start(UNREAD)
  const headers = { 'accept-encoding': 'gzip', cookie: 'session=1', authorization: 'Basic dXNlcjpwYXNzd29yZA==' }
  expect((await ask(gateway, LONG, headers)).coding).toBe('gzip')
})

test('Without compression answers are sent as they are', async () => {
  await using gateway = await start(SCHEMA, { compression: false })
  expect(await ask(gateway, LONG, { 'accept-encoding': 'gzip' })).toMatchObject({ coding: undefined, vary: 'accept' })
})

test('The same queries at once get the same compressed bytes, each in the coding that it takes', async () => {
  await using gateway = await start(SCHEMA)
  const plain = await ask(gateway, LONG, {})
  const accepted = Array.from({ length: 60 }, (_, i) => ['gzip', 'br', 'zstd', 'identity'][i % 4] ?? '')
  const answers = await Promise.all(accepted.map(each => ask(gateway, LONG, { 'accept-encoding': each })))
  expect(answers.map(({ coding }) => coding ?? 'identity')).toEqual(accepted)
  for (const { text } of answers) expect(text).toBe(plain.text)
})

test('Beyond 16 MiB that are being compressed, further answers go out as they are', async () => {
  const compression = new Compression()
  const answerOf = (mebibytes: number) =>
    compression.apply(
      { status: 200, headers: { vary: 'accept' }, body: new Uint8Array(mebibytes * 1_048_576), compressible: true },
      'gzip',
    )
  const codings = async (...sizes: readonly number[]) =>
    (await Promise.all(sizes.map(answerOf))).map(({ headers }) => headers['content-encoding'])
  expect(await codings(20, 1, 1)).toEqual(['gzip', undefined, undefined])
  expect(await codings(15, 1, 1)).toEqual(['gzip', 'gzip', undefined])
})
