import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { createTempDirectory } from '../support/temp-directory.ts'
import { runSluice } from './sluice.ts'

const SCHEMA = `extend schema
  @source(name: "api", http: { baseURL: "http://127.0.0.1:1" })
  @source(name: "db", sql: { url: "sqlite:shop.db", naming: SNAKE_CASE })

scalar Money
scalar DateTime

type Query {
  post(id: ID!): Post @http(GET: "/posts/{$args.id}")
  users: [User!] @sql(orderBy: "id")
  hello(name: String = "you"): String!
  viewer: User
  team(like: UserInput, status: [Status!]): [User]
  animals: [Animal!]
}
input UserInput { name: String! at: DateTime inner: [UserInput!] }
enum Status { OPEN @map(from: "o") CODE @map(from: 2) }
interface Animal { name: String! }
type Cat implements Animal { name: String! lives: Int }
type Dog implements Animal { name: String! }
type Post {
  id: ID!
  title: String! @map(from: "head.line")
  status: Status
  price: Money
  author: User @map(from: "userId")
  related(n: Int!): [Post!]
  place: Place
}
type Place { city: String parent: Place }
type User @sql(table: "users", key: "id") {
  id: ID!
  firstName: String
  fullName: String!
  rank: Int
  since: DateTime
}`

const sourceOf = (path: string) => JSON.stringify(fileURLToPath(import.meta.resolve(`../../src/${path}`)))

/** What resolvers take of the package; all of it would take tsc ten times as long. */
const TYPES = ['batch', 'needs', 'resolver-context', 'resolver-map', 'source-clients', 'typed-resolver']

const PACKAGE = {
  'package.json': '{"type":"module"}',
  'node_modules/sluice/package.json': '{"type":"module","exports":{"types":"./index.ts","default":"./index.js"}}',
  'node_modules/sluice/index.ts': TYPES.map(name => `export * from ${sourceOf(`plan/resolver/${name}.ts`)}\n`).join(''),
  // Node leaves no types out of what is installed.
  'node_modules/sluice/index.js': `export * from ${sourceOf('index.ts')}`,
}

const TYPESCRIPT = join(dirname(fileURLToPath(import.meta.resolve('typescript/package.json'))), 'bin/tsc')

async function project(files: Readonly<Record<string, string>>) {
  const directory = await createTempDirectory()
  onTestFinished(() => directory[Symbol.asyncDispose]())
  for (const [name, text] of Object.entries({ 'schema.graphql': SCHEMA, ...files })) {
    await mkdir(dirname(join(directory.path, name)), { recursive: true })
    await writeFile(join(directory.path, name), text)
  }
  const sluice = (...args: string[]) => runSluice(args, { cwd: directory.path })
  return { sluice, path: directory.path, read: (name: string) => readFile(join(directory.path, name), 'utf8') }
}

