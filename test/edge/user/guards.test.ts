import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { graphql } from 'graphql'
import type { JWTPayload } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSchema } from '../../../src/compose/bound-schema.ts'
import { createDatabase, DIALECTS } from '../../support/dialects.ts'
import { startTestGateway, type TestGateway } from '../../support/gateway.ts'
import { startIssuer, type TestIssuer } from '../../support/issuer.ts'
import { createTempDirectory } from '../../support/temp-directory.ts'
import { startUpstream } from '../../support/upstream.ts'

const SQL = `
  CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(20), email VARCHAR(40), extra VARCHAR(40));
  CREATE TABLE posts (id INT PRIMARY KEY, title VARCHAR(20), user_id INT);
  CREATE TABLE notes (id INT PRIMARY KEY, text VARCHAR(20), user_id INT);
  INSERT INTO users VALUES (1, 'ada', 'b@x', '{"pin":1,"city":"A"}'), (2, 'bob', 'a@x', '{"pin":2,"city":"B"}');
  INSERT INTO posts VALUES (1, 'one', 1), (2, 'two', 2);
  INSERT INTO notes VALUES (1, 'secret', 1);
`
const TYPES = `
  type Query {
    users(where: UserFilter, orderBy: [UserOrder!]): [User!] @sql
    found(filter: Found!, orderBy: [Sorted!]): [User!] @sql(where: "{$args.filter}")
    mailPage(first: Int, after: String): UserConnection @sql(orderBy: "mail")
    namePage(first: Int): UserConnection @sql(orderBy: "name")
    posts(where: PostFilter, orderBy: [PostOrder!]): [Post!] @sql
    noted(first: Int): UserConnection @sql(orderBy: { notes: { count: DESC } })
    postsOf(filter: Owned): [Post!] @sql(where: "{$args.filter}")
    orders(first: Int): OrderConnection @http(GET: "/orders", pages: { cursor: "since", item: "number", hasMore: "more" }, select: "data")
    open(first: Int): OpenConnection @http(GET: "/orders", pages: { cursor: "since", item: "number", hasMore: "more" }, select: "data")
    notes: [Note!] @sql
    usersTotal(where: UserFilter): UserAggregate @sql
    notesTotal: NoteAggregate @sql
    usersBy(groupBy: [UserGroup!]!, having: UserAggregateFilter, orderBy: [UserGroupOrder!]): [UserGroupRow!] @sql
    postsBy(groupBy: [PostGroup!]!): [PostGroupRow!] @sql
    notePage(first: Int): NoteConnection @sql(orderBy: "id")
    things: [Thing!] @http(GET: "/things")
    hidden: [Hidden] @http(GET: "/things")
    named: [Named!] @http(GET: "/things")
    must: Note! @sql(where: { id: 1 })
  }
  type Mutation @requiresScopes(scopes: ["write"]) {
    addPost(id: Int!, title: String): Post @sql(insert: { id: "{$args.id}", title: "{$args.title}" })
  }
  input Found { mail: StringFilter @map(from: "email") name: StringFilter email: StringFilter whole: StringFilter @map(from: "extra") }
  input Owned { by: IDFilter @map(from: "user_id") }
  input Sorted { mail: OrderDirection @map(from: "email") name: OrderDirection }
  type User @sql(table: "users", key: "id") {
    id: ID!
    name: String
    mail: String @map(from: "email") @requiresScopes(scopes: [["read:email"], ["admin", "all"]])
    info: Info @map(from: "extra")
    both: String @map(from: "{$this.name} {$this.email}")
    place: String @map(from: "in {$this.extra.city}")
    city: String @map(from: "extra.city")
    notes: [Note!] @sql(where: { userId: "{$this.id}" })
    posts: [Post!] @sql(where: { userId: "{$this.id}" })
  }
  type Info { pin: Int @requiresScopes(scopes: "read:email") city: String }
  type Post @sql(table: "posts", key: "id") {
    id: ID!
    title: String
    userId: ID
    author: User @map(from: "user_id")
    note: Note @map(from: "user_id")
    writers: [User!] @sql(where: { id: "{$this.userId}" })
  }
  extend input UserListFilter { max: UserAggregateMaxFilter }
  extend input UserListOrder { min: UserAggregateMinOrder }
  type Note @sql(table: "notes", key: "id") @authenticated { id: ID! text: String userId: ID! }
  type Order { number: Int @map(from: "no") @authenticated city: String }
  type Open { number: Int @map(from: "no") city: String }
  union Thing = Secret | Tag
  union Hidden = Secret | Diary
  type Diary @authenticated { id: ID! }
  interface Named { id: ID! }
  type Tag implements Named { id: ID! }
  type Secret implements Named @requiresScopes(scopes: ["spy"]) { id: ID! code: String }
`
const THINGS = [
  { __typename: 'Tag', id: 'a' },
  { __typename: 'Secret', id: 'b', code: '007' },
]

