import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { checkSchema } from '../../../src/compose/check-schema.ts'
import { compileFile } from '../../../src/compose/compile-file.ts'
import { createConfig } from '../../../src/config/create-config.ts'
import type { Problem } from '../../../src/schema/problem.ts'
import { startTestGateway } from '../../support/gateway.ts'
import { createTempDirectory } from '../../support/temp-directory.ts'
import { startUpstream } from '../../support/upstream.ts'

const SOURCES = `extend schema
  @source(name: "api", http: { baseURL: "{$env.API_URL}" })
  @source(name: "db", sql: { url: "sqlite:app.db" })
`
const environment = { API_URL: 'http://127.0.0.1:1' }

async function problemsOf(schema: string): Promise<readonly Problem[]> {
  await using directory = await createTempDirectory()
  const schemaPath = join(directory.path, 'schema.graphql')
  await writeFile(schemaPath, SOURCES + schema)
  return await checkSchema({ schemaPath, environment, offline: true })
}

/** The coordinates that are warned of, each with its query and its calls. */
async function told(schema: string): Promise<Record<string, string>> {
  return Object.fromEntries(
    (await problemsOf(schema)).map(({ coordinate, message }) => [
      coordinate,
      /: (.* makes .* calls) for 100 of them\.$/.exec(message)?.[1] ?? message,
    ]),
  )
}

test('What is called once for each parent is told at its directive, with a query, its calls and what to write', async () => {
  const problems = await problemsOf(`type Query { posts: [Post!] @http(GET: "/posts") }
type Post {
  id: ID!
  comments: [Comment!] @http(GET: "/comments?postId={$this.id}&sort=date")
  likes: Int @http(GET: "/posts/{$this.id}/likes", select: "count")
}
type Comment { text: String }
`)
  expect(problems).toEqual([
    {
      file: expect.stringMatching(/schema\.graphql$/),
      line: 7,
      column: 24,
      coordinate: 'Post.comments',
      message: '"api" is called once for each Post: { posts { comments { text } } } makes 101 calls for 100 of them.',
      suggestion:
        'If the API takes several keys at once, write GET: "/comments?postId={$batch.id}&sort=date", by: "postId". Otherwise say what it costs, as @cost(weight: 5).',
      severity: 'warning',
    },
    {
      file: expect.stringMatching(/schema\.graphql$/),
      line: 8,
      column: 14,
      coordinate: 'Post.likes',
      message: '"api" is called once for each Post: { posts { likes } } makes 101 calls for 100 of them.',
      suggestion:
        'If the API takes several keys at once, write such a call, with {$batch.id} and by. Otherwise say what it costs, as @cost(weight: 5).',
      severity: 'warning',
    },
  ])
})

test('A field by the key of a type that is loaded for many at once may lead to that type', async () => {
  const problems = await problemsOf(`
    type Query { posts: [Post!] @http(GET: "/posts") }
    type Post { id: ID! writer: User @http(GET: "/users/{$this.writerId}") }
    type User @http(GET: "/users?id={$batch.id}", by: "id") { id: ID! }
  `)
  expect(problems.map(({ suggestion }) => suggestion)).toEqual([
    'If writerId is the key of User, write @map(from: "writerId"): many are loaded at once. Otherwise say what it costs, as @cost(weight: 5).',
  ])
})

test('A home that is asked for one key is told where keys lead to it, or where lists carry a part of its objects', async () => {
  expect(
    await told(`
      type Query {
        posts: [Post!] @http(GET: "/posts")
        found: [Shop!] @http(GET: "/found") @provides(fields: "id name")
        rows: [Row!] @sql
      }
      type Post { first: Kind author: User @map(from: "userId") tags: [Tag!] @map(from: "tag_ids") kind: Kind }
      type User @http(GET: "/users/{$this.id}") { id: ID! name: String }
      type Tag @http(GET: "/tags/{$this.id}") { id: ID! text: String }
      type Kind @http(GET: "/kinds/{$this.id}") { id: ID! text: String count: Int @http(GET: "/counts/{$this.id}") }
      type Shop @http(GET: "/shops/{$this.id}") { id: ID! name: String city: String }
      type Row @sql(table: "rows") { id: ID! unit: Unit }
      type Unit @http(GET: "/units/{$this.id}") { id: ID! text: String }
    `),
  ).toEqual({
    'Kind.count': '{ posts { first { count } } } makes 101 calls',
    User: '{ posts { author { name } } } makes 101 calls',
    Tag: '{ posts { tags { text } } } makes 101 calls',
    Shop: '{ found { city } } makes 101 calls',
    Unit: '{ rows { unit { text } } } makes 101 calls',
  })
})

