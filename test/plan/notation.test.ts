import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NOTATION_RULES, readAs, writeAs } from '../../src/plan/notation.ts'
import { TemplateValueError } from '../../src/plan/template-value-error.ts'
import { NOTATIONS, type Notation } from '../../src/schema/notations.ts'

const wrong = (expected: string) => new Error(expected)
const seconds = fc.integer({ min: -2_000_000_000, max: 4_000_000_000 })
const instant = seconds.map(time => new Date(time * 1000).toISOString().replace('.000Z', 'Z'))
const item = fc.stringMatching(/^[^,\s]+$/)

const VALUES: Readonly<Record<Notation, fc.Arbitrary<unknown>>> = {
  unix: instant,
  unixMillis: instant,
  rfc2822: instant,
  utc: instant,
  text: fc.boolean(),
  yesNo: fc.boolean(),
  commas: fc.array(item),
  single: fc.array(fc.string(), { minLength: 1, maxLength: 1 }),
  list: fc.string(),
}

for (const notation of NOTATIONS)
  test(`What is written as ${notation} is read back as it was`, () => {
    fc.assert(
      fc.property(VALUES[notation], value => {
        expect(readAs(notation, writeAs(notation, value), wrong)).toEqual(value)
      }),
    )
  })

test('No value of an upstream makes anything but a value or an error, at its own place in a list', () => {
  const scalar = fc.oneof(fc.string(), fc.double(), fc.bigInt(), fc.boolean(), fc.constant(null))
  const value = fc.oneof(scalar, fc.array(scalar), fc.object(), fc.constant(undefined))
  fc.assert(
    fc.property(fc.constantFrom(...NOTATIONS), value, (notation, given) => {
      const found = readAs(notation, given, wrong)
      if (given === null || given === undefined) expect(found).toBe(given)
      else expect(found).not.toBe(undefined)
      const isOfItems = typeof NOTATION_RULES[notation].types !== 'string'
      if (isOfItems && Array.isArray(given)) expect((found as unknown[]).length).toBe(given.length)
    }),
  )
})

test('A text holds so many values and no more', () => {
  const text = Array(100_000).fill('a').join()
  expect((readAs('commas', text, wrong) as unknown[]).length).toBe(100_000)
  expect(readAs('commas', `${text},a`, wrong)).toEqual(new Error('a text with commas, of 100000 values at most'))
})

test('No value of a client is written as something else than it can be', () => {
  const value = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.array(fc.string()), fc.object())
  fc.assert(
    fc.property(fc.constantFrom(...NOTATIONS), value, (notation, given) => {
      try {
        expect(writeAs(notation, given)).not.toBe(undefined)
      } catch (error) {
        expect(error).toBeInstanceOf(TemplateValueError)
      }
    }),
  )
})