const ORDERS = { data: [{ no: 7, city: 'A' }], more: true }

type Ask = (query: string, claims?: JWTPayload, variables?: Readonly<Record<string, unknown>>) => Promise<unknown>

/** Both ways in which a schema is executed: by the gateway, and by graphql-js with resolvers. */
interface Started {
  readonly asks: readonly Ask[]
  readonly gateway: TestGateway
  readonly issuer: TestIssuer
}

async function start(dialect: (typeof DIALECTS)[number], stack: AsyncDisposableStack): Promise<Started> {
  const issuer = stack.use(await startIssuer())
  const database = stack.use(await createDatabase(dialect, SQL))
  const api = stack.use(await startUpstream(({ url }) => ({ json: url === '/things' ? THINGS : ORDERS })))
  const schema = `
    extend schema
      @source(name: "api", http: { baseURL: "${api.url}" })
      @source(name: "db", sql: { url: "{$env.DB}", naming: SNAKE_CASE })
      @jwt(issuer: "${issuer.issuer}", audience: "shop", jwks: "${issuer.jwks}")
    ${TYPES}
  `
  const environment = { DB: database.url }
  const gateway = stack.use(await startTestGateway({ schema, environment }))
  const directory = stack.use(await createTempDirectory())
  const schemaPath = join(directory.path, 'schema.graphql')
  await writeFile(schemaPath, schema)
  const bound = stack.use(await createSchema({ schemaPath, environment }))
  const byGateway: Ask = async (query, claims, variables = {}) => {
    const headers: Record<string, string> = claims ? { authorization: `Bearer ${await issuer.token(claims)}` } : {}
    return (await gateway.query(query, variables, headers)).body
  }
  const byResolvers: Ask = async (source, claims, variables = {}) => {
    const answer = await graphql({
      schema: bound.schema,
      source,
      contextValue: { jwt: claims },
      variableValues: variables,
    })
    return JSON.parse(JSON.stringify(answer))
  }
  return { asks: [byGateway, byResolvers], gateway, issuer }
}

/** The errors as code and path, beside the data. */
function outline(body: unknown) {
  const { data, errors = [] } = body as {
    readonly data?: unknown
    readonly errors?: readonly {
      readonly path?: readonly unknown[]
      readonly extensions?: { readonly code?: string }
    }[]
  }
  return { data, errors: errors.map(({ path, extensions }) => `${extensions?.code} ${path?.join('.')}`).sort() }
}

