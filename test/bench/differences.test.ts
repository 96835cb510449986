import { expect, test } from 'vitest'
import { isSameValue } from '../../bench/wire/compare-answers.ts'
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

test('What a database holds is the same however it is written, and a cursor is whatever it is', () => {
  const page = (id: unknown, at: string, total: unknown, endCursor: unknown) => ({ id, at, total, page: { endCursor } })
  const one = page('7', '2024-02-01T10:00:00.000Z', '12.50', 'YQ')
  expect(differences(one, page(7, '2024-02-01T11:00:00+01:00', 12.5, 'Yg'), isSameValue)).toEqual([])
  expect(differences(one, page(8, '2024-02-01T11:00:00Z', '12.51', null), isSameValue)).toEqual([
    'id: "7" and 8',
    'at: "2024-02-01T10:00:00.000Z" and "2024-02-01T11:00:00Z"',
    'total: "12.50" and "12.51"',
    'page.endCursor: "YQ" and null',
  ])
  expect(differences({ a: '', b: 'x', c: 0 }, { a: null, b: 'y', c: '' }, isSameValue)).toHaveLength(3)
})
