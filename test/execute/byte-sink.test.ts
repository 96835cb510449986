import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ByteSink } from '../../src/execute/complete/byte-sink.ts'

const lengths = fc.constantFrom(0, 1, 4_096, 4_097, 16_383, 16_384, 16_385, 32_768, 50_000)
const characters = fc.constantFrom('a', 'é', 'ÿ', 'Ā', '“', '€', '😀')
const texts = fc.array(
  fc.tuple(characters, lengths).map(([character, length]) => character.repeat(length)),
  { maxLength: 4 },
)

test('What a sink collects is its texts as UTF-8, whatever characters they have and wherever they are flushed', () => {
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 4 }), rows => {
      const sink = new ByteSink(0, Number.POSITIVE_INFINITY)
      for (const row of rows) {
        for (const text of row) sink.text += text
        sink.flushIfLong()
      }
      expect(Buffer.from(sink.finish()).equals(Buffer.from(rows.flat().join('')))).toBe(true)
    }),
  )
})

test('An emoji at the end of a piece stays whole', () => {
  for (let before = 16_380; before < 16_386; before++) {
    const sink = new ByteSink(0, Number.POSITIVE_INFINITY)
    sink.text = `${'“'.repeat(before)}😀😀`
    sink.flushIfLong()
    expect(Buffer.from(sink.finish()).toString()).toBe(`${'“'.repeat(before)}😀😀`)
  }
})

test('What was written since a place is told as text, also where it was flushed', () => {
  const sink = new ByteSink(0, Number.POSITIVE_INFINITY)
  sink.text = 'before'
  const { size, text } = sink
  sink.text += '“'.repeat(20_000)
  sink.flushIfLong()
  sink.text += 'more'
  expect(sink.textSince(size, text)).toBe(`${'“'.repeat(20_000)}more`)
})

test('Wide text beyond the limit is refused', () => {
  const sink = new ByteSink(0, 50_000)
  sink.text = '“'.repeat(20_000)
  expect(() => sink.flushIfLong()).toThrow('50000')
})
