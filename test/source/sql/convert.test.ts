import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Column, ColumnKind } from '../../../src/source/catalog.ts'
import { CONVERTERS } from '../../../src/source/sql/convert.ts'
import { canonicalText } from '../../../src/source/sql/sql-value.ts'

const KINDS = Object.keys(CONVERTERS) as ColumnKind[]

function column(kind: ColumnKind, said: Partial<Column> = {}): Column {
  return { name: 'c', kind, nullable: true, ...said }
}

function convert(kind: ColumnKind, value: unknown, said: Partial<Column> = {}) {
  return CONVERTERS[kind](value, column(kind, said))
}

test('An integer column holds only what is written as an integer, in its range', () => {
  for (const value of [7, 7n, '7']) expect(convert('integer', value)).toBe(7n)
  for (const value of [
    '7 or 1=1',
    '007',
    '7.0',
    ' 7',
    '+7',
    '-0',
    '',
    '0x7',
    '1e1',
    7.5,
    Number.NaN,
    2 ** 53,
    true,
    null,
  ])
    expect(convert('integer', value)).toBeUndefined()
  expect(convert('integer', '9007199254740993')).toBe(9007199254740993n)
  expect(convert('integer', 2n ** 63n)).toBeUndefined()
  expect(convert('integer', '18446744073709551615', { range: [0n, 2n ** 64n - 1n] })).toBe(2n ** 64n - 1n)
  expect(convert('integer', -1, { range: [0n, 255n] })).toBeUndefined()
})

test('A decimal is its shortest text, and no double comes between', () => {
  const cases = [
    ['7.50', '7.5'],
    ['7.000', '7'],
    ['-0.00', '0'],
    [7.5, '7.5'],
    [1e-7, '0.0000001'],
    [-1.5e-7, '-0.00000015'],
    [1.5e21, '1500000000000000000000'],
    ['123456789012345678901.25', '123456789012345678901.25'],
    [12345678901234567890n, '12345678901234567890'],
  ] as const
  for (const [value, decimal] of cases) expect(convert('decimal', value)).toEqual({ decimal })
  for (const value of ['07', '.5', '5.', '1e3', ' 1', Number.POSITIVE_INFINITY, true])
    expect(convert('decimal', value)).toBeUndefined()
})

test('A boolean column holds true and false, 1 and 0, and what else a TINYINT(1) may hold', () => {
  for (const value of [true, 1, 1n, '1', 'true']) expect(convert('boolean', value)).toBe(true)
  for (const value of [false, 0, 0n, '0', 'false']) expect(convert('boolean', value)).toBe(false)
  expect([5, -128n, '127'].map(value => convert('boolean', value))).toEqual([5, -128, 127])
  for (const value of [128, '05', 1.5, 'yes', '', 'constructor', null])
    expect(convert('boolean', value)).toBeUndefined()
})

test('A text column holds every scalar as text, but no half of a character', () => {
  expect([7, 7n, true, 'a b'].map(value => convert('text', value))).toEqual(['7', '7', 'true', 'a b'])
  for (const value of ['\ud800', Number.NaN, null]) expect(convert('text', value)).toBeUndefined()
})

test('Dates and times are brought to one text; a value with a time zone is none of them', () => {
  expect(convert('datetime', '2024-02-29T03:04:05.120')).toBe('2024-02-29 03:04:05.12')
  expect(convert('datetime', '2024-02-29 03:04')).toBe('2024-02-29 03:04:00')
  expect(convert('datetime', '2024-02-29')).toBe('2024-02-29 00:00:00')
  expect(convert('date', '2024-02-29')).toBe('2024-02-29')
  expect(convert('time', '-012:30')).toBe('-12:30:00')
  for (const value of ['2023-02-29', '2024-02-29T24:00', '2024-02-29T03:04:05Z', '2024-02-29T03:04:05+01:00', 20240229])
    expect(convert('datetime', value)).toBeUndefined()
  for (const value of ['2024-13-01', '2024-02-29 00:00:00', '24-02-29']) expect(convert('date', value)).toBeUndefined()
  for (const value of ['839:00:00', '12:60', '12']) expect(convert('time', value)).toBeUndefined()
})

test('A binary column takes Base64', () => {
  expect(convert('binary', 'YWI=')).toEqual(Buffer.from('ab'))
  for (const value of ['YWI', 'YWI=\n', 'a-b_', 7]) expect(convert('binary', value)).toBeUndefined()
})

test('Lists and objects are unknown to every column', () => {
  for (const kind of KINDS)
    for (const value of [[], [7], {}, { toString: () => '7' }, Object.create(null), Symbol('7'), undefined, null])
      expect(convert(kind, value)).toBeUndefined()
})

test('Converting never throws, and what a column holds is the same when it is converted again', () => {
  const values = fc.oneof(
    fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }),
    fc.bigInt(),
    fc.double(),
    fc.stringMatching(/^-?\d{1,20}(\.\d{1,6})?$/),
    fc.stringMatching(/^\d{4}-\d\d-\d\d([T ]\d\d:\d\d:\d\d(\.\d{1,6})?)?$/),
    fc.base64String(),
  )
  fc.assert(
    fc.property(fc.constantFrom(...KINDS), values, (kind, value) => {
      const converted = convert(kind, value)
      if (converted === undefined) return
      const text = canonicalText(converted)
      const again = convert(kind, text)
      expect(again).toBeDefined()
      expect(again === undefined ? again : canonicalText(again)).toBe(text)
    }),
  )
})
