import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson } from '../../src/source/json.ts'

test('Integers beyond 2^53 are read exactly, at any depth, and everything else as JSON.parse reads it', () => {
  const text =
    '{"id":9007199254740993,"deep":[{"id":-18446744073709551616}],"near":9007199254740991,"f":0.0000000000000001}'
  expect(parseJson(text)).toEqual({
    id: 9007199254740993n,
    deep: [{ id: -18446744073709551616n }],
    near: 9007199254740991,
    f: 1e-16,
  })
  expect(parseJson('"9007199254740993"')).toBe('9007199254740993')
  expect(parseJson('1e400')).toBe(Number.POSITIVE_INFINITY)
})

test('Digits without end are no integer, and take no time', () => {
  expect(parseJson('9'.repeat(1_000))).toBe(BigInt('9'.repeat(1_000)))
  expect(parseJson(`[${'9'.repeat(5_000_000)},-${'9'.repeat(1_001)}]`)).toEqual([
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ])
})

test('"__proto__" is a key like any other', () => {
  for (const id of ['1', '9007199254740993']) {
    const value = parseJson(`{"__proto__":{"id":${id}}}`) as object
    expect(Object.keys(value)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  }
})

test('Text that is no JSON is a SyntaxError', () => {
  for (const text of ['', '{', '9007199254740993,']) expect(() => parseJson(text)).toThrow(SyntaxError)
})

test('Every integer is read back as it was written', () => {
  fc.assert(
    fc.property(fc.bigInt(-(2n ** 80n), 2n ** 80n), integer => {
      expect(BigInt(parseJson(String(integer)) as number | bigint)).toBe(integer)
    }),
  )
})
