import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Column, ColumnKind } from '../../../src/source/catalog.ts'
import { CONVERTERS, storedValue } from '../../../src/source/sql/convert/convert.ts'
import { canonicalText } from '../../../src/source/sql/sql-value.ts'

/** All but JSON, which takes what none of the others does. */
const KINDS = (Object.keys(CONVERTERS) as ColumnKind[]).filter(kind => kind !== 'json')

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

test('A boolean column holds true and false, 1 and 0, and the other numbers of its range where it has one', () => {
  const tiny = { range: [-128n, 127n] } as const
  for (const value of [true, 1, 1n, '1', 'true']) expect(convert('boolean', value, tiny)).toBe(true)
  for (const value of [false, 0, 0n, '0', 'false']) expect(convert('boolean', value, tiny)).toBe(false)
  expect([5, -128n, '127'].map(value => convert('boolean', value, tiny))).toEqual([5n, -128n, 127n])
  expect([true, '0', 5, '127'].map(value => convert('boolean', value))).toEqual([true, false, undefined, undefined])
  for (const value of [128, '05', 1.5, 'yes', '', 'constructor', null])
    expect(convert('boolean', value, tiny)).toBeUndefined()
})

test('A text column holds every scalar as text, but no half of a character', () => {
  expect([7, 7n, true, 'a b'].map(value => convert('text', value))).toEqual(['7', '7', 'true', 'a b'])
  for (const value of ['\ud800', Number.NaN, null]) expect(convert('text', value)).toBeUndefined()
})

test('Dates and times are brought to one text, those with an offset to UTC', () => {
  expect(convert('datetime', '2024-02-29T03:04:05.120')).toBe('2024-02-29 03:04:05.12')
  expect(convert('datetime', '2024-02-29 03:04')).toBe('2024-02-29 03:04:00')
  expect(convert('datetime', '2024-02-29')).toBe('2024-02-29 00:00:00')
  expect(convert('datetime', '2024-03-01T03:04:05.5+05:30')).toBe('2024-02-29 21:34:05.5')
  expect(convert('datetime', '0000-02-29T00:00:00Z')).toBe('0000-02-29 00:00:00')
  expect(convert('date', '2024-02-29')).toBe('2024-02-29')
  expect(convert('time', '-012:30')).toBe('-12:30:00')
  for (const value of [
    '2023-02-29',
    '2024-02-29T24:00',
    '0000-01-01T00:00:00+01:00',
    '2024-02-29T03:04:05+24:00',
    20240229,
  ])
    expect(convert('datetime', value)).toBeUndefined()
  for (const value of ['2024-13-01', '2024-02-29 00:00:00', '24-02-29']) expect(convert('date', value)).toBeUndefined()
  for (const value of ['839:00:00', '12:60', '12']) expect(convert('time', value)).toBeUndefined()
})

test('A binary column takes Base64', () => {
  expect(convert('binary', 'YWI=')).toEqual(Buffer.from('ab'))
  for (const value of ['YWI', 'YWI=\n', 'a-b_', 7]) expect(convert('binary', value)).toBeUndefined()
})

test('A float of 32 bits is the double that the database compares it as', () => {
  expect(convert('float', '0.1', { single: true })).toBe(Math.fround(0.1))
  expect(convert('float', 0.1)).toBe(0.1)
  expect(convert('float', 1e39, { single: true })).toBeUndefined()
})

test('A UUID is in lower case with hyphens, and 16 bytes in a binary column', () => {
  const uuid = '6f9619ff-8b86-d011-b42d-00c04fc964ff'
  for (const value of [uuid, uuid.toUpperCase(), uuid.replaceAll('-', '')]) expect(convert('uuid', value)).toBe(uuid)
  for (const value of ['', `${uuid}0`, `{${uuid}}`, 7]) expect(convert('uuid', value)).toBeUndefined()
  expect(convert('binary', uuid.toUpperCase())).toEqual(Buffer.from('b5YZ/4uG0BG0LQDAT8lk/w==', 'base64'))
})

test('An IP address has one text', () => {
  const texts = [
    ['FE80:0:0::01', 'fe80::1'],
    ['10.0.0.1/32', '10.0.0.1'],
    ['10.0.0.0/08', '10.0.0.0/8'],
    ['::ffff:10.0.0.1', '::ffff:a00:1'],
  ] as const
  for (const [value, text] of texts) expect(convert('inet', value)).toBe(text)
  for (const value of ['10.0.0.256', '10.0.0.1/33', 'fe80::1%eth0', '', 7])
    expect(convert('inet', value)).toBeUndefined()
})

test('A JSON column takes any JSON value as its text', () => {
  expect(convert('json', { a: [9007199254740993n, null, 'b'] })).toBe('{"a":[9007199254740993,null,"b"]}')
  expect(convert('json', 'a')).toBe('"a"')
  const cycle: unknown[] = []
  cycle.push(cycle)
  for (const value of [null, undefined, cycle, Symbol('7')]) expect(convert('json', value)).toBeUndefined()
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

test('A value is written with as many digits behind the point as the column holds', () => {
  const stored = (kind: ColumnKind, value: unknown, scale: number) =>
    storedValue(value, column(kind, { scale }), CONVERTERS)
  for (const [value, scale, text] of [
    ['1.235', 2, '1.24'],
    ['-1.235', 2, '-1.24'],
    ['1.2349', 2, '1.23'],
    ['0.004', 2, '0'],
    ['-0.004', 2, '0'],
    ['9.995', 2, '10'],
    ['0.05', 1, '0.1'],
    ['0.5', 0, '1'],
    ['7', 2, '7'],
    ['149', -2, '100'],
    ['150', -2, '200'],
    ['49', -2, '0'],
    ['7', -3, '0'],
  ] as const)
    expect(stored('decimal', value, scale)).toEqual({ decimal: text })
  expect(stored('datetime', '2024-02-29T23:59:59.999Z', 0)).toBe('2024-02-29 23:59:59')
  expect(stored('datetime', '2024-02-29T23:59:59.909Z', 2)).toBe('2024-02-29 23:59:59.9')
  expect(stored('time', '23:59:59.5', 6)).toBe('23:59:59.5')
})
