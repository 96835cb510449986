import { expect, test } from 'vitest'
import type { ValueTemplate } from '../../../src/plan/template.ts'
import { decideCondition } from '../../../src/source/sql/condition.ts'
import { arg, header, literal, template } from './support.ts'

function decide(value: ValueTemplate, args: Record<string, unknown> = {}, list = true) {
  return decideCondition(value, { args, key: [], batch: [], headers: new Map([['tenant', 't1']]) }, list)
}

test('A value is compared, a list is tried item by item, null is IS NULL', () => {
  const id = template(arg('id'))
  expect(decide(id, { id: 7 })).toEqual({ kind: 'equal', value: 7 })
  expect(decide(id, { id: [7, null, 8] })).toEqual({ kind: 'in', values: [7, null, 8] })
  expect(decide(id, { id: [] })).toEqual({ kind: 'in', values: [] })
  expect(decide(id, { id: null })).toEqual({ kind: 'null' })
  expect(decide(literal(null))).toEqual({ kind: 'null' })
  expect(decide(literal('open'))).toEqual({ kind: 'equal', value: 'open' })
  expect(decide(literal([1, 2]))).toEqual({ kind: 'in', values: [1, 2] })
  expect(decide(template('open'))).toEqual({ kind: 'equal', value: 'open' })
  expect(decide(template('t-', header('tenant')))).toEqual({ kind: 'equal', value: 't-t1' })
  expect(decide(template(arg('id', { join: ',' })), { id: [1, 2] })).toEqual({ kind: 'equal', value: '1,2' })
})

test('Only an absent argument drops its condition, and only on a list', () => {
  expect(decide(template(arg('id')))).toEqual({ kind: 'drop' })
  expect(decide(template('x', arg('id')))).toEqual({ kind: 'drop' })
  expect(decide(template(arg('id')), {}, false)).toEqual({ kind: 'nothing' })
  expect(decide(template('x', arg('id')), {}, false)).toEqual({ kind: 'nothing' })
  expect(decide(template(header('absent')))).toEqual({ kind: 'nothing' })
  expect(decide(template(arg('id'), header('absent')))).toEqual({ kind: 'nothing' })
  expect(decide(template(arg('id', { fallback: 3 })))).toEqual({ kind: 'equal', value: 3 })
})

test('A null inside text matches nothing, beside an absent argument as well', () => {
  expect(decide(template('x', arg('a')), { a: null })).toEqual({ kind: 'nothing' })
  expect(decide(template(arg('a'), arg('b')), { a: null })).toEqual({ kind: 'nothing' })
  expect(decide(template(arg('a'), arg('b')), { b: null })).toEqual({ kind: 'nothing' })
})

test('What a list of templates leaves out narrows it', () => {
  const ids: ValueTemplate = {
    kind: 'list',
    items: [template(arg('a')), literal(2), template(arg('b')), literal(null)],
  }
  expect(decide(ids, { b: null })).toEqual({ kind: 'in', values: [2] })
  expect(decide(ids, { a: 1, b: [3] })).toEqual({ kind: 'in', values: [1, 2] })
})

test('An object is never an operator', () => {
  expect(decide(template(arg('id')), { id: { ne: 1 } })).toEqual({ kind: 'nothing' })
  expect(decide(literal({ ne: 1 }))).toEqual({ kind: 'nothing' })
  expect(decide({ kind: 'object', fields: [['ne', literal(1)]] })).toEqual({ kind: 'nothing' })
})

test('A list inside text is refused', () => {
  expect(() => decide(template('x', arg('id')), { id: [1] })).toThrow(
    'a list or an object stands where only a scalar can',
  )
})
