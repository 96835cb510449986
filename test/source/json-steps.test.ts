import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { parseJson, printJson } from '../../src/source/json.ts'
import { jsonSteps } from '../../src/source/json-steps.ts'

/** The value, or that there is none, and how often it paused. */
function read(text: string, run?: number): { readonly value: unknown; readonly pauses: number } {
  const steps = jsonSteps(text, undefined, run)
  let pauses = 0
  try {
    for (;;) {
      const { done, value } = steps.next()
      if (done) return { value, pauses }
      pauses += 1
    }
  } catch (error) {
    if (error instanceof SyntaxError) return { value: SyntaxError, pauses }
    throw error
  }
}

function parsed(text: string): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof SyntaxError) return SyntaxError
    throw error
  }
}

/** Names in their order, which toEqual passes over. */
function told(value: unknown): unknown {
  return value === SyntaxError ? value : printJson(value)
}

const NAMES = fc.oneof(
  fc.string({ maxLength: 3 }),
  fc.constantFrom('__proto__', 'constructor', '2', '1', 'a"\\', '[{,'),
)
const { json } = fc.letrec(tie => ({
  json: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom(
      '0',
      '-1.5e3',
      'true',
      'null',
      '""',
      '"\\\\"',
      '"\\",[{"',
      '12345678901234567890',
      '[]',
      '{}',
      ' [ ] ',
    ),
    fc.string({ maxLength: 4 }).map(text => JSON.stringify(text)),
    fc.array(tie('json') as fc.Arbitrary<string>, { maxLength: 4 }).map(items => `[${items.join(' , ')}]`),
    fc
      .array(fc.tuple(NAMES, tie('json') as fc.Arbitrary<string>), { maxLength: 4 })
      .map(fields => `{${fields.map(([name, value]) => `${JSON.stringify(name)}: ${value}`).join(',')}\n}`),
  ),
}))

test('JSON in steps is what it is at once, wherever it pauses', () => {
  fc.assert(
    fc.property(json, fc.integer({ min: 1, max: 30 }), (text, run) => {
      expect(told(read(text, run).value)).toBe(told(parsed(text)))
    }),
    { numRuns: 500 },
  )
})

test('What is no JSON is a SyntaxError in steps too, whatever is missing or too much', () => {
  const change = fc.tuple(
    fc.nat(),
    fc.constantFrom('', ',', '[', ']', '{', '}', ':', '"', '1', '\\', ' ', '"a":', 'x'),
    fc.nat(2),
  )
  fc.assert(
    fc.property(json, change, fc.integer({ min: 1, max: 12 }), (text, [place, more, less], run) => {
      const at = place % (text.length + 1)
      const changed = text.slice(0, at) + more + text.slice(at + less)
      expect(told(read(changed, run).value)).toBe(told(parsed(changed)))
    }),
    { numRuns: 2_000 },
  )
})

test('Between what is read apart stands a comma, and nothing else', () => {
  const long = `[${'1,'.repeat(20)}1]`
  const right = [`[${long},${long}]`, `{"a":${long},"b":${long}}`, `[1,${long} , 2,${long}\n]`, ` {"a" : ${long} } `]
  const wrong = [
    `[${long}${long}]`,
    `[${long} 1]`,
    `[1${long}]`,
    `[,${long}]`,
    `[${long},]`,
    `[${long},,1]`,
    `{"a":${long} "b":${long}}`,
    `{"a":1${long}}`,
    `{"a"${long}}`,
    `{${long}}`,
    `{"a":${long},}`,
    `{"a":"b":${long}}`,
    `["a":${long}]`,
    `[${long}}`,
    `{"a":${long}]`,
    `[${long}`,
    `[${long}]]`,
    `[${long}] x`,
    `x[${long}]`,
    `\ufeff[${long}]`,
  ]
  for (const run of [1, 7, 30]) {
    for (const text of right) expect(told(read(text, run).value)).toBe(told(parseJson(text)))
    for (const text of wrong) expect([text, read(text, run).value]).toEqual([text, SyntaxError])
  }
})

test('It pauses after each run, in lists, objects and whatever is deep', () => {
  const item = { id: 1, text: 'lorem ipsum', tags: ['a'] }
  const texts = [
    JSON.stringify(Array(10_000).fill(item)),
    JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`key${at}`, at]))),
    JSON.stringify({ meta: { more: true }, data: { items: Array(10_000).fill(item) }, next: null }),
    `[${`${'['.repeat(20)}${']'.repeat(20)},`.repeat(9_000)}1]`,
    `${'['.repeat(90_000)}${']'.repeat(90_000)}`,
  ]
  for (const text of texts) {
    const { value, pauses } = read(text)
    expect(value).not.toBe(SyntaxError)
    expect(pauses).toBeGreaterThanOrEqual(Math.floor(text.length / 65_536) - 1)
  }
  expect(told(read(texts[0] as string).value)).toBe(texts[0])
  expect(read('['.repeat(200_000)).value).toBe(SyntaxError)
})

test('An object that is read in steps has 100,000 names at most', () => {
  const object = (names: number) =>
    JSON.stringify({ list: [1], inner: Object.fromEntries(Array.from({ length: names }, (_, at) => [`n${at}`, at])) })
  const { value } = read(object(100_000))
  expect(Object.keys((value as { inner: object }).inner).length).toBe(100_000)
  expect(read(object(100_001)).value).toBe(SyntaxError)
})

const TEXTS = fc.constantFrom('', '},{"id":', '"},{"id":1,"', '\\', ']', '[{"id": 1}, {"id": 2}]')
const row = fc.record(
  {
    id: fc.oneof(fc.nat(), fc.constant(12345678901234567890n)),
    text: TEXTS,
    list: fc.array(fc.record({ id: fc.nat(), text: TEXTS }), { maxLength: 5 }),
    inner: fc.record({ id: TEXTS }),
  },
  { requiredKeys: [] },
)

test('Lists of objects are what they are at once, whatever in them looks like the beginning of an item', () => {
  const document = fc.record(
    { meta: fc.array(row), rows: fc.array(row, { maxLength: 30 }), last: row },
    { requiredKeys: [] },
  )
  const written = fc.oneof(fc.array(row, { maxLength: 30 }), document)
  const style = fc.constantFrom(
    (text: string) => text,
    (text: string) => text.replaceAll('},{', '}, {'),
  )
  fc.assert(
    fc.property(
      written,
      style,
      fc.constantFrom(undefined, 1, 2),
      fc.integer({ min: 1, max: 200 }),
      (value, styled, indent, run) => {
        const plain = JSON.stringify(
          value,
          (_, each) => (typeof each === 'bigint' ? JSON.rawJSON(String(each)) : each),
          indent,
        )
        const text = styled(plain)
        expect(told(read(text, run).value)).toBe(told(parsed(text)))
        const cut = text.slice(0, -1 - (run % text.length))
        expect(told(read(cut, run).value)).toBe(told(parsed(cut)))
      },
    ),
    { numRuns: 1_000 },
  )
})

test('A list of objects is not looked through character by character', () => {
  const rows = Array.from({ length: 20_000 }, (_, id) => ({ id, text: 'lorem ipsum', address: { city: 'x' } }))
  const looks = vi.spyOn(String.prototype, 'charCodeAt')
  for (const indent of [undefined, 2]) {
    const text = JSON.stringify({ meta: [{ a: 1 }], rows }, undefined, indent)
    looks.mockClear()
    expect(read(text).pauses).toBeGreaterThan(10)
    // The check for long integers looks at a sixteenth.
    expect(looks.mock.calls.length).toBeLessThan(text.length / 4)
  }
  looks.mockRestore()
})
