import fc from 'fast-check'
import { expect, test } from 'vitest'
import { needsEscape } from '../../src/execute/complete/needs-escape.ts'

const lengths = fc.constantFrom(0, 1, 63, 64, 65, 66, 67, 4_095, 4_096, 4_097, 20_000)
const fillings = fc.constantFrom('a', ' ', '~', '\u007f', 'é', '€', '\u2028')
const characters = fc.constantFrom('"', '\\', '\n', '\u0000', '\u001f', '\ud800', '\udfff', '😀', '!', '#', '[', ']')

test('Text of any length needs an escape where JSON writes it otherwise than as it is, or where it has surrogates', () => {
  fc.assert(
    fc.property(lengths, fillings, characters, fc.nat(), (length, filling, character, at) => {
      const text = filling.repeat(length)
      const place = at % (length + 1)
      const changed = text.slice(0, place) + character + text.slice(place)
      expect(needsEscape(text)).toBe(false)
      expect(needsEscape(changed)).toBe(JSON.stringify(changed) !== `"${changed}"` || /[\ud800-\udfff]/.test(changed))
    }),
  )
})

test('An emoji between two pieces of a long text is found', () => {
  expect(needsEscape(`${'a'.repeat(4_095)}😀${'a'.repeat(10)}`)).toBe(true)
})