/** What tsc says of files in a folder: `a.ts(1) TS2322`, a line each. */
async function tsc(path: string, ...files: string[]): Promise<readonly string[]> {
  const compilerOptions = {
    target: 'esnext',
    lib: ['esnext'],
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
    types: ['node'],
    typeRoots: [join(dirname(TYPESCRIPT), '../../@types')],
  }
  await writeFile(join(path, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
  const run = promisify(execFile)(process.execPath, [TYPESCRIPT, '-p', path], { cwd: path })
  const { stdout } = await run.catch((error: { readonly stdout: string }) => error)
  return stdout
    .split('\n')
    .filter(line => line !== '' && !line.startsWith(' '))
    .map(line => line.replace(/^(.*)\((\d+),\d+\): error (TS\d+):.*$/, '$1($2) $3'))
}

const RIGHT = `import { batch, needs, type ResolverMap } from 'sluice'
import type { Resolvers } from './resolver-types.ts'

export const resolvers: Resolvers = {
  Query: {
    hello: (_, { name }) => \`Hello \${name?.toUpperCase()}\`,
    viewer: async (_, __, { headers, source }) => {
      const [row] = await source('db').query\`SELECT id FROM users WHERE name = \${headers.get('x-user')}\`
      return row?.id === 7 ? 7 : headers.get('x-user')
    },
    team: {
      reads: { headers: ['x-team'] },
      resolve: (_, { like, status }) => [like?.inner?.[0]?.name, { firstName: status?.[0] === 2 ? 'Two' : like?.at ?? null }, null, Promise.resolve(3n)],
    },
    animals: async () => new Set([{ __typename: 'Cat', name: 'Tom', lives: 9 } as const]),
  },
  Animal: { __resolveType: object => (object.lives === undefined ? 'Dog' : 'Cat') },
  Money: { serialize: String, parseValue: Number },
  Post: {
    related: needs(['id', 'title', 'userId', 'place'], ({ id, title, userId, place }, { n }) =>
      n > 0 && userId === id ? [{ title: title.trim(), place: { city: place?.parent?.city ?? 'none' } }] : null),
    status: post => (post.status === 2 ? 'o' : 2),
  },
  User: {
    fullName: needs(['firstName', 'last_name'], user => \`\${user.firstName?.trim()} \${user.last_name}\`, { headers: [] }),
    rank: needs(['id'], batch(users => users.map(({ id }) => Number(id) * 10))),
    since: batch(async users => users.map(user => user.first_name?.trim() ?? new Date())),
  },
}

export const map: ResolverMap = resolvers
`

const WRONG = `import { batch, needs } from 'sluice'
import type { Resolvers } from './resolver-types.ts'
type Users = NonNullable<Resolvers['User']>
type Queries = Resolvers['Query']

export const missing: Queries = { hello: () => '', viewer: () => 1, team: () => [] }
export const unknown: Users = { fullNam: () => '' }
export const value: Pick<Queries, 'hello'> = { hello: () => 1 }
export const absent: Pick<Queries, 'hello'> = { hello: () => null }
export const argument: Pick<Queries, 'hello'> = { hello: (_, { nam }) => String(nam) }
export const maybeNull: Pick<Queries, 'hello'> = { hello: (_, { name }) => name.trim() }
export const list: Pick<Queries, 'animals'> = { animals: () => 'Tom' }
export const source: Pick<Queries, 'hello'> = { hello: (_, __, { source }) => String(source('dbx')) }
export const unneeded: Users = { fullName: needs(['id'], user => String(user.firstName)) }
export const unread: Users = { fullName: needs(['last_name'], user => user.last_name) }
export const inBatch: Users = { rank: needs(['id'], batch(users => users.map(user => Number(user.idd)))) }
export const ofBatch: Users = { rank: batch(users => users.map(user => user.first_name)) }
export const column: Users = { fullName: user => user.first_name }
export const code: NonNullable<Resolvers['Post']>['status'] = () => 'OPEN'
export const type: Resolvers['Animal'] = { __resolveType: () => 'Bird' }
`

test('Resolvers that fit the schema are right for TypeScript, and those that do not are told', async () => {
  const { sluice, path } = await project({ ...PACKAGE, 'resolvers.ts': RIGHT, 'wrong.ts': WRONG })
  expect(await sluice('types', '--out', 'resolver-types.ts')).toMatchObject({
    code: 0,
    out: 'resolver-types.ts: written.\n',
    err: '',
  })
  const wrongLines = WRONG.split('\n').flatMap((line, at) => (line.startsWith('export const') ? [at + 1] : []))
  const told = await tsc(path, 'resolvers.ts', 'wrong.ts')
  expect(told.filter(line => !line.startsWith('wrong.ts('))).toEqual([])
  expect([...new Set(told.map(line => Number(/\((\d+)\)/.exec(line)?.[1])))]).toEqual(wrongLines)
  // Node reads the same file.
  expect(await sluice('check', '--offline', '--resolvers', 'resolvers.ts')).toMatchObject({ code: 0, err: '' })
}, 180_000)

test('The same schema is the same text, whether there are resolvers or not', async () => {
  const { sluice, read } = await project({})
  const { out: text } = await sluice('types')
  await sluice('types', 'schema.graphql', '--out', 'a/types.ts')
  expect(await read('a/types.ts')).toBe(text)
  expect((await sluice('types', '--out', 'a/types.ts')).out).toBe('a/types.ts: nothing has changed.\n')
})

test('What upstreams and clients know by names of their own has these names', async () => {
  const { sluice } = await project({
    'schema.graphql': `extend schema @source(name: "api", http: { baseURL: "http://127.0.0.1:1" })
type Query { items: [Item!] @http(GET: "/items") }
scalar DateTime
type Item { id: ID! @map(from: "item-key") kind: Kind @map(from: "meta.kind") sent: DateTime @map(from: "when", as: unix) own: Float }
enum Kind { A @map(from: "a b") OTHER @map(from: "*") }`,
  })
  expect(await sluice('types')).toMatchInlineSnapshot(`
    {
      "code": 0,
      "err": "",
      "out": "// What resolvers are given and may return, by \`sluice types\`: written anew from the schema, not by hand.
    import type { HttpClient, ResolverContext, TypedResolver } from 'sluice'

    export type Resolvers = {
      readonly Item?: {
        readonly own?: TypedResolver<Parents['Item'], Needed['Item'], object, Context, number | null | undefined>
      }
    }

    export interface Sources {
      readonly api: HttpClient
    }

    export interface Context extends Omit<ResolverContext, 'source'> {
      source<Name extends keyof Sources>(name: Name): Sources[Name]
    }

    export interface Parents {
      readonly Item: {
        readonly "item-key"?: string | number | bigint
        readonly meta?: unknown
        readonly own?: number | null
      }
    }

    export interface Needed {
      readonly Item: {
        readonly id: string | number | bigint
        readonly kind: Enums['Kind'] | null
        readonly sent: string | null
        readonly own: number | null
      }
    }

    export interface Enums {
      readonly Kind: string
    }
    ",
      "signal": null,
    }
  `)
})

test('A schema with a mistake has no types, and the mistake is told', async () => {
  const { sluice } = await project({ 'schema.graphql': 'type Query { a: Strin b: Int @http(GET: "/b") }' })
  const { code, out, err } = await sluice('types', '--out', 'types.ts')
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toContain('schema.graphql:1:17 error Query.a: ')
})
