import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseDocument } from '../../../src/import/openapi/document/parse-document.ts'
import { importDocument } from '../../../src/import/openapi/import-document.ts'
import { problemsOf } from '../problems-of.ts'

test('The example of the docs is what is written of its document', async () => {
  const page = await readFile(join(import.meta.dirname, '../../../docs/import.md'), 'utf8')
  const [, document = '', schema = ''] = /```yaml\n(.*?)```\n\n```graphql\n(.*?)```/s.exec(page) ?? []
  const { text, notes } = importDocument({
    files: new Map([['api.yaml', parseDocument(document, 'api.yaml')]]),
    root: 'api.yaml',
    resolve: reference => reference,
    url: undefined,
    include: [],
    exclude: [],
  })
  expect(text.slice(text.indexOf('extend schema'))).toBe(schema)
  expect([...notes, ...problemsOf(text)]).toEqual([])
})
