import fc from 'fast-check'
import { expect, test } from 'vitest'
import { importSample } from '../../../src/import/json/import-sample.ts'
import { problemsOf } from '../problems-of.ts'

const NAME = fc.oneof(
  fc.constantFrom(
    'id',
    'user_id',
    '__proto__',
    'constructor',
    '+1',
    '{$this.a}',
    "it's",
    '',
    '価格',
    '\ud800',
    'a.b',
    '"""',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
)
const VALUE = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      null,
      true,
      1,
      1.5,
      3_000_000_000,
      2n ** 60n,
      'x',
      '2026-01-31',
      '2026-01-31T10:00:00Z',
      '2026-02-31',
    ),
    fc.dictionary(NAME, tie('value'), { maxKeys: 4 }),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
})).value

test('Whatever a sample is, check takes its schema', () => {
  fc.assert(
    fc.property(fc.dictionary(NAME, VALUE, { maxKeys: 4 }), NAME, (properties, name) => {
      const sample = [{ plain: 1, ...properties }, properties]
      const { text } = importSample({ sample, name: `T${name}`, url: 'https://host/path?q=%7Bx%7D' })
      expect(problemsOf(text)).toEqual([])
    }),
    { numRuns: 500 },
  )
})
