import { expect, test } from 'vitest'
import type { Column, Table } from '../../../src/source/catalog.ts'
import { rowReader } from '../../../src/source/sql/row/row-reader.ts'
import { sqlBinding } from './support.ts'

function tableOf(kind: Column['kind']): Table {
  return { name: 'items', columns: new Map([['a', { name: 'a', kind, nullable: true }]]) }
}

test('A reader serves the next statement of the same fields, and no other', () => {
  const binding = sqlBinding()
  const projection = new Map([['a', new Map<string, never>()]])
  const plan = { binding, args: {}, projection }
  const booleans = tableOf('boolean')
  const reader = rowReader({ plan, table: booleans, columns: ['a'] })
  expect(reader.read([1])).toEqual({ a: true })
  expect(rowReader({ plan: { ...plan, args: { b: 1 } }, table: booleans, columns: ['a'] })).toBe(reader)
  expect(rowReader({ plan, table: tableOf('integer'), columns: ['a'] }).read([1])).toEqual({ a: 1 })
  expect(rowReader({ plan, table: booleans, columns: ['b', 'a'] }).read([0, 1])).toEqual({ b: 0, a: true })
  expect(rowReader({ plan, table: booleans, columns: ['a', 'b'] }).read([0, 1])).toEqual({ a: false, b: 1 })
  const scalar = { ...plan, binding: sqlBinding({ scalar: true }) }
  expect(rowReader({ plan: scalar, table: undefined, columns: ['a'] }).read([1])).toBe(1)
  const other = { ...plan, projection: new Map([['c', new Map<string, never>()]]) }
  expect(rowReader({ plan: other, table: booleans, columns: ['a'] }).read([1])).toMatchObject({
    c: { reason: 'db_error' },
  })
})
