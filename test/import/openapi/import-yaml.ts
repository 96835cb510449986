import { parseDocument } from '../../../src/import/openapi/document/parse-document.ts'
import { type ImportedDocument, importDocument } from '../../../src/import/openapi/import-document.ts'

/** The schema file of a document that is given as YAML, without its first line. */
export function importYaml(
  text: string,
  url = 'https://api.example.com/openapi.yaml',
  queries: readonly string[] = [],
  edition = 'openapi: 3.0.3',
): ImportedDocument {
  const name = 'openapi.yaml'
  return importDocument({
    files: new Map([[name, parseDocument(`${edition}\n${text}`, name)]]),
    root: name,
    resolve: reference => new URL(reference, url).href,
    url,
    include: [],
    exclude: [],
    queries,
  })
}

/** The same of a document of Swagger 2.0. */
export function importSwagger(text: string, url?: string): ImportedDocument {
  return importYaml(text, url, [], "swagger: '2.0'")
}

/** A document whose only answer is a Thing, and whose only body is one. */
export function thing(properties: string, components = '') {
  return importYaml(`
paths:
  /things:
    get: { responses: { 200: { content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } } }
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
      responses: { 204: { description: done } }
components:
  schemas:
    Thing: ${properties}
${components}`)
}

/** One definition of a schema file. */
export function definitionOf({ text }: ImportedDocument, head: string): string {
  const start = text.replaceAll(`\n${head}\n`, `\n${head} `).indexOf(`\n${head} `)
  if (start === -1) throw new Error(`there is no ${head} in:\n${text}`)
  const end = text.indexOf('\n\n', start)
  return text.slice(start + 1, end === -1 ? undefined : end).trimEnd()
}
