import fc from 'fast-check'
import { expect, test } from 'vitest'
import { importDocument } from '../../../src/import/openapi/import-document.ts'
import { problemsOf } from '../problems-of.ts'
import { RANDOM_DOCUMENT } from './random-document.ts'

function importOf(document: unknown): string {
  const { text } = importDocument({
    files: new Map([['api.json', document]]),
    root: 'api.json',
    resolve: reference => reference,
    url: 'https://api.example.com/openapi.json',
    include: [],
    exclude: [],
  })
  return text
}

/** What some of the schemas have, so that it is checked at all. */
const PARTS = [
  ...[
    '$batch.',
    '$this.',
    ' | join ',
    'union ',
    'input ',
    'enum ',
    '@map(',
    '@deprecated',
    'select: ',
    'body: ',
    'form: ',
  ],
  ...['pages: ', 'hasMore: ', 'total: ', 'link: ', 'next: ', 'offset: ', 'start: 0', '): PostConnection'],
  ...[
    'headers: ',
    'basicAuth: ',
    'source: "up"',
    'Left out: ',
    'is JSON: ',
    'is found by ',
    'naming: SNAKE_CASE',
    ' = ',
  ],
]

test('Whatever is in a document, check takes its schema', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(RANDOM_DOCUMENT, document => {
      const text = importOf(document)
      for (const part of PARTS) if (text.includes(part)) seen.add(part)
      expect(problemsOf(text)).toEqual([])
    }),
    { numRuns: 500 },
  )
  expect(PARTS.filter(part => !seen.has(part))).toEqual([])
})
