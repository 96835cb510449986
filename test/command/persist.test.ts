import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { createTempDirectory } from '../support/temp-directory.ts'
import { runSluice } from './sluice.ts'

const SCHEMA = `extend schema @source(name: "api", http: { baseURL: "http://127.0.0.1:1" })
type Query { post(id: ID!): Post @http(GET: "/posts/{$args.id}") }
type Post { id: ID! title: String }`

const FILES = {
  'schema.graphql': SCHEMA,
  'src/card.graphql': 'fragment Card on Post { id ...Title }',
  'src/Title.tsx':
    "import { gql } from '@apollo/client'\nexport const TITLE = gql`\n  fragment Title on Post { title }\n`\n",
  'src/post.ts': [
    "import { graphql } from './gql'",
    "import { TITLE } from './Title'",
    'const other = `{ nothing of ours }`',
    'export const POST = graphql(`query GetPost($id: ID!) { post(id: $id) { ...Card } }`)',
    'export const NEXT = /* GraphQL */ `',
    '  query Another { post(id: 2) { ...Title } }',
    '  ${TITLE}',
    '`',
  ].join('\n'),
  'src/server.ts': "import gql from 'graphql-tag'\nexport const types = gql`type Query { a: Int }`\n",
  'src/style.css': 'a { }',
  'src/node_modules/other/index.ts': 'export const X = gql`query OfOthers { a }`',
}

async function project(files: Readonly<Record<string, string>> = FILES) {
  const directory = await createTempDirectory()
  onTestFinished(() => directory[Symbol.asyncDispose]())
  const put = async (name: string, text: string) => {
    await mkdir(dirname(join(directory.path, name)), { recursive: true })
    await writeFile(join(directory.path, name), text)
  }
  for (const [name, text] of Object.entries(files)) await put(name, text)
  const persist = (...args: string[]) => runSluice(['persist', ...args], { cwd: directory.path })
  const read = (name: string) => readFile(join(directory.path, name), 'utf8')
  return { put, persist, read, path: directory.path }
}

const ALL = 'src/**/*'

test('Operations of programs and files are one manifest by their names, with the fragments that they take', async () => {
  const { persist, read } = await project()
  expect(await persist(ALL, '--schema', 'schema.graphql')).toEqual({
    code: 0,
    signal: null,
    out: 'operations/persisted-operations.json: 2 operations, written.\n',
    err: '',
  })
  expect(JSON.parse(await read('operations/persisted-operations.json'))).toEqual({
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: [
      {
        id: expect.stringMatching(/^[0-9a-f]{64}$/),
        name: 'Another',
        type: 'query',
        body: 'query Another {\n  post(id: 2) {\n    ...Title\n  }\n}\n\nfragment Title on Post {\n  title\n}',
      },
      {
        id: expect.stringMatching(/^[0-9a-f]{64}$/),
        name: 'GetPost',
        type: 'query',
        body: 'query GetPost($id: ID!) {\n  post(id: $id) {\n    ...Card\n  }\n}\n\nfragment Card on Post {\n  id\n  ...Title\n}\n\nfragment Title on Post {\n  title\n}',
      },
    ],
  })
})

test('The same operations are the same bytes, in whichever files they stand', async () => {
  const { persist, put, read } = await project()
  await persist(ALL, '--out', 'a.json')
  const first = await read('a.json')
  expect((await persist(ALL, '--out', 'a.json')).out).toBe('a.json: 2 operations, nothing has changed.\n')
  await put('src/card.graphql', '')
  await put('src/a.ts', 'gql`\n\n# moved\nfragment Card on Post { id, ...Title }`')
  expect((await persist('src/*.ts', ALL, '--out', 'a.json')).err).toContain('src/card.graphql:1:1 error Syntax Error')
  await put('src/card.graphql', 'query Third { __typename }')
  expect((await persist('src/*.ts', ALL, '--out', 'a.json')).out).toBe('a.json: 3 operations, written.\n')
  expect(await read('a.json')).toContain(first.slice(first.indexOf('      "id"'), first.lastIndexOf('    }')))
})

