import { expect, test } from 'vitest'
import { mergeHeaders } from '../../src/compile/http/compile-headers.ts'
import type { Expression } from '../../src/plan/template.ts'

test("A binding's header stands instead of the source's, even in a call in which it has no value", () => {
  const optional: Expression = { from: { root: 'args', path: [{ kind: 'property', name: 'id' }] } }
  const [user, key, own] = [
    { name: 'x-user', value: ['source'] },
    { name: 'x-key', value: ['key'] },
    { name: 'x-user', value: [optional] },
  ]
  expect(mergeHeaders([user, key], [own])).toEqual([key, own])
})
