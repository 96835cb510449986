import { expect, test } from 'vitest'
import { compactJson, indentJson } from '../../src/case/json-text.ts'

test('JSON is laid out anew without a change to its keys, their order or its numbers', () => {
  const text = '{"b":12345678901234567890,"a":[1.0,-0,"x"],"__proto__":{"c":null}}'
  expect(compactJson(indentJson(text))).toBe(text)
})