describe.each(DIALECTS)('%s', dialect => {
  const stack = new AsyncDisposableStack()
  let started: Started
  beforeAll(async () => {
    started = await start(dialect, stack)
  })
  afterAll(() => stack.disposeAsync())

  /** What all ways of executing answer, which is the same. */
  const ask: Ask = async (query, claims, variables) => {
    const [first, ...others] = await Promise.all(started.asks.map(each => each(query, claims, variables)))
    for (const other of others) expect(outline(other)).toEqual(outline(first))
    return outline(first)
  }
  const statements = () => started.gateway.log.filter(({ msg }) => msg === 'call').map(({ text }) => String(text))

  test('A field is an error where the user may not see it, the rest is answered, and its column is not selected', async () => {
    const before = statements().length
    expect(await ask('{ users { name mail } }')).toEqual({
      data: {
        users: [
          { name: 'ada', mail: null },
          { name: 'bob', mail: null },
        ],
      },
      errors: ['UNAUTHENTICATED users.0.mail', 'UNAUTHENTICATED users.1.mail'],
    })
    expect(await ask('{ users { name mail } }', { scope: 'admin' })).toMatchObject({
      errors: ['FORBIDDEN users.0.mail', 'FORBIDDEN users.1.mail'],
    })
    expect(statements().slice(before).join()).not.toContain('email')
    const all = { data: { users: [{ mail: 'b@x' }, { mail: 'a@x' }] }, errors: [] }
    expect(await ask('{ users { mail } }', { scope: 'other read:email' })).toEqual(all)
    expect(await ask('{ users { mail } }', { scp: ['all', 'admin'] })).toEqual(all)
  })

  test('A type is guarded on every way to it: fields, pages, relations, and fragments behind a union or an interface', async () => {
    const before = statements().length
    expect(
      await ask('{ notes { text } notePage(first: 1) { totalCount nodes { text } } users { notes { text } } }'),
    ).toEqual({
      data: { notes: null, notePage: null, users: [{ notes: null }, { notes: null }] },
      errors: [
        'UNAUTHENTICATED notePage',
        'UNAUTHENTICATED notes',
        'UNAUTHENTICATED users.0.notes',
        'UNAUTHENTICATED users.1.notes',
      ],
    })
    expect(statements().slice(before).join()).not.toContain('notes')
    expect(await ask('{ notes { text } }', {})).toMatchObject({ data: { notes: [{ text: 'secret' }] } })
    expect(await ask('{ must { text } }')).toEqual({ data: null, errors: ['UNAUTHENTICATED must'] })
    const things = '{ things { __typename ... on Secret { code } } named { id ... on Secret { code } } }'
    expect(await ask(things, { scope: 'x' })).toEqual({
      data: { things: [{ __typename: 'Tag' }, { __typename: 'Secret', code: null }], named: null },
      errors: ['FORBIDDEN named.1.code', 'FORBIDDEN named.1.id', 'FORBIDDEN things.1.code'].filter(
        each => !each.endsWith('named.1.code'),
      ),
    })
    expect(await ask(things, { scope: 'spy' })).toMatchObject({ errors: [] })
    const hidden = '{ hidden { __typename } }'
    expect(await ask(hidden)).toEqual({ data: { hidden: null }, errors: ['UNAUTHENTICATED hidden'] })
    expect(outline(await started.asks[0]?.(hidden, {}))).toMatchObject({
      data: { hidden: [null, { __typename: 'Secret' }] },
    })
  })

  test.each([
    ['{ users(where: { mail: { startsWith: "a" } }) { id } }', 'users'],
    ['{ users(orderBy: [{ name: ASC }, { mail: DESC }]) { id } }', 'users'],
    ['{ users(where: { or: [{ not: { mail: { eq: "a@x" } } }] }) { id } }', 'users'],
    ['{ users(where: { notes: { some: { text: { eq: "secret" } } } }) { id } }', 'users'],
    ['{ posts(where: { author: { mail: { eq: "a@x" } } }) { id } }', 'posts'],
    ['{ found(filter: { mail: { eq: "a@x" } }) { id } }', 'found'],
    ['{ found(filter: { email: { eq: "a@x" } }) { id } }', 'found'],
    ['{ found(filter: { whole: { contains: "2" } }) { id } }', 'found'],
    ['{ found(filter: {}, orderBy: { mail: ASC }) { id } }', 'found'],
    ['query ($w: UserFilter) { users(where: $w) { id } }', 'users', { w: { mail: { eq: 'a@x' } } }],
    [
      'query ($w: [UserFilter!]) { users(where: { and: $w }) { id } }',
      'users',
      { w: [{ name: { eq: 'x' } }, { mail: { eq: 'x' } }] },
    ],
    ['query ($d: OrderDirection) { users(orderBy: { mail: $d }) { id } }', 'users', { d: 'ASC' }],
    ['{ users(where: { notes: { count: { gte: 1 } } }) { id } }', 'users'],
    ['{ users(orderBy: { notes: { count: DESC } }) { id } }', 'users'],
    ['{ posts(where: { author: { notes: { count: { eq: 0 } } } }) { id } }', 'posts'],
    ['{ posts(where: { not: { writers: { max: { mail: { gt: "b" } } } } }) { id } }', 'posts'],
    ['{ posts(where: { writers: { where: { mail: { gt: "b" } }, count: { gte: 1 } } }) { id } }', 'posts'],
    ['{ posts(orderBy: { writers: { min: { mail: ASC } } }) { id } }', 'posts'],
    ['query ($w: UserListFilter) { posts(where: { writers: $w }) { id } }', 'posts', { w: { max: { mail: null } } }],
  ] as const)(
    'Nothing is filtered or ordered by what the user may not see: %s',
    async (query, field, variables: Readonly<Record<string, unknown>> = {}) => {
      const before = statements().length
      expect(await ask(query, undefined, variables)).toEqual({
        data: { [field]: null },
        errors: [`UNAUTHENTICATED ${field}`],
      })
      expect(statements()).toHaveLength(before)
      expect(await ask(query, { scope: 'read:email' }, variables)).toMatchObject({ errors: [] })
    },
  )

  test('Cursors show no value that the user may not see', async () => {
    const page = '{ it: mailPage(first: 1) { edges { cursor node { name } } } }'
    expect(await ask(page)).toEqual({ data: { it: null }, errors: ['UNAUTHENTICATED it'] })
    expect(await ask(page, { scope: 'read:email' })).toMatchObject({
      data: { it: { edges: [{ node: { name: 'bob' } }] } },
    })
    const noted = '{ it: noted(first: 1) { edges { cursor } } }'
    expect(await ask(noted)).toEqual({ data: { it: null }, errors: ['UNAUTHENTICATED it'] })
    expect(await ask(noted, {})).toMatchObject({ errors: [] })
    expect(await ask('{ namePage(first: 1) { nodes { name } pageInfo { endCursor } } }')).toMatchObject({ errors: [] })
    const orders = '{ orders(first: 1) { nodes { city } pageInfo { endCursor } } }'
    expect(await ask(orders)).toEqual({ data: { orders: null }, errors: ['UNAUTHENTICATED orders'] })
    expect(await ask(orders, {})).toMatchObject({ data: { orders: { nodes: [{ city: 'A' }] } }, errors: [] })
    expect(await ask('{ open(first: 1) { nodes { city } pageInfo { endCursor } } }')).toMatchObject({ errors: [] })
  })

  test('Nothing is computed of what the user may not see', async () => {
    const total = '{ it: usersTotal { count max { name mail } countDistinct { mail } } }'
    expect(await ask(total)).toEqual({
      data: { it: null },
      errors: ['UNAUTHENTICATED it.countDistinct.mail', 'UNAUTHENTICATED it.max.mail'],
    })
    expect(await ask('{ usersTotal { max { name mail } } }')).toEqual({
      data: { usersTotal: { max: { name: 'bob', mail: null } } },
      errors: ['UNAUTHENTICATED usersTotal.max.mail'],
    })
    expect(await ask(total, { scope: 'read:email' })).toEqual({
      data: { it: { count: 2, max: { name: 'bob', mail: 'b@x' }, countDistinct: { mail: 2 } } },
      errors: [],
    })
    expect(await ask('{ usersTotal(where: { mail: { eq: "a@x" } }) { count } }')).toEqual({
      data: { usersTotal: null },
      errors: ['UNAUTHENTICATED usersTotal'],
    })
    expect(await ask('{ notesTotal { count } }')).toEqual({
      data: { notesTotal: null },
      errors: ['UNAUTHENTICATED notesTotal'],
    })
    expect(await ask('{ notesTotal { count } }', {})).toMatchObject({ data: { notesTotal: { count: 1 } } })
  })

  test.each([
    ['{ usersBy(groupBy: [{ mail: VALUE }]) { count } }', 'usersBy'],
    ['{ usersBy(groupBy: [], having: { countDistinct: { mail: { gt: 1 } } }) { count } }', 'usersBy'],
    ['{ usersBy(groupBy: [{ name: VALUE }], having: { not: { max: { mail: { gt: "b" } } } }) { count } }', 'usersBy'],
    ['{ usersBy(groupBy: [{ name: VALUE }], orderBy: [{ max: { mail: ASC } }]) { count } }', 'usersBy'],
    ['{ usersBy(groupBy: [{ mail: VALUE }], orderBy: [{ keys: { mail: ASC } }]) { count } }', 'usersBy'],
    ['{ postsBy(groupBy: [{ author: { mail: VALUE } }]) { count } }', 'postsBy'],
    ['{ postsBy(groupBy: [{ note: { text: VALUE } }]) { count } }', 'postsBy'],
  ])('Nothing is grouped by what the user may not see: %s', async (query, field) => {
    const before = statements().length
    expect(await ask(query)).toEqual({ data: { [field]: null }, errors: [`UNAUTHENTICATED ${field}`] })
    expect(statements()).toHaveLength(before)
    expect(await ask(query, { scope: 'read:email' })).toMatchObject({ errors: [] })
  })

  test('A field that is made from a guarded one is guarded like it', async () => {
    const made = '{ user: users(where: { id: { eq: "1" } }) { both place info { city } } }'
    expect(await ask(made)).toEqual({
      data: { user: [{ both: null, place: 'in A', info: { city: 'A' } }] },
      errors: ['UNAUTHENTICATED user.0.both'],
    })
    expect(await ask(made, { scope: 'read:email' })).toMatchObject({
      data: { user: [{ both: 'ada b@x' }] },
      errors: [],
    })
  })

  test('What nobody is kept from is counted as ever', async () => {
    const counted = '{ posts(where: { writers: { max: { name: { gt: "b" } }, count: { eq: 1 } } }) { title } }'
    expect(await ask(counted)).toEqual({ data: { posts: [{ title: 'two' }] }, errors: [] })
  })

  test('What is shown by another field is filtered as ever', async () => {
    const answer = { data: { postsOf: [{ title: 'two', note: null }] }, errors: ['UNAUTHENTICATED postsOf.0.note'] }
    expect(await ask('{ postsOf(filter: { by: { eq: "2" } }) { title note { text } } }')).toEqual(answer)
  })

  test('What nobody guards is filtered as ever', async () => {
    const query =
      '{ users(where: { name: { eq: "bob" } }, orderBy: { name: ASC }) { name } posts(where: { author: { name: { eq: "ada" } } }) { title } }'
    expect(await ask(query)).toEqual({ data: { users: [{ name: 'bob' }], posts: [{ title: 'one' }] }, errors: [] })
  })

  test('A mutation is not done, also not as a part of a transaction', async () => {
    const [byGateway] = started.asks
    const add = 'mutation ($id: Int!) { addPost(id: $id, title: "x") { id } }'
    expect(outline(await byGateway?.(add, { scope: 'read:email' }, { id: 50 }))).toEqual({
      data: { addPost: null },
      errors: ['FORBIDDEN addPost'],
    })
    const both = 'mutation @transaction { a: addPost(id: 51) { id } b: addPost(id: 52) { id } }'
    expect(outline(await byGateway?.(both))).toMatchObject({
      errors: ['UNAUTHENTICATED ', 'UNAUTHENTICATED '].map(each => `${each}undefined`),
    })
    expect(await ask('{ posts { id } }')).toMatchObject({ data: { posts: [{ id: '1' }, { id: '2' }] } })
    expect(outline(await byGateway?.(add, { scope: 'write' }, { id: 50 }))).toMatchObject({ errors: [] })
  })
})