test('--typename asks each object for it, as caches of clients do', async () => {
  const { persist, read } = await project({
    'a.graphql': '{ a }'.replace('{', 'query A {').replace('a }', 'a { b { id } ... on C { d } e { __typename } } }'),
  })
  await persist('a.graphql', '--typename', '--out', '.')
  expect(JSON.parse(await read('persisted-operations.json')).operations[0].body.replaceAll(/\s+/g, ' ')).toBe(
    'query A { a { b { id __typename } ... on C { d __typename } e { __typename } __typename } }',
  )
})

test.each([
  [
    'what does not fit the schema',
    { 'src/post.ts': 'const a = 1\nexport const A = gql`\n  query A { post(id: 1) { ${x} tilte } }\n`' },
    ['--schema', 'schema.graphql'],
    'src/post.ts:3:32 error Cannot query field "tilte" on type "Post". Did you mean "title"?\n',
  ],
  [
    'a fragment that nobody defines',
    { 'a.ts': 'gql`query A { ...Nobody }`' },
    [],
    'a.ts:1:18 error Unknown fragment "Nobody".\n',
  ],
  ['a syntax error', { 'a.tsx': 'gql`query A {`' }, [], 'a.tsx:1:14 error Syntax Error: Expected Name, found <EOF>.\n'],
  [
    'an operation without a name',
    { 'a.ts': '\ngql`{ a }`' },
    [],
    'a.ts:2:5 error the operation has no name. Give it one: clients ask for it by that.\n',
  ],
  [
    'two of one name',
    { 'a.ts': 'gql`query A { a }`', 'b.graphql': 'query A { b }' },
    [],
    'b.graphql:1:7 error there are two operations "A". Rename one of them.\n',
  ],
  [
    'a program that is none',
    { 'a.ts': 'const = gql`' },
    [],
    /^The operations of "a\.ts" can't be read: .*Unexpected token/,
  ],
  [
    'a schema that is wrong',
    { 'a.ts': 'gql`query A { a }`', 'schema.graphql': 'type Query { a: Nobody }' },
    ['--schema', 'schema.graphql'],
    /^schema\.graphql:1:17 error/,
  ],
])('%s is told with its place, and nothing is written', async (_, files, flags, message) => {
  const { persist, read } = await project({ 'schema.graphql': SCHEMA, ...files })
  const { code, out, err } = await persist('**/*.{ts,tsx}', ...('b.graphql' in files ? ['b.graphql'] : []), ...flags)
  expect([code, out]).toEqual([1, ''])
  if (typeof message === 'string') expect(err).toBe(message)
  else expect(err).toMatch(message)
  await expect(read('operations/persisted-operations.json')).rejects.toThrow('ENOENT')
})

test.each([
  [[], "Say which files have the operations: sluice persist 'src/**/*.{ts,tsx,graphql}'\n"],
  [
    ['nowhere/*.ts'],
    'There is no file "nowhere/*.ts" that could have operations. Write paths in quotes, as \'src/**/*.{ts,tsx,graphql}\'.\n',
  ],
  [
    ['src/style.css'],
    'There is no file "src/style.css" that could have operations. Write paths in quotes, as \'src/**/*.{ts,tsx,graphql}\'.\n',
  ],
])('With the arguments %j it says what to write', async (args, err) => {
  const { persist } = await project()
  expect(await persist(...args)).toEqual({ code: 1, signal: null, out: '', err })
})

test('Folders and pipes with names of programs are passed over', async () => {
  const { put, persist, path } = await project({ 'a.ts': 'gql`query A { a }`' })
  await put('[id].ts/b.ts', 'gql`query B { b }`')
  await promisify(execFile)('mkfifo', [join(path, 'pipe.ts')])
  expect(await persist('**/*.ts')).toMatchObject({
    code: 0,
    out: 'operations/persisted-operations.json: 2 operations, written.\n',
  })
})

test.skipIf(process.platform !== 'linux')('A folder that can not be made is an error', async () => {
  const { persist } = await project()
  const { code, err } = await persist(ALL, '--out', '/proc/nope/deeper/')
  expect(code).toBe(1)
  expect(err).toContain("ENOENT: no such file or directory, mkdir '/proc/nope'")
})
