import { execFile } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { checkSchema, printProblems, printSchema } from '../../src/index.ts'
import { createTempDirectory, type TempDirectory } from '../support/temp-directory.ts'

const POSTS = `extend schema @source(name: "api", http: { baseURL: "https://api.example.com" })
scalar DateTime
type Query {
  posts: [Post!] @http(GET: "/posts")
}
type Post {
  id: ID!
  at: DateTime
}
`
const USERS = `extend schema @source(name: "api", http: { baseURL: "https://api.example.com" })
extend schema @source(name: "db", sql: { url: "sqlite:users.db" })
scalar DateTime
"Where all begins."
type Query {
  users: [User!] @sql
}
type User @sql(table: "users") {
  id: ID!
}
extend type Post {
  author: User @map(from: "userId")
}
`

interface Files extends TempDirectory {
  readonly paths: readonly string[]
}

/** The paths of the files are those of the object's names, in its order. */
async function write(files: Readonly<Record<string, string>>): Promise<Files> {
  const directory = await createTempDirectory()
  const paths = Object.keys(files).map(name => join(directory.path, name))
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory.path, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  }
  return { ...directory, paths }
}

async function problemsOf(schemaPath: string | readonly string[], root: string): Promise<string> {
  const problems = await checkSchema({ schemaPath, environment: {}, offline: true })
  return printProblems(problems).replaceAll(root, '')
}

const JOINED = `scalar DateTime

type Query {
  posts: [Post!]
}

type Post {
  id: ID!
  at: DateTime
}

extend type Query {
  users: [User!]
}

type User {
  id: ID!
}

extend type Post {
  author: User
}
`

test('Several files are one schema: root types, what stands twice alike, and extensions are put together', async () => {
  await using files = await write({ 'posts.graphql': POSTS, 'users.graphql': USERS })
  expect(await problemsOf(files.paths, files.path)).toBe('')
  expect(await printSchema({ schemaPath: files.paths })).toBe(JOINED)
  expect(await problemsOf(files.paths.toReversed(), files.path)).toBe('')
})

test('A folder is all schema files in it and below, by their names; one that is named too counts once', async () => {
  await using files = await write({
    'schema/b/users.gql': USERS,
    'schema/a.graphql': POSTS,
    'schema/node_modules/x/other.graphql': 'type {',
    'schema/.hidden.graphql': 'type {',
    'schema/notes.txt': 'type {',
  })
  const folder = join(files.path, 'schema')
  expect(await printSchema({ schemaPath: folder })).toBe(JOINED)
  expect(await printSchema({ schemaPath: [folder, join(folder, 'a.graphql')] })).toBe(JOINED)
})

test('A file counts once, by whatever paths and links it is named', async () => {
  await using files = await write({ 'schema/a.graphql': POSTS, 'schema/b/users.graphql': USERS })
  const folder = join(files.path, 'schema')
  await symlink('a.graphql', join(folder, 'c.graphql'))
  await symlink('..', join(folder, 'b/around'))
  await symlink('b', join(folder, 'd'))
  expect(await printSchema({ schemaPath: folder })).toBe(JOINED)
  const paths = [`${folder}/b/../a.graphql`, join(folder, 'c.graphql'), join(folder, 'd/users.graphql'), folder]
  expect(await printSchema({ schemaPath: paths })).toBe(JOINED)
})

test('What is no file of a folder is none of its schema; a link that leads nowhere is told', async () => {
  await using files = await write({ 'schema/a.graphql': POSTS, 'schema/v1.graphql/users.graphql': USERS })
  const folder = join(files.path, 'schema')
  await promisify(execFile)('mkfifo', [join(folder, 'pipe.graphql')])
  expect(await printSchema({ schemaPath: folder })).toBe(JOINED)
  await symlink('nowhere', join(folder, 'b.graphql'))
  await expect(printSchema({ schemaPath: folder })).rejects.toThrow(
    `There is no schema file "${join(folder, 'b.graphql')}".`,
  )
})

test('A file with nothing in it adds nothing; alone it is no schema', async () => {
  const blanks = { 'empty.graphql': '', 'mark.graphql': '\uFEFF', 'notes.graphql': '\r\n# type {\r\n, #\n' }
  await using files = await write({
    ...blanks,
    'a.graphql': POSTS,
    'b.graphql': `\uFEFF${USERS}`.replaceAll('\n', '\r\n'),
  })
  expect(await problemsOf(files.paths, files.path)).toBe('')
  expect(await printSchema({ schemaPath: files.paths })).toBe(JOINED)
  expect(await problemsOf(files.paths.slice(0, 3), files.path)).toBe(
    '/empty.graphql:1:1 error there is no type Query. Add type Query { … }.',
  )
})

test('A problem is told with the path of its file as it was given, file by file', async () => {
  await using files = await write({
    'a.graphql': `${POSTS}extend type Post {\n  text: String @http(GET: "/text", source: "ap")\n}\n`,
    'b/users.graphql': `${USERS}type Tag {\n  id: Nothing\n}\n`,
  })
  expect(await problemsOf(files.paths, files.path)).toBe(
    [
      '/a.graphql:11:44 error Post.text: there is no source "ap". Did you mean "api"?',
      '/b/users.graphql:15:7 error Tag.id: Unknown type "Nothing". Did you mean "String"?',
    ].join('\n'),
  )
})