test('A list of keys of one object is many; a list of pages may take more calls', async () => {
  expect(
    await told(`
      type Query { post: Post @http(GET: "/post") people: [Person!] @http(GET: "/people") }
      type Post { tags: [Tag!] @map(from: "tagIds") }
      type Tag @http(GET: "/tags/{$this.id}") { id: ID! text: String }
      type Person {
        id: ID!
        notes(first: Int!, after: String): NoteConnection @http(GET: "/notes?of={$this.id}", pages: { page: "p", maxPages: 3 })
      }
      type Note { text: String }
    `),
  ).toEqual({
    Tag: '{ post { tags { text } } } makes 101 calls',
    'Person.notes': '{ people { notes(first: 100) { edges { cursor } } } } makes up to 301 calls',
  })
})

test('Rows that leave no room for those of another parent are a statement for each', async () => {
  const problems = await problemsOf(`
    type Query { users: [User!] @sql }
    type User @sql(table: "users") {
      id: ID!
      all: [Post!] @sql(where: { userId: "{$this.id}" }, limit: 5001)
      some: [Post!] @sql(where: { userId: "{$this.id}" }, limit: 5000)
    }
    type Post @sql(table: "posts") { id: ID! }
  `)
  expect(problems.map(({ message, suggestion }) => [message, suggestion])).toEqual([
    [
      '"db" is called once for each User: { users { all { id } } } makes 101 calls for 100 of them.',
      'One statement has room for maxRows of the source: write a limit of at most half of that. Otherwise say what it costs, as @cost(weight: 5).',
    ],
  ])
})

test('Nothing is told of what is not reached below a list, shares its calls, or has its cost', async () => {
  expect(
    await told(`
      type Query {
        post(id: ID!): Post @http(GET: "/posts/{$args.id}")
        notes: [Note!] @http(GET: "/notes")
        rows: [Row!] @sql
      }
      type Post { id: ID! author: User @http(GET: "/posts/{$this.id}/author") }
      type User { id: ID! photo: String @http(GET: "/photos/{$this.id}", select: "url") }
      type Note {
        id: ID!
        shared: [Part!] @http(GET: "/parts?of={$batch.id}", by: "of")
        grouped: [Part!] @http(GET: "/{$this.group}/parts?of={$batch.id}", by: "of")
        fixed: Part @http(GET: "/part")
        dear: Part @http(GET: "/parts/{$this.id}") @cost(weight: 5)
        weighed: Weighed @http(GET: "/weighed/{$this.id}")
        home: Home @map(from: "homeId")
        nested: Nested
      }
      type Part { id: ID! }
      type Weighed @cost(weight: 2) { id: ID! }
      type Home @http(GET: "/homes/{$this.id}") @cost(weight: 2) { id: ID! text: String }
      type Nested @http(GET: "/nested/{$this.id}") { id: ID! text: String }
      type Row @sql(table: "rows") { id: ID! parent: Row @map(from: "parent_id") all: [Row!] @sql(where: { parent_id: "{$this.id}" }) }
    `),
  ).toEqual({})
})

