import { expect, test } from 'vitest'
import { differences } from '../../bench/wire/differences.ts'

test('Two answers are the same whatever the order of their properties', () => {
  expect(differences({ a: [1, { b: null, c: 'x' }], d: 2 }, { d: 2, a: [1, { c: 'x', b: null }] })).toEqual([])
})

test('A difference is told with its path and both values', () => {
  expect(differences({ a: [{ id: '1' }, { id: '2' }] }, { a: [{ id: 1 }, { id: '2' }, 3] })).toEqual([
    'a.0.id: "1" and 1',
    'a.2: nothing and 3',
  ])
  expect(differences({ a: [] }, { a: {} })).toEqual(['a: [] and {}'])
  expect(differences(null, {})).toEqual(['(whole): null and {}'])
})

test('At most five differences are told', () => {
  expect(differences([1, 2, 3, 4, 5, 6, 7], [])).toHaveLength(5)
})
