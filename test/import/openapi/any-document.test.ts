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

test('Whatever is in a document, check takes its schema', () => {
  fc.assert(
    fc.property(RANDOM_DOCUMENT, document => {
      expect(problemsOf(importOf(document))).toEqual([])
    }),
    { numRuns: 500 },
  )
})
