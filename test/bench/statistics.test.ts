import { expect, test } from 'vitest'
import { median, percentile } from '../../bench/statistics.ts'

test('A percentile is one of the values, in whatever order they come', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at)
  expect([0, 1, 50, 99, 100].map(percent => percentile(hundred, percent))).toEqual([1, 1, 50, 99, 100])
  expect(median([10, 9, 8])).toBe(9)
  expect(median([7])).toBe(7)
  expect(median([])).toBeNaN()
})
