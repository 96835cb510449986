import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildSchema, type DocumentNode, isExecutableDefinitionNode, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { checkSchema, printProblems, printSchema } from '../../src/index.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { type Block, commentOf, markdownFiles } from './markdown.ts'

/*
 * A block of the docs shows a part. What is around it for the tests: sources named `api` and `db` and a Query where it has
 * none, and what an HTML comment right before it says: `<!-- around: type User @sql(table: "users") { id: ID! } -->`.
 * An operation is one of the last schema on its page, or of the schema that its comment gives. Where a comment says
 * `<!-- mistakes -->`, the block is a whole file, and the next text on its page is what check prints of it. What commands and recipes of a
 * page use is left to their own tests.
 */
const SOURCES = `extend schema
  @source(name: "api", http: { baseURL: "https://api.example.com/v1" })
  @source(name: "db", sql: { url: "mysql://app:secret@127.0.0.1/shop" })`
/** Of a part that has sources of its own, and nothing that reads. */
const OTHER_SOURCE = 'extend schema @source(name: "around", http: { baseURL: "https://api.example.com/v1" })'
const QUERY = 'type Query { nothing: Int @http(GET: "/nothing", source: "NAME") }'

const blocks = markdownFiles()
  .filter(({ path }) => !path.startsWith('test/'))
  .flatMap(({ path, blocks }) => blocks.map(block => ({ ...block, place: `${path}:${block.line}`, path })))
const ofLanguage = (language: string) => blocks.filter(block => block.language === language)

function around(block: Block): string {
  return commentOf(block, 'around') ?? ''
}

function isOperation(document: DocumentNode): boolean {
  return document.definitions.every(isExecutableDefinitionNode)
}

function complete(parts: string): string {
  const hasSources = parts.includes('@source(')
  const asked = /^(extend )?type Query\b/m.test(parts)
  const query = QUERY.replace('NAME', hasSources ? 'around' : 'api')
  return [parts, ...(hasSources ? [] : [SOURCES]), ...(asked ? [] : [hasSources ? OTHER_SOURCE : '', query])].join('\n')
}

/** The public schema of a part, or what `sluice check --offline` says of it. */
async function publicSchema(parts: string): Promise<string> {
  await using directory = await createTempDirectory()
  const schemaPath = join(directory.path, 'schema.graphql')
  await writeFile(schemaPath, complete(parts))
  const variables = [...parts.matchAll(/\{\$env\.(\w+)\}/g)].map(([, name = '']) => name)
  const environment = Object.fromEntries(
    variables.map(name => [name, name === 'DATABASE_URL' ? 'mysql://app@127.0.0.1/shop' : 'https://api.example.com']),
  )
  const problems = await checkSchema({ schemaPath, environment, offline: true })
  expect(printProblems(problems)).toBe('')
  return await printSchema({ schemaPath })
}

const isWrong = (block: Block) => commentOf(block, 'mistakes') !== undefined
/** Whether it is used as a whole by the commands of its page. */
const isRun = (block: Block) => ['file', 'asks', 'case'].some(kind => commentOf(block, kind) !== undefined)

for (const block of ofLanguage('graphql').filter(isWrong))
  test(`check tells the mistakes that the docs show (${block.place})`, async () => {
    await using directory = await createTempDirectory()
    const schemaPath = join(directory.path, 'schema.graphql')
    await writeFile(schemaPath, `${block.text}\n`)
    const problems = await checkSchema({ schemaPath, environment: {}, offline: true })
    const told = blocks.slice(blocks.indexOf(block)).find(({ language }) => language === 'text')
    expect(printProblems(problems).replaceAll(schemaPath, 'schema.graphql').trimEnd()).toBe(told?.text)
  })

let page = ''
let last = ''
for (const block of ofLanguage('graphql').filter(block => !isWrong(block) && !isRun(block))) {
  const parts = [block.text, around(block)].join('\n')
  if (block.path !== page) last = ''
  page = block.path
  if (isOperation(parse(block.text))) {
    const schema = around(block) || last
    test(`An operation of the docs is one of its schema (${block.place})`, async () => {
      const errors = validate(buildSchema(await publicSchema(schema)), parse(block.text))
      expect(errors.map(({ message }) => message)).toEqual([])
    })
    continue
  }
  last = parts
  test(`A schema of the docs passes check (${block.place})`, async () => {
    expect(await publicSchema(parts)).toContain('type Query')
  })
}

test('JSON and YAML of the docs can be read', () => {
  expect(ofLanguage('json').length).toBeGreaterThan(5)
  for (const { text } of ofLanguage('json')) JSON.parse(text)
  for (const { text } of ofLanguage('yaml')) parseYaml(text)
})
