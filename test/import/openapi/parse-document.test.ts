import { expect, test } from 'vitest'
import { parseDocument } from '../../../src/import/openapi/document/parse-document.ts'

test('A quoted text whose lines are not further in is read as other readers do', () => {
  const text = `a:
  one: 'It''s the first line.  The values are "true", "false".
  If it is "true" it goes on.'
  two: "-----BEGIN-----
MIIC\\
 AB \\"x\\"

-----END-----"
  three: 'as it
    should be'
b:
- "in a list
- still a text"
- last`
  const read = {
    a: {
      one: 'It\'s the first line.  The values are "true", "false". If it is "true" it goes on.',
      two: '-----BEGIN----- MIICAB "x"\n-----END-----',
      three: 'as it should be',
    },
    b: ['in a list - still a text', 'last'],
  }
  expect(parseDocument(text, 'a.yaml')).toEqual(read)
  expect(parseDocument(text.replaceAll('\n', '\r\n'), 'a.yaml')).toEqual(read)
})

test('A document that can not be read says where, as it is written', () => {
  const refusal = (text: string) => {
    try {
      return parseDocument(text, 'a.yaml')
    } catch (error) {
      return String(error)
    }
  }
  // Nothing ends the text.
  expect(refusal('a: "b\nc: d')).toBe(
    'Error: a.yaml is neither JSON nor YAML: Missing closing "quote at line 2, column 5',
  )
  // What ends it is another one's beginning.
  expect(refusal('a: "b\nc: "d"\ne: 1')).toMatch(
    /^Error: a.yaml is neither JSON nor YAML: Missing closing "quote at line 1/,
  )
  expect(refusal("a: 'b\nc'\nd: [")).toMatch(
    /^Error: a.yaml is neither JSON nor YAML: Missing closing 'quote at line 1/,
  )
  const many = Array.from({ length: 60 }, (_, index) => `k${index}: "a\nb"`).join('\n')
  expect(refusal(many)).toMatch(/ Missing closing "quote at line 1, /)
})
