import { expect, test } from 'vitest'
import type { ValueTemplate } from '../../../src/plan/template.ts'
import { evaluateOperand } from '../../../src/source/sql/filter/operand.ts'
import { clientOf } from '../../support/client.ts'
import { arg, header, literal, template } from './support.ts'

function evaluate(value: ValueTemplate, args: Record<string, unknown> = {}) {
  return evaluateOperand(value, { args, key: [], batch: [], client: clientOf({ tenant: 't1' }) })
}

test('An operand is a value, a list or null', () => {
  const id = template(arg('id'))
  expect(evaluate(id, { id: 7 })).toEqual({ kind: 'value', value: 7 })
  expect(evaluate(id, { id: [7, null, 8] })).toEqual({ kind: 'list', items: [7, null, 8] })
  expect(evaluate(id, { id: [] })).toEqual({ kind: 'list', items: [] })
  expect(evaluate(id, { id: null })).toEqual({ kind: 'null' })
  expect(evaluate(literal(null))).toEqual({ kind: 'null' })
  expect(evaluate(literal('open'))).toEqual({ kind: 'value', value: 'open' })
  expect(evaluate(literal([1, 2]))).toEqual({ kind: 'list', items: [1, 2] })
  expect(evaluate(template('open'))).toEqual({ kind: 'value', value: 'open' })
  expect(evaluate(template('t-', header('tenant')))).toEqual({ kind: 'value', value: 't-t1' })
  expect(evaluate(template(arg('id', { pipes: [{ name: 'join', argument: ',' }] })), { id: [1, 2] })).toEqual({
    kind: 'value',
    value: '1,2',
  })
})

test('Only an argument is absent', () => {
  expect(evaluate(template(arg('id')))).toEqual({ kind: 'absent' })
  expect(evaluate(template('x', arg('id')))).toEqual({ kind: 'absent' })
  expect(evaluate(template(header('absent')))).toEqual({ kind: 'unknown' })
  expect(evaluate(template(arg('id'), header('absent')))).toEqual({ kind: 'unknown' })
  expect(evaluate(template(arg('id', { fallback: 3 })))).toEqual({ kind: 'value', value: 3 })
})

test('A null inside text is unknown, beside an absent argument as well', () => {
  expect(evaluate(template('x', arg('a')), { a: null })).toEqual({ kind: 'unknown' })
  expect(evaluate(template(arg('a'), arg('b')), { a: null })).toEqual({ kind: 'unknown' })
  expect(evaluate(template(arg('a'), arg('b')), { b: null })).toEqual({ kind: 'unknown' })
})

test('Of a list of templates absent items are left out, and unknown ones are null', () => {
  const ids: ValueTemplate = {
    kind: 'list',
    items: [template(arg('a')), literal(2), template(arg('b')), literal(null)],
  }
  expect(evaluate(ids, { b: null })).toEqual({ kind: 'list', items: [2, null, null] })
  expect(evaluate(ids, { a: 1, b: [3] })).toEqual({ kind: 'list', items: [1, 2, null, null] })
})

test('An object is never an operator, but the parts of a value', () => {
  const parts = { kind: 'parts', value: { ne: 1 } }
  expect(evaluate(template(arg('id')), { id: { ne: 1 } })).toEqual(parts)
  expect(evaluate(literal({ ne: 1 }))).toEqual(parts)
  expect(evaluate({ kind: 'object', fields: [['ne', literal(1)]] })).toEqual({ kind: 'unknown' })
})

test('A list inside text is refused', () => {
  expect(() => evaluate(template('x', arg('id')), { id: [1] })).toThrow(
    'a list or an object stands where only a scalar can',
  )
})
