import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { createTempDirectory, type TempDirectory } from '../support/temp-directory.ts'
import { startUpstream } from '../support/upstream.ts'
import { runSluice } from './sluice.ts'

let directory: TempDirectory

beforeAll(async () => {
  directory = await createTempDirectory()
  const files = {
    'schema.graphql':
      'extend schema @source(name: "api", http: { baseURL: "http://127.0.0.1:1" })\ntype Query { a: Int @http(GET: "/a") }',
    'op.graphql': 'query Op { a }',
    'wrong.graphql': 'query Wrong {\n  b\n}',
    'anonymous.graphql': '{ a }',
    'readme.graphql': 'query README { a }',
    'cases/Op.md': '# An old case\n',
    'cases/README.md': 'This is none.',
  }
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(directory.path, 'cases'), { recursive: true })
    await writeFile(join(directory.path, name), text)
  }
  return () => directory[Symbol.asyncDispose]()
})

const REFUSALS: readonly (readonly [args: readonly string[], message: string])[] = [
  [
    ['record', '--operation', 'op.graphql', '--out', 'cases'],
    'cases/Op.md is there already. To write over it: --force\n',
  ],
  [
    ['record', '--operation', 'op.graphql', '--out', 'new', '--variables', '[1]'],
    `There is no file "[1]". --variables takes an object of JSON such as '{"id": 7}', or a file of it.\n`,
  ],
  [
    ['record', '--operation', 'op.graphql', '--out', 'new', '--variables', '{'],
    `--variables takes an object of JSON such as '{"id": 7}', or a file of it.\n`,
  ],
  [['record', '--operation', 'op.graphql', '--out', 'new', '--header', 'a'], "Write --header 'Name: value'\n"],
  [
    ['record', '--operation', 'anonymous.graphql', '--out', 'new'],
    'anonymous.graphql:1:1 error the operation has no name. Give it one: clients ask for it by that.\n',
  ],
  [
    ['record', '--operation', 'readme.graphql', '--out', 'new'],
    'An operation "README" can have no case: sluice test takes no README.md for one. Rename it.\n',
  ],
  [
    ['record', '--operation', 'wrong.graphql', '--out', 'new'],
    '2:3 Cannot query field "b" on type "Query". Did you mean "a"?\n',
  ],
  [['test', 'new'], 'There is no case "new". Give the path of a case, or of a folder of cases: sluice test cases/\n'],
]

for (const [args, message] of REFUSALS)
  test(`\`sluice ${args.join(' ')}\` says what to do`, async () => {
    expect(await runSluice(args, { cwd: directory.path })).toEqual({ code: 1, signal: null, out: '', err: message })
  })

test('A case in which calls have failed is written, and that they have is said', async () => {
  const args = ['record', '--operation', 'op.graphql', '--out', 'failing']
  expect(await runSluice(args, { cwd: directory.path })).toEqual({
    code: 0,
    signal: null,
    out: [
      'failing/Op.md: written, and it runs without upstreams. See what is in it before you commit it.',
      'It holds that calls to api failed. If that is not meant: --force, once they answer.\n',
    ].join('\n'),
    err: '',
  })
})

test('A case that can not be read fails by itself', async () => {
  expect(await runSluice(['test', 'cases'], { cwd: directory.path })).toEqual({
    code: 1,
    signal: null,
    out: 'failed  cases/Op.md\n  line 1: a case has either "## query" and "## answer", or "## problems"\n1 case: 1 failed.\n',
    err: '',
  })
})

test('A case by hand stands for what the schema calls, also where it fails', async () => {
  const text = `# A source that is away costs its fields

## upstream api

\`\`\`text
refused
\`\`\`

## query

\`\`\`graphql
{ a }
\`\`\`

## answer

\`\`\`json
{ "errors": [{ "message": "The source could not be reached.", "locations": [{ "line": 1, "column": 3 }], "path": ["a"],
  "extensions": { "code": "DOWNSTREAM_SERVICE_ERROR", "source": "api", "reason": "connect", "retryable": true } }],
  "data": { "a": null } }
\`\`\`
`
  await writeFile(join(directory.path, 'away.md'), text)
  expect(await runSluice(['test', 'away.md'], { cwd: directory.path })).toMatchObject({
    code: 0,
    out: 'passed  away.md: A source that is away costs its fields\n1 case: 1 passed.\n',
  })
})

test('No file of a case stands where the name of its database leads', async () => {
  const text = `# A database with a path for a name

## database ../elsewhere

\`\`\`sql
CREATE TABLE rows (id INTEGER PRIMARY KEY);
\`\`\`

## query

\`\`\`graphql
{ __typename }
\`\`\`

## answer

\`\`\`json
{ "data": { "__typename": "Query" } }
\`\`\`
`
  const temporary = join(directory.path, 'tmp')
  await mkdir(temporary)
  await writeFile(join(directory.path, 'leads.md'), text)
  const options = { cwd: directory.path, environment: { TMPDIR: temporary } }
  expect(await runSluice(['test', 'leads.md'], options)).toMatchObject({ code: 0 })
  expect(await readdir(temporary)).toEqual([])
})

test('What an API or a case says gives a terminal no orders', async () => {
  await using upstream = await startUpstream(() => ({
    body: 'a\u001b]0;title\u0007b\u009b2J',
    contentType: 'text/plain',
  }))
  const schema = `extend schema @source(name: "api", http: { baseURL: "${upstream.url}" })
    type Query { text: String @http(GET: "/", content: TEXT) }`
  await writeFile(join(directory.path, 'text.graphql'), schema)
  await writeFile(join(directory.path, 'orders.md'), '# A title\u001b]0;title\u0007\n\n## orders\u001b[2J\n')
  const ran = await runSluice(['run', 'Query.text', '--schema', 'text.graphql'], { cwd: directory.path })
  expect(ran).toMatchObject({ code: 0, err: '', out: expect.stringContaining('a ]0;title b 2J') })
  const tested = await runSluice(['test', 'orders.md'], { cwd: directory.path })
  for (const { out } of [ran, tested]) expect(out).not.toMatch(/[^\P{Cc}\n]/u)
})
