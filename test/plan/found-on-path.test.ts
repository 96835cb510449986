import { expect, test } from 'vitest'
import { foundOnPath } from '../../src/plan/found-on-path.ts'
import { parsePath } from '../../src/plan/path.ts'

const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`n${at}`, 'secret']))

test.each([
  ['a.b', { a: { c: 1, d: 'secret' } }, 'a has c, d'],
  ['a.b', { b: 1 }, 'the answer has b'],
  ['a', {}, 'the answer is an empty object'],
  ['a.b', { a: null, b: 2 }, 'the answer has a, b'],
  ['a.b.c', { a: { b: 'secret' } }, 'a.b is a text'],
  ['a.b', null, 'the answer is null'],
  ['[].id', [{ key: 1 }], '[] has key'],
  ['a[3].id', { a: [1, 2] }, 'a is a list of 2'],
  ['a{}.id', { a: { x: { key: 1 } } }, 'a{} has key'],
  ['constructor.name', { a: 1 }, 'the answer has a'],
  ['a', { [`x${'y'.repeat(1_000)}`]: 1 }, `the answer has x${'y'.repeat(59)}…`],
  ['a', many, `the answer has ${Array.from({ length: 12 }, (_, at) => `n${at}`).join(', ')}, …`],
])('Where %s leads no further, the names there are told and no values', (path, value, found) => {
  expect(foundOnPath(value, parsePath(path))).toBe(found)
})