test('Syntax errors of all files are told at once', async () => {
  await using files = await write({ 'a.graphql': 'type {', 'b.graphql': POSTS, 'c.graphql': 'type Query {\n  a: !\n}' })
  expect(await problemsOf(files.paths, files.path)).toBe(
    [
      '/a.graphql:1:6 error Syntax Error: Expected Name, found "{".',
      '/c.graphql:2:6 error Syntax Error: Expected Name, found "!".',
    ].join('\n'),
  )
})

test('What two files define is told where it is, with the other file', async () => {
  await using files = await write({
    'a.graphql': POSTS,
    'b.graphql': POSTS.replace('api.example.com', 'other.example.com').replace('at: DateTime', 'at: String'),
  })
  const told = await problemsOf(files.paths, files.path)
  expect(told.split('\n')).toEqual([
    '/b.graphql:1:29 error @source(name: "api"): there are two sources with the name "api". Rename one of them.',
    '/b.graphql:4:3 error Query.posts: it is defined in /a.graphql too. Rename one of the two.',
    '/b.graphql:6:6 error Post: it is defined in /a.graphql too. Rename one of the two.',
  ])
})

const SOURCE = '@source(name: "api", http: { baseURL: "https://api.example.com" })'
const named = (root: string, field: string) => `schema ${SOURCE} {
  query: ${root}
}
type ${root} {
  ${field}: String @http(GET: "/${field}")
}
`
const WRITING = `extend schema ${SOURCE}
type Mutation {
  write: String @http(POST: "/write")
}
`

test('A type that two files define is told once, and nothing that follows from it', async () => {
  await using files = await write({
    'api.graphql': `extend schema @source(name: "api", http: { baseURL: "https://api.example.com" })
type Query {
  pets: [Pet!] @http(GET: "/pets")
}
type Pet {
  id: ID
  born: String
}
`,
    'db.graphql': `extend schema @source(name: "db", sql: { url: "sqlite:pets.db" })
type Query {
  pet(where: PetFilter): [Pet!] @sql
  pets(where: PetFilter): [Pet!] @sql(orderBy: "id")
}
type Pet @sql(table: "pets", key: "id") {
  id: ID!
  name: String
}
`,
  })
  const told = (first: string, field: string, type: string) =>
    [`${field} error Query.pets`, `${type} error Pet`]
      .map(where => `${where}: it is defined in ${first} too. Rename one of the two.`)
      .join('\n')
  expect(await problemsOf(files.paths, files.path)).toBe(told('/api.graphql', '/db.graphql:4:3', '/db.graphql:6:6'))
  expect(await problemsOf(files.paths.toReversed(), files.path)).toBe(
    told('/db.graphql', '/api.graphql:3:3', '/api.graphql:5:6'),
  )
})

test('Schema definitions are put together with those of files that have none', async () => {
  await using files = await write({
    'a.graphql': named('Query', 'a'),
    'writing.graphql': WRITING,
    'b.graphql': named('Query', 'b'),
    'posts.graphql': POSTS,
  })
  const printed = [
    'schema {\n  query: Query\n  mutation: Mutation\n}',
    'type Query {\n  a: String\n}',
    'type Mutation {\n  write: String\n}',
    'extend type Query {\n  b: String\n}\n',
  ].join('\n\n')
  expect(await problemsOf(files.paths, files.path)).toBe('')
  expect(await problemsOf(files.paths.toReversed(), files.path)).toBe('')
  expect(await printSchema({ schemaPath: files.paths.slice(0, 3) })).toBe(printed)
})

test('Root types of other names are put together; a second one for the same operations is told', async () => {
  await using files = await write({
    'a.graphql': named('Root', 'a'),
    'b.graphql': named('Root', 'b'),
    'posts.graphql': POSTS,
    'writing.graphql': WRITING,
    'change.graphql': 'extend schema { mutation: Change }\ntype Change { c: String @http(POST: "/c") }\n',
  })
  const [a = '', b = '', posts = '', writing = '', change = ''] = files.paths
  expect(await problemsOf([a, b, writing], files.path)).toBe('')
  const second = (place: string, operation: string) => `${place}: There can be only one ${operation} type in schema.`
  expect(await problemsOf([a, posts], files.path)).toBe(second('/posts.graphql:3:6 error Query', 'query'))
  expect(await problemsOf([posts, change, writing], files.path)).toBe(
    second('/writing.graphql:2:6 error Mutation', 'mutation'),
  )
})

test('A relative path of a source starts at the file in which it stands', async () => {
  const certified =
    'extend schema @source(name: "s", http: { baseURL: "https://a.example.com", tls: { ca: "ca.pem" } })\n'
  await using files = await write({
    'a.graphql': POSTS,
    'below/b.graphql': `${certified}extend type Query { b: Int @http(source: "s", GET: "/b") }`,
    'below/ca.pem': '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n',
  })
  expect(await problemsOf(files.paths.slice(0, 2), files.path)).toContain('"ca" holds no certificate')
  await writeFile(join(files.path, 'a.graphql'), POSTS + certified.replace('"s"', '"t"'))
  expect(await problemsOf(files.paths.slice(0, 1), files.path)).toContain('"ca" is neither PEM text nor a file')
})

test('A folder without a schema file says what is looked for', async () => {
  await using files = await write({ 'schema/notes.txt': '' })
  const folder = join(files.path, 'schema')
  await expect(printSchema({ schemaPath: folder })).rejects.toThrow(
    `The folder "${folder}" has no schema files, whose names end in .graphql.`,
  )
})
