import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadConfig } from 'graphql-config'
import { getAutocompleteSuggestions, getDiagnostics, getHoverInformation, Position } from 'graphql-language-service'
import { expect, test } from 'vitest'
import { runSluice } from '../command/sluice.ts'
import { createTempDirectory } from '../support/temp-directory.ts'

const SHOP = `extend schema
  @source(name: "api", http: { baseURL: "{$env.API_URL}", timeout: "2s" })
  @source(name: "db", sql: { url: "{$env.DATABASE_URL}", naming: SNAKE_CASE })

scalar DateTime
type Query {
  orders(where: OrderFilter, orderBy: [OrderOrder!], first: Int, after: String): OrderConnection @sql
  rates: [Rate!] @http(GET: "/rates", select: "rates{}", error: { when: "error?", message: "{$value}" })
}
type Mutation {
  ship(id: ID!): Order @sql(update: { state: SHIPPED }, where: { id: "{$args.id}" })
}
type Order @sql(table: "orders", key: "id") {
  id: ID!
  state: State
  placedAt: DateTime @map(from: "placed", as: unixMillis)
}
enum State {
  SHIPPED @map(from: 2)
}
type Rate {
  name: String @map(from: "$key")
}
`
const DEMO = await readFile('schema.graphql', 'utf8')

/** What an editor that reads `.graphqlrc.yml` knows of a project (graphql-config). */
async function openProject(text: string) {
  await using directory = await createTempDirectory()
  const cwd = directory.path
  await writeFile(join(cwd, 'schema.graphql'), text)
  const { code, out, err } = await runSluice(['print', '--definitions'], { cwd })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  await writeFile(join(cwd, 'sluice.graphql'), out)
  await writeFile(join(cwd, '.graphqlrc.yml'), 'schema: [schema.graphql, sluice.graphql]\n')
  const config = await loadConfig({ rootDir: cwd })
  const schema = await config?.getDefault().getSchema()
  if (!schema) throw new Error('the project has no schema')
  return schema
}

test.each([
  ['the demo', DEMO],
  ['a shop', SHOP],
])('An editor finds no mistake in the schema file of %s, with the definitions beside it', async (_, text) => {
  const schema = await openProject(text)
  expect(getDiagnostics(text, schema).map(({ message }) => message)).toEqual([])
})

test('An editor finds a directive and an argument that there are not', async () => {
  const schema = await openProject(SHOP)
  const wrong = SHOP.replace('@http(GET: "/rates"', '@htp(GET: "/rates"').replace('update: {', 'updat: {')
  expect(getDiagnostics(wrong, schema).map(({ message }) => message)).toEqual([
    expect.stringContaining('"@htp"'),
    expect.stringContaining('"updat"'),
  ])
})

test('An editor completes the arguments of a directive, and says what one is', async () => {
  const schema = await openProject(SHOP)
  const text = `${SHOP}extend type Rate {\n  more: Int @http()\n}\n`
  const line = text.split('\n').findIndex(each => each.includes('@http()'))
  const at = (text.split('\n')[line]?.indexOf('()') ?? 0) + 1
  const labels = getAutocompleteSuggestions(schema, text, new Position(line, at)).map(({ label }) => label)
  expect(labels).toEqual(expect.arrayContaining(['GET', 'select', 'by']))
  const hover = getHoverInformation(schema, text, new Position(line, at - 2))
  expect(JSON.stringify(hover)).toContain('@http')
})
