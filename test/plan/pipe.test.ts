import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyPipes, PIPE_NAMES, type PipeName } from '../../src/plan/pipe.ts'
import { TemplateValueError } from '../../src/plan/template-value-error.ts'

function pipe(value: unknown, ...names: PipeName[]): unknown {
  const pipes = names.map(name => (name === 'join' ? { name, argument: ',' } : { name }))
  return applyPipes(value, pipes, 'args')
}

test('The JSON of a value is read back as the value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const text = pipe(value, 'json')
      expect(value === null ? text : JSON.parse(text as string)).toEqual(value === null ? null : parsed(value))
    }),
  )
})

/** A value as JSON keeps it: there is no negative zero. */
function parsed(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

test('A text is one literal of OData, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^['" a]*$/)), text => {
      const literal = pipe(text, 'odata') as string
      expect(literal).toMatch(/^'(?:[^']|'')*'$/s)
      expect(literal.slice(1, -1).replaceAll("''", "'")).toBe(text)
    }),
  )
})

test('A text is one phrase of Lucene, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^["\\ a]*$/)), text => {
      const phrase = pipe(text, 'lucene') as string
      expect(phrase).toMatch(/^"(?:[^"\\]|\\.)*"$/s)
      expect(phrase.slice(1, -1).replace(/\\(.)/gs, '$1')).toBe(text)
    }),
  )
})

test('Base64 keeps every text that UTF-8 can carry', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      expect(Buffer.from(pipe(text, 'base64') as string, 'base64').toString()).toBe(text)
    }),
  )
})

test('Whole numbers keep their digits as numbers and in sums', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n })), numbers => {
      const texts = numbers.map(String)
      expect((pipe(texts, 'number') as unknown[]).map(String)).toEqual(texts)
      expect(String(pipe(texts, 'number', 'sum'))).toBe(String(numbers.reduce((sum, number) => sum + number, 0n)))
    }),
  )
})

test('Any time is the same instant', () => {
  const instant = '2023-11-14T22:13:20Z'
  const written = [1_700_000_000, '1700000000', 1_700_000_000_000, 1_700_000_000_000n, '2023-11-14 22:13:20']
  const zoned = ['Tue, 14 Nov 2023 22:13:20 GMT', '14 Nov 2023 17:13:20 EST', '2023-11-15T00:13:20+02:00', instant]
  for (const value of [...written, ...zoned]) expect(pipe(value, 'date')).toBe(instant)
  expect(pipe('2023-11-14', 'date')).toBe('2023-11-14T00:00:00Z')
})

test('A pipe has a value, or says that it can take none; null and what is absent stay', () => {
  const item = fc.oneof(fc.string(), fc.double(), fc.bigInt(), fc.boolean(), fc.constant(null), fc.object())
  const value = fc.oneof(item, fc.array(item), fc.constant(undefined))
  fc.assert(
    fc.property(value, fc.array(fc.constantFrom(...PIPE_NAMES), { minLength: 1, maxLength: 3 }), (given, names) => {
      try {
        const found = pipe(given, ...names)
        if (given === null || given === undefined) expect(found).toBe(given)
        else expect(found).not.toBe(undefined)
      } catch (error) {
        expect(error).toBeInstanceOf(TemplateValueError)
      }
    }),
  )
})