test('The way is the shortest that everybody may go, without arguments where there is one', async () => {
  const way = async (fields: string, more = '') =>
    Object.values(
      await told(`type Query { ${fields} }
        type User { id: ID! photo: String @http(GET: "/photos/{$this.id}", select: "url") }
        type Group { id: ID! name: String users: [User!] }
        ${more}`),
    )
  const of = (query: string) => [`${query} makes 101 calls`]
  const groups = 'groups: [Group!] @http(GET: "/groups")'
  expect(await way(`${groups} users: [User!] @http(GET: "/users")`)).toEqual(of('{ users { photo } }'))
  expect(await way(`${groups} users: [User!] @http(GET: "/users") @deprecated`)).toEqual(
    of('{ groups { users { photo } } }'),
  )
  expect(await way('users: [User!] @http(GET: "/users") @deprecated')).toEqual(of('{ users { photo } }'))
  const byName = 'byName(name: String!): [User!] @http(GET: "/users?n={$args.name}")'
  expect(await way(`${byName} users: [User!] @http(GET: "/users")`)).toEqual(of('{ users { photo } }'))
  expect(await way(byName)).toEqual(of('{ byName(name: "1") { photo } }'))
  const [guarded] = Object.values(
    await told(`extend schema @jwt(issuer: "https://id.example.com", audience: "a", jwks: "https://id.example.com/keys")
      type Query { users: [User!] @http(GET: "/users") @authenticated groups: [Group!] @http(GET: "/groups") }
      type Group { users: [User!] }
      type User { id: ID! photo: String @http(GET: "/photos/{$this.id}", select: "url") }`),
  )
  expect(guarded).toBe('{ groups { users { photo } } } makes 101 calls')
})

test('The ways through interfaces, unions and mutations are told as they are asked', async () => {
  expect(
    await told(`
      type Query { pets: [Pet!] @http(GET: "/pets") }
      type Mutation { import: [Line!] @http(POST: "/import") }
      union Pet = Dog | Cat
      type Dog { id: ID! toys: [String!] @http(GET: "/dogs/{$this.id}/toys") }
      type Cat { id: ID! }
      type Line { id: ID! state: String @http(GET: "/lines/{$this.id}", select: "state") }
    `),
  ).toEqual({
    'Dog.toys': '{ pets { ... on Dog { toys } } } makes 101 calls',
    'Line.state': 'mutation { import { state } } makes 101 calls',
  })
})

test('Arguments that are needed have values of their types', async () => {
  const SCHEMA = `${SOURCES}
    scalar BigInt scalar Decimal scalar Date scalar DateTime scalar Time scalar UUID scalar Base64 scalar JSON
    type Query {
      users(
        a: Int! b: Float! c: String! d: Boolean! e: ID! f: Kind! g: [Int!]! h: Input! i: BigInt! j: Decimal! k: Date! l: DateTime! m: Time! n: UUID!
        o: Base64! p: JSON! q: One! r: Int, s: Input! = { a: 2, b: [] }
      ): [User!] @http(POST: "/users", body: "{$args}") @listSize(slicingArguments: ["r"])
    }
    enum Kind { BIG SMALL }
    input Input { a: Int! b: [Kind!]! c: String d: Int! = 3 }
    input One @oneOf { not: One text: String }
    type User { id: ID! photo: String @http(GET: "/photos/{$this.id}", select: "url") }`
  await using directory = await createTempDirectory()
  const schemaPath = join(directory.path, 'schema.graphql')
  await writeFile(schemaPath, SCHEMA)
  const [problem] = await checkSchema({ schemaPath, environment, offline: true })
  const query = /: (\{.*\}) makes/.exec(problem?.message ?? '')?.[1] ?? ''
  expect(query).toContain('h: { a: 1, b: [BIG] }, ')
  expect(query).toContain('q: { text: "1" }, r: 100)')
  const { plan } = await compileFile(createConfig({ schemaPath, environment }))
  expect(validate(plan.schema, parse(query))).toEqual([])
})

test('Of what needs a value that only its author knows, another way is shown, or none', async () => {
  const resolvers = { Odd: { serialize: String, parseValue: refuse } }
  const of = async (fields: string) => {
    await using directory = await createTempDirectory()
    const schemaPath = join(directory.path, 'schema.graphql')
    await writeFile(
      schemaPath,
      `${SOURCES}
      scalar Odd
      type Query { by(x: Odd!): [Thing!] @http(GET: "/by/{$args.x}") ${fields} }
      type Thing { id: ID! size: Int @http(GET: "/size/{$this.id}") }`,
    )
    return (await checkSchema({ schemaPath, resolvers, environment, offline: true })).map(({ message }) => message)
  }
  expect(await of('')).toEqual([])
  expect(await of('group: Group @http(GET: "/group")} type Group { things: [Thing!]')).toEqual([
    expect.stringContaining('{ group { things { size } } } makes 101 calls for 100 of them.'),
  ])
})

