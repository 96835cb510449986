import { type ASTNode, getLocation, parse, Source, visit } from 'graphql'
import { expect, test } from 'vitest'
import { DocumentPositions } from '../../src/result/document-positions.ts'

for (const [name, end] of [
  ['\\n', '\n'],
  ['\\r\\n', '\r\n'],
  ['\\r', '\r'],
  ['\\n\\r', '\n\r'],
] as const)
  test(`Every node stands where graphql-js finds it, in lines that end with ${name}`, () => {
    const text = [
      '',
      'query Q($a: Int = 1) {',
      '  # ü',
      '  f(a: $a) { ...F',
      `x: g(s: """${end}b${end}""") } }`,
      'fragment F on T { id }',
    ].join(end)
    const document = parse(text)
    const starts = new Map<ASTNode, number>()
    visit(document, { enter: node => void starts.set(node, node.loc?.start ?? -1) })
    const { locate } = new DocumentPositions(document)
    const source = new Source(text)
    for (const [node, start] of starts) expect(locate([node])).toEqual([getLocation(source, start)])
    expect(starts.size).toBeGreaterThan(20)
    expect(locate([...starts.keys()])).toHaveLength(starts.size)
  })

test('What was not read from the text stands nowhere', () => {
  const { locate } = new DocumentPositions(parse('{ a }'))
  expect([locate(undefined), locate([]), locate([parse('{ b }')])]).toEqual([undefined, undefined, undefined])
})
