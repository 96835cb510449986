import { expect, test } from 'vitest'
import { canonicalKey, canonicalValue } from '../../src/plan/canonical.ts'
import { LongFraction } from '../../src/plan/long-fraction.ts'

const SCALARS = [null, undefined, true, 0, -0, 1, 11, 1.5, 1e21, Number.NaN, Number.POSITIVE_INFINITY, 1n, 11n]
const TEXTS = ['', '1', 'n', '1n', 'null', 'absent', 'true', 'NaN', '"', '1"', '1"1', 'a,1"b', ',', '[]', 'a:1', '-0']
const NUMBERS = [new LongFraction('1.5'), new LongFraction('1')]
const VALUES: unknown[] = [...SCALARS, ...TEXTS, ...NUMBERS]
const HOLDERS: unknown[] = [
  [],
  [[]],
  [[], []],
  [[[]]],
  {},
  [{}],
  { a: {} },
  { a: [], b: [] },
  { 'a:1': 1 },
  ...VALUES.flatMap(value => [
    [value],
    [value, value],
    { a: value },
    { 'a"': value },
    { a: value, b: 1 },
    ['a', value],
  ]),
]

test('Values of which any part differs have different texts', () => {
  const all = [...VALUES, ...HOLDERS]
  expect(new Set(all.map(value => canonicalValue(value))).size).toBe(all.length)
})

test('The order of fields makes no difference, that of items does', () => {
  expect(canonicalValue({ b: [1, 2], a: { d: 'x', c: null } })).toBe(
    canonicalValue({ a: { c: null, d: 'x' }, b: [1, 2] }),
  )
  expect(canonicalValue([1, 2])).not.toBe(canonicalValue([2, 1]))
})

test('A known text stands for a value', () => {
  const value = { a: 1 }
  expect(canonicalValue([value, 2], of => (of === value ? canonicalValue(of) : undefined))).toBe(
    canonicalValue([{ a: 1 }, 2]),
  )
})

test('Keys are told apart by their texts, part by part', () => {
  expect(canonicalKey([1])).toBe(canonicalKey(['1']))
  expect(canonicalKey([1n, 'a'])).toBe(canonicalKey(['1', 'a']))
  const keys = [
    ['a', 'b'],
    ['a,', 'b'],
    ['a', ',b'],
    ['a,b'],
    ['a"', '1"b'],
    [['a'], 'b'],
    [['a', 'b']],
    [undefined],
    [null],
  ]
  expect(new Set(keys.map(canonicalKey)).size).toBe(keys.length)
})