function refuse(): never {
  throw new Error('it is not odd')
}

test('Ten are told of a source, and the others are counted', async () => {
  const names = Array.from({ length: 23 }, (_, at) => `f${at}`)
  const fields = names.map(name => `${name}: Int @http(GET: "/${name}/{$this.id}")`).join(' ')
  const problems = await problemsOf(`
    type Query { things: [Thing!] @http(GET: "/things") }
    type Thing { id: ID! ${fields} }
  `)
  const [others, ...own] = [...problems].sort((a, b) => a.line - b.line)
  expect(own.map(({ coordinate }) => coordinate)).toEqual(names.slice(0, 10).map(name => `Thing.${name}`))
  expect(others).toMatchObject({
    coordinate: '@source(name: "api")',
    line: 2,
    message:
      '13 more of its fields and types are called once for each object, such as Thing.f10, Thing.f11, Thing.f12, Thing.f13, Thing.f14.',
  })
})

test('A schema that can not be served is told its mistakes only', async () => {
  const problems = await problemsOf(`
    type Query { things: [Thing!] @http(GET: "/things") wrong: Int }
    type Thing { id: ID! part: Int @http(GET: "/{$this.id}") }
  `)
  expect(problems.map(({ coordinate }) => coordinate)).toEqual(['Query.wrong'])
})

test('The calls that are told are those that are made', async () => {
  const schema = `extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
    type Query { things: [Thing!] @http(GET: "/many/things") groups: [Group!] @http(GET: "/one/groups") }
    type Thing {
      id: ID!
      size: Int @http(GET: "/item/{$this.id}", select: "size")
      parts: [Part!] @http(GET: "/one/{$this.id}/parts")
      owner: Owner @map(from: "ownerId")
      maker: Maker @http(GET: "/makers?id={$batch.id}", by: "id")
    }
    type Part { id: ID! }
    type Owner @http(GET: "/item/{$this.id}") { id: ID! size: Int }
    type Maker { id: ID! logo: Logo @http(GET: "/item/{$this.id}") }
    type Logo { size: Int }
    type Group { id: ID! lines: [Line!] @http(GET: "/many/lines?of={$batch.id}", by: "of") }
    type Line { id: ID! size: Int @http(GET: "/item/{$this.id}", select: "size") }`
  let last = 0
  await using upstream = await startUpstream(({ url }) => {
    const { pathname, searchParams } = new URL(url, 'http://api')
    const of = searchParams.get('of')
    const item = () => ({ id: ++last, ownerId: `o${last}`, size: 1, of })
    if (pathname === '/makers') return { json: searchParams.getAll('id').map(id => ({ id, size: 1 })) }
    if (pathname.startsWith('/item')) return { json: { ...item(), id: pathname.slice(6) } }
    return { json: Array.from({ length: pathname.startsWith('/many') ? 100 : 1 }, item) }
  })
  await using gateway = await startTestGateway({ schema, environment: { API_URL: upstream.url } })
  await using directory = await createTempDirectory()
  const schemaPath = join(directory.path, 'schema.graphql')
  await writeFile(schemaPath, schema)
  const problems = await checkSchema({ schemaPath, environment: { API_URL: upstream.url }, offline: true })
  const made: Record<string, [query: string, calls: number]> = {}
  for (const { coordinate, message } of problems) {
    const [, query = '', calls = ''] = /: (\{.*\}) makes (\d+) calls for 100 of them/.exec(message) ?? []
    const before = upstream.requests.length
    const { body } = await gateway.query(query)
    expect(body).not.toHaveProperty('errors')
    made[coordinate] = [query, upstream.requests.length - before]
    expect(made[coordinate]).toEqual([query, Number(calls)])
  }
  expect(made).toEqual({
    'Thing.size': ['{ things { size } }', 101],
    'Thing.parts': ['{ things { parts { id } } }', 101],
    Owner: ['{ things { owner { size } } }', 101],
    'Maker.logo': ['{ things { maker { logo { size } } } }', 102],
    'Line.size': ['{ groups { lines { size } } }', 102],
  })
})
