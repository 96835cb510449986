import { expect, test } from 'vitest'
import { groupOrder } from '../../../src/source/sql/aggregate/group-order.ts'
import { sql } from '../../../src/source/sql/statement/sql-text.ts'

test('Groups have null before every value, and are ordered by so much at most', () => {
  const terms = new Map([['count', sql.raw('count(*)')]])
  const scope = { source: 'db', first: 0, syntax: { nullsAreLargest: false } }
  expect(groupOrder([{ count: 'DESC' }], [], terms, scope)).toHaveLength(1)
  for (const way of ['ASC_NULLS_LAST', 'DESC_NULLS_FIRST'])
    expect(() => groupOrder([{ count: way }], [], terms, scope)).toThrow(
      'Of groups, null comes before every value: "orderBy" takes ASC and DESC.',
    )
  const many = Array(51).fill({ count: 'ASC' })
  expect(() => groupOrder(many, [], terms, scope)).toThrow('"orderBy" must name at most 50 columns.')
})
