import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compileFile } from '../../src/compose/compile-file.ts'
import { exampleQuery } from '../../src/compose/example-query.ts'
import { createConfig } from '../../src/config/create-config.ts'
import { createTempDirectory } from '../support/temp-directory.ts'

const SOURCES = `extend schema
  @source(name: "a", http: { baseURL: "http://127.0.0.1:1" })
  @source(name: "b", http: { baseURL: "http://127.0.0.1:2" })
`

/** The query for a schema over the sources `a` and `b`, in one line. */
async function exampleOf(schema: string): Promise<string> {
  await using directory = await createTempDirectory()
  const schemaPath = join(directory.path, 'schema.graphql')
  await writeFile(schemaPath, SOURCES + schema)
  const { plan } = await compileFile(createConfig({ schemaPath }))
  return exampleQuery(plan).replaceAll(/\s+/g, ' ').trim()
}

test('The list is one that joins another source, and that join stands first', async () => {
  const example = await exampleOf(`
    type Query {
      tags: [Tag!] @http(source: "a", GET: "/tags")
      customers: [Customer!] @http(source: "a", GET: "/customers")
    }
    type Tag { name: String items: [Item!] @http(source: "a", GET: "/items") }
    type Customer {
      name: String
      tags: [Tag!] @http(source: "a", GET: "/tags")
      items: [Item!] @http(source: "a", GET: "/items")
      visits(first: Int): [Visit!] @http(source: "b", GET: "/visits?n={$args.first}")
    }
    type Item { title: String }
    type Visit { place: String }
  `)
  expect(example).toBe('{ customers { name visits(first: 3) { place } tags { name } } }')
})

test('A source is that of the home, where a field has only the key', async () => {
  const example = await exampleOf(`
    type Query { items: [Item!] @http(source: "a", GET: "/items") }
    type Item {
      title: String
      parts: [Part!] @http(source: "a", GET: "/parts")
      shop: Shop @map(from: "shopId")
    }
    type Part { label: String }
    type Shop @http(source: "b", GET: "/shops/{$this.id}") { id: ID! name: String }
  `)
  expect(example).toBe('{ items { title shop { name } parts { label } } }')
})

test.each([
  ['id: ID! userId: Int! weight: Int! displayName: String title: String!', 'title weight displayName'],
  ['id: ID! user_uuid: String! weight: Int', 'weight id user_uuid'],
  ['id: ID! email: String! phoneNumber: String! password_hash: String! home_address: String birthDate: String', 'id'],
  ['emailAddress: String! ipAddress: String!', '__typename'],
])('Of { %s } an example asks for %s', async (fields, expected) => {
  const example = await exampleOf(`
    type Query { things: [Thing!] @http(source: "a", GET: "/things") }
    type Thing { ${fields} }
  `)
  expect(example).toBe(`{ things { ${expected} } }`)
})
