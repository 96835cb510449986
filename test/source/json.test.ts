import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson, printJson } from '../../src/source/json.ts'

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
  expect(parseJson(`[${'9'.repeat(20_000_000)},-${'9'.repeat(1_001)}]`)).toEqual([
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

test('Every integer is read back as it was written, wherever it stands', () => {
  const space = fc.constantFrom('', ' ', '\r\n\t')
  fc.assert(
    fc.property(fc.bigInt(-(2n ** 80n), 2n ** 80n), space, space, (integer, before, behind) => {
      const digits = `${before}${integer}${behind}`
      const value = Number.isSafeInteger(Number(integer)) ? Number(integer) : integer
      expect(parseJson(digits)).toBe(value)
      expect(parseJson(`[${digits},${digits}]`)).toEqual([value, value])
      expect(parseJson(`{"a":${digits},"b":[0,{"c":${digits}}]}`)).toEqual({ a: value, b: [0, { c: value }] })
    }),
  )
})

test('Numbers with a fraction or an exponent, and digits in texts, are read as JSON.parse reads them', () => {
  const text = '[0.1234567890123456789,1234567890123456789.5,-12345678901234567890e-3,"id: 1234567890123456789","-1"]'
  expect(parseJson(text)).toEqual(JSON.parse(text))
  expect(parseJson(text.replace(']', ',1234567890123456789]'))).toEqual([...JSON.parse(text), 1234567890123456789n])
})

test('A long integer changes nothing of what stands beside it, whatever texts and names hold', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('\\', '"', '\\"', ',12345678901234567890', '__proto__', '🙂\u0000'),
  )
  const leaf = fc.oneof(
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter(each => Math.abs(each) < 2 ** 53),
    fc.constant(null),
    fc.boolean(),
  )
  const { value } = fc.letrec<{ value: unknown }>(tie => ({
    value: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('value')),
      fc.dictionary(text, tie('value'), { noNullPrototype: true }),
    ),
  }))
  fc.assert(
    fc.property(value, value, (before, behind) => {
      const [first, second] = [JSON.stringify(before), JSON.stringify(behind)]
      const plain = `{"a":${first},"id":-12345678901234567890,"b":[${second},12345678901234567890]}`
      expect(printJson(parseJson(plain))).toBe(plain)
    }),
  )
})

test('A name is read right, however it is written and whatever was read before', () => {
  // JSON.parse by itself takes the names below for one of these from now on.
  for (const name of ['\\', '\\u', '\\"']) JSON.parse(`{"poisoned":1,${JSON.stringify(name)}:2}`)
  for (const [written, name] of [
    [String.raw`\u00e9`, 'é'],
    [String.raw`\"`, '"'],
    [String.raw`\n`, '\n'],
    [String.raw`\\`, '\\'],
    [String.raw`\u005c`, '\\'],
    [String.raw`\u00e9t`, 'ét'],
    [String.raw`\"\\`, '"\\'],
    ['é', 'é'],
  ]) {
    const text = `{"poisoned":1,"${written}" :2,"b":"${written}","c":[{"poisoned":1,"${written}":9007199254740993}]}`
    expect(parseJson(text)).toEqual({
      poisoned: 1,
      [`${name}`]: 2,
      b: name,
      c: [{ poisoned: 1, [`${name}`]: 9007199254740993n }],
    })
    expect(Object.keys(parseJson(text) as object)).toEqual(['poisoned', name, 'b', 'c'])
  }
  expect(parseJson(String.raw`{"é":1,"a":0,"\u00e9":2}`)).toEqual({ é: 2, a: 0 })
})

test('Names are read as they were written, whatever is in them and around them', () => {
  const name = fc.string({ unit: fc.constantFrom('\\', '"', '\n', 'é', 'a', ':', '_'), maxLength: 2 })
  const object = fc.dictionary(name, fc.oneof(name, fc.integer()), { noNullPrototype: true, maxKeys: 4 })
  fc.assert(
    fc.property(fc.array(object, { maxLength: 5 }), fc.boolean(), (objects, escapes) => {
      const plain = JSON.stringify(objects)
      const text = escapes ? plain.replaceAll('é', String.raw`\u00e9`) : plain
      expect(JSON.stringify(parseJson(text))).toBe(plain)
    }),
  )
})

test('A number can not be a name', () => {
  for (const text of ['{ 12345678901234567890:1}', '{"a":1, 12345678901234567890 :1}'])
    expect(() => parseJson(text)).toThrow(SyntaxError)
})
