import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRedaction, isSecretName } from '../../src/observe/redact.ts'
import { createAnswerShower } from '../../src/observe/shown-answer.ts'
import type { CallAnswer } from '../../src/source/call-answer.ts'
import '../support/seed.ts'

const show = createAnswerShower(createRedaction(['hunter22']).message)
const ROOM = 1_000_000

const json = (value: unknown): CallAnswer => ({ kind: 'json', value })

test('What has a secret name, at any depth below it, and what is a secret by its value, is left out', () => {
  const value = {
    api_key: 'abcd',
    session: { id: 123_456, user: ['Ann B', true, null, 7] },
    note: 'the password is hunter22',
    header: 'Authorization: Basic YW5uOmE=',
    'of hunter22': 1,
    author: 'Ann',
    short: { pwd: 'abc' },
    list: [{ token: 12_345_678_901_234_567_890n }],
  }
  expect(show(json(value), ROOM).shown).toEqual({
    json: {
      api_key: '…',
      session: { id: '…', user: ['…', true, null, 7] },
      note: expect.not.stringContaining('hunter22'),
      header: expect.not.stringContaining('YW5u'),
      'of …': 1,
      author: 'Ann',
      short: { pwd: 'abc' },
      list: [{ token: '…' }],
    },
  })
  expect(show({ kind: 'text', text: '<p>hunter22</p>' }, ROOM).shown).toEqual({ text: '<p>…</p>' })
})

test('Rows are objects, with what JSON has no value for as a text', () => {
  const answer: CallAnswer = {
    kind: 'rows',
    columns: ['id', 'name', 'password', 'photo', 'at', 'total', 'none', '__proto__'],
    rows: [[1n, 'Ann', 'abcd', Buffer.from('abc'), new Date(0), Number.NaN, undefined, 'p']],
  }
  expect(JSON.stringify(show(answer, ROOM).shown)).toBe(
    '{"json":[{"id":1,"name":"Ann","password":"…","photo":"YWJj","at":"1970-01-01T00:00:00.000Z","total":null,"none":null,"__proto__":"p"}]}',
  )
})

test('A large answer keeps its shape: lists become shorter, all by the same number, and what stands beside them stays', () => {
  const rows = Array.from({ length: 5_000 }, (_, id) => ({ id, tags: Array(30).fill('x') }))
  const { shown, bytes } = show(
    json({ rows, byName: Object.fromEntries(rows.map(({ id }) => [`n${id}`, id])), total: 5_000 }),
    ROOM,
  )
  const cut = rows.slice(0, 100).map(({ id, tags }) => ({ id, tags }))
  expect(shown).toEqual({
    json: { rows: cut, byName: Object.fromEntries(cut.map(({ id }) => [`n${id}`, id])), total: 5_000 },
    items: 100,
  })
  expect(bytes).toBeLessThanOrEqual(65_536)
  expect(show(json({ text: 'y'.repeat(5_000) }), ROOM).shown).toEqual({ json: { text: `${'y'.repeat(1_999)}…` } })
})

test('What is too large even so, or has no room left, is left out', () => {
  const wide = Object.fromEntries(Array.from({ length: 90 }, (_, at) => [`p${at}`, 'z'.repeat(1_000)]))
  expect(show(json(wide), ROOM)).toEqual({ shown: { leftOut: true }, bytes: 0 })
  expect(show(json([1, 2, 3]), 2)).toEqual({ shown: { leftOut: true }, bytes: 0 })
  expect(show({ kind: 'text', text: 'abc' }, 3)).toEqual({ shown: { leftOut: true }, bytes: 0 })
  let deep: unknown = 1
  for (let depth = 0; depth < 10_000; depth++) deep = [deep]
  expect(JSON.stringify(show(json(deep), ROOM).shown)).toContain('["…"]')
})

test('Texts that take long to be looked through are fewer', () => {
  const texts = Array.from({ length: 300 }, (_, at) => `${at}${'key=a:'.repeat(1_600)}`)
  expect(show(json(texts), ROOM).shown).toEqual({ json: Array(20).fill(expect.any(String)), items: 20 })
})

test('Of any answer it is known how many bytes it takes, and what has room is whole', () => {
  const plain = createAnswerShower(text => text)
  const values = fc.tuple(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 0, max: 300 }))
  fc.assert(
    fc.property(values, ([value, room]) => {
      const { shown, bytes } = plain(json(value), room)
      const whole = JSON.stringify(value)
      const isShort = Buffer.byteLength(whole) <= room
      fc.pre(!isSecretName(whole))
      if ('json' in shown) expect(Buffer.byteLength(JSON.stringify(shown.json))).toBe(bytes)
      expect(bytes).toBeLessThanOrEqual(room)
      if (isShort) expect(JSON.stringify(shown)).toBe(JSON.stringify({ json: value }))
      else
        expect(shown).toEqual(
          'json' in shown ? { json: expect.anything(), items: expect.any(Number) } : { leftOut: true },
        )
    }),
  )
})
