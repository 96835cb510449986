import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildSchema } from 'graphql'
import { expect, test } from 'vitest'
import { createSqliteDatabase } from '../support/sqlite.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { runSluice, startSluice } from './sluice.ts'

const SCHEMA = join(import.meta.dirname, '../../schema.graphql')

async function withSchema(text: string, args: readonly string[], environment: Record<string, string> = {}) {
  await using directory = await createTempDirectory()
  await writeFile(join(directory.path, 'schema.graphql'), text)
  return await runSluice(args, { cwd: directory.path, environment })
}

test('sluice check finds nothing wrong with the demo', async () => {
  await using database = await createSqliteDatabase(
    'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, username TEXT, email TEXT)',
  )
  expect(await runSluice(['check'], { environment: { DATABASE_URL: database.url } })).toEqual({
    code: 0,
    signal: null,
    out: 'schema.graphql: no problems.\n',
    err: '',
  })
})

test('sluice check tells all mistakes at once', async () => {
  const { code, out, err } = await withSchema('type Query {\n  a: Int @http(GET: "/a", source: "apo")\n  b: Int\n}\n', [
    'check',
  ])
  expect([code, err]).toEqual([1, ''])
  expect(out.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^schema\.graphql:2:\d+ error Query\.a: /),
    expect.stringMatching(/^schema\.graphql:3:\d+ error Query\.b: /),
  ])
})

test('sluice check fails on a database that can not be reached, unless it is told to pass it over', async () => {
  const environment = { DATABASE_URL: 'mysql://root:secret@127.0.0.1:1/x' }
  const { code, out, err } = await runSluice(['check', SCHEMA], { environment })
  expect([code, err]).toEqual([1, ''])
  expect(out.replace(SCHEMA, 'schema.graphql')).toMatch(
    /^schema\.graphql:\d+:\d+ error .*the database of the source "db" can not be reached: nothing listens at its address\. See to it, or check without it: sluice check --offline\n$/,
  )
  expect(await runSluice(['check', '--offline', SCHEMA], { environment })).toMatchObject({ code: 0, err: '' })
})

test('sluice print shows what clients see: descriptions, enums, defaults and own directives', async () => {
  const { code, out, err } = await withSchema(
    `
extend schema @source(name: "api", http: { baseURL: "http://127.0.0.1:1" })
"Marks what is new."
directive @since(version: String! = "1") on FIELD_DEFINITION
type Query {
  "All things."
  things(status: Status = OPEN, filter: Filter = { text: "a", tags: ["b"] }): [Thing!] @http(GET: "/things?s={$args.status}&t={$args.filter.text}")
  old: Int @deprecated(reason: "Use things.") @http(GET: "/old")
}
"""
A thing.
"""
type Thing @http(GET: "/things?id={$batch.id}", by: "id") { id: ID! @since label: String @map(from: "name") status: Status }
enum Status { "Not yet closed." OPEN @map(from: "open") CLOSED @map(from: "closed") }
input Filter { text: String = "all" tags: [String!] }
`,
    ['print'],
  )
  expect([code, err]).toEqual([0, ''])
  expect(out.trim()).toBe(
    `
"Marks what is new."
directive @since(version: String! = "1") on FIELD_DEFINITION

type Query {
  "All things."
  things(status: Status = OPEN, filter: Filter = { text: "a", tags: ["b"] }): [Thing!]
  old: Int @deprecated(reason: "Use things.")
}

"""A thing."""
type Thing {
  id: ID! @since
  label: String
  status: Status
}

enum Status {
  "Not yet closed."
  OPEN
  CLOSED
}

input Filter {
  text: String = "all"
  tags: [String!]
}
`.trim(),
  )
})

