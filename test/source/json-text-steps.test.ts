import fc from 'fast-check'
import { expect, test } from 'vitest'
import { printJson } from '../../src/source/json.ts'
import { jsonTextSteps } from '../../src/source/json-text-steps.ts'

function refuse(number: number): never {
  throw new RangeError(String(number))
}

function piecesOf(value: unknown): readonly string[] {
  return [...jsonTextSteps(value, refuse)]
}

const LEAF = fc.oneof(
  fc.string(),
  fc.constantFrom('é😀\ud800'.repeat(25_000)),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.bigInt(),
  fc.constantFrom(null, true, undefined, 12345678901234567890n),
)
const NAME = fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('__proto__', '2', '1', 'toString'))

const { json } = fc.letrec(tie => {
  const inner = tie('json')
  return {
    json: fc.oneof(
      { depthSize: 'small' },
      LEAF,
      fc.array(inner, { maxLength: 4 }),
      fc.dictionary(NAME, inner, { maxKeys: 4, noNullPrototype: false }),
    ),
  }
})

/** Long lists and objects of few different values, in and around others. */
const LONG = fc
  .tuple(json, json, json, fc.constantFrom(10, 3_000))
  .map(([one, other, around, times]) => [
    around,
    Array(times).fill([one, other]).flat(),
    { ...Object.fromEntries(Array.from({ length: times }, (_, at) => [`n${at}`, at % 2 ? one : other])), around },
  ])

test('The pieces of a JSON text are the text, whatever is long or deep in it', () => {
  // A long text again and again would fill the memory.
  const values = LONG.filter(([, list]) => (printJson((list as unknown[]).slice(0, 2))?.length ?? 0) < 2_000)
  fc.assert(
    fc.property(fc.oneof(values, json), value => {
      expect(piecesOf(value).join('') === (printJson(value) ?? 'null')).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test.each([
  ['numbers', Array(500_000).fill(1)],
  ['lists', Array(500_000).fill([])],
  ['objects', Array(200_000).fill({ a: 1, b: 'x' })],
  ['objects with one long list', { a: 1, b: { c: Array(500_000).fill('x') } }],
  ['names', Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`name${at}`, at]))],
  ['texts', Array(100).fill('é'.repeat(30_000))],
  ['one text', 'é😀'.repeat(1_000_000)],
  ['long integers', Array(100_000).fill(12345678901234567890n)],
  ['lists within each other', Array.from({ length: 90_000 }).reduce<unknown>(inner => [inner], 1)],
  ['objects within each other', Array.from({ length: 90_000 }).reduce<unknown>(inner => ({ a: inner }), 1)],
])('No piece of a value of many %s is long', (_, value) => {
  const lengths = piecesOf(value).map(({ length }) => length)
  expect(lengths.reduce((sum, length) => sum + length)).toBeGreaterThan(100_000)
  expect(Math.max(...lengths.slice(0, 100_000))).toBeLessThanOrEqual(70_000)
})

test('A number that JSON has no text for is refused, wherever it stands', () => {
  for (const value of [Number.NaN, [1, [Number.NaN]], { a: [...Array(10_000).fill(0), Number.NaN] }])
    expect(() => piecesOf(value)).toThrow('NaN')
})