test('What sluice print shows of the demo is a schema by itself, without a trace of the sources', async () => {
  const { code, out, err } = await runSluice(['print'])
  expect([code, err]).toEqual([0, ''])
  expect(Object.keys(buildSchema(out).getQueryType()?.getFields() ?? {})).toEqual(['posts', 'post', 'user', 'users'])
  expect(out).not.toMatch(/@(source|http|sql|map)\b|Source|baseURL|\{\$/)
})

test('sluice print tells the mistakes of a file that is no schema', async () => {
  const { code, out, err } = await withSchema('type Query { a: Nothing }', ['print'])
  expect([code, out]).toEqual([1, ''])
  expect(err).toMatch(/^schema\.graphql:1:17 error Query\.a: Unknown type "Nothing"\..*\n$/)
})

test('Several files, and a folder of them, are one schema', async () => {
  await using directory = await createTempDirectory()
  const a =
    'extend schema @source(name: "a", http: { baseURL: "http://127.0.0.1:1" })\ntype Query {\n  a: Int @http(GET: "/a")\n}\n'
  await mkdir(join(directory.path, 'schema'))
  await writeFile(join(directory.path, 'schema/a.graphql'), a)
  await writeFile(join(directory.path, 'schema/b.graphql'), 'type Query {\n  b: Int @http(GET: "/b")\n}\n')
  const cwd = directory.path
  const both = ['schema/a.graphql', 'schema/b.graphql']
  expect(await runSluice(['check', ...both], { cwd })).toMatchObject({
    code: 0,
    out: 'schema/a.graphql, schema/b.graphql: no problems.\n',
  })
  expect(await runSluice(['check'], { cwd, environment: { SLUICE_SCHEMA: both.join(',') } })).toMatchObject({ code: 0 })
  await writeFile(join(directory.path, 'schema/b.graphql'), 'type Query {\n  b: Int @http(GET: "/b", source: "c")\n}\n')
  const { code, out } = await runSluice(['check', 'schema'], { cwd })
  expect([code, out]).toEqual([
    1,
    expect.stringMatching(/^schema\/b\.graphql:2:35 error Query\.b: there is no source "c"/),
  ])
})

test('sluice check --json tells tools what it tells people', async () => {
  await using directory = await createTempDirectory()
  const path = join(directory.path, 'schema.graphql')
  const check = (text: string) => writeFile(path, text).then(() => runSluice(['check', '--json', path]))
  const wrong = await check('type Query {\n  b: Int @htpp\n  a: Foo\n}\n')
  expect([wrong.code, wrong.err]).toEqual([1, ''])
  expect(JSON.parse(wrong.out)).toEqual({
    problems: expect.arrayContaining([
      {
        file: path,
        line: 2,
        column: 10,
        coordinate: 'Query.b',
        message: 'Unknown directive "@htpp".',
        severity: 'error',
        suggestion: 'Did you mean "@http" or "@map"?',
      },
    ]),
  })
  const right = await check(
    'extend schema @source(name: "api", http: { baseURL: "http://127.0.0.1:1" })\ntype Query { a: Int @http(GET: "/a") }\n',
  )
  expect([right.code, JSON.parse(right.out), right.err]).toEqual([0, { problems: [] }, ''])
})

test('sluice check --strict fails on warnings', async () => {
  const schema = (more: string) => `extend schema @source(name: "api", http: { baseURL: "http://127.0.0.1:1" })
type Query { posts: [Post!] @http(GET: "/posts") }
type Post { id: ID! likes: Int @http(GET: "/posts/{$this.id}/likes")${more} }
`
  const warned = schema('')
  const lenient = await withSchema(warned, ['check'])
  expect([lenient.code, lenient.err]).toEqual([0, ''])
  expect(lenient.out).toMatch(/^schema\.graphql:3:32 warning Post\.likes: .* makes 101 calls for 100 of them\. .*\n$/)
  expect(await withSchema(warned, ['check', '--strict'])).toEqual({ ...lenient, code: 1 })
  const json = await withSchema(warned, ['check', '--strict', '--json'])
  expect([json.code, JSON.parse(json.out)]).toEqual([
    1,
    { problems: [expect.objectContaining({ coordinate: 'Post.likes', line: 3, column: 32, severity: 'warning' })] },
  ])
  expect(await withSchema(schema(' @cost(weight: 5)'), ['check', '--strict'])).toMatchObject({
    code: 0,
    out: 'schema.graphql: no problems.\n',
  })
})

test('sluice check --watch checks again when what is in the files changes', async () => {
  await using directory = await createTempDirectory()
  const path = join(directory.path, 'schema.graphql')
  const write = (url: string) =>
    writeFile(
      path,
      `extend schema @source(name: "api", http: { baseURL: "${url}" })\ntype Query { a: Int @http(GET: "/a") }\n`,
    )
  await write('nowhere')
  await using sluice = startSluice(['check', '--watch', path])
  await sluice.said(/schema\.graphql:1:\d+ error @source\(name: "api"\)/)
  await write('http://127.0.0.1:1')
  await sluice.said(/schema\.graphql: no problems\.\n/)
  await rm(path)
  await sluice.logged(/There is no schema file/)
  await write('again')
  await sluice.said(/no problems\.\n.*schema\.graphql:1:\d+ error @source\(name: "api"\)/s)
  sluice.kill('SIGTERM')
  expect(await sluice.ending).toMatchObject({ code: 0, signal: null })
})
