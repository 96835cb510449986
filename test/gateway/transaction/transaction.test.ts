import { describe, expect, test } from 'vitest'
import { createDatabase, DIALECTS } from '../../support/dialects.ts'
import { freePort } from '../../support/free-port.ts'
import { startTestGateway } from '../../support/gateway.ts'
import { startSchemaExecutor } from '../../support/schema-executor.ts'
import { startUpstream } from '../../support/upstream.ts'
import { ITEMS, ROLLED_BACK, SCHEMA, TABLE } from './schema.ts'

const UNCHANGED = [
  { id: 1, n: 10 },
  { id: 2, n: 20 },
]

const WITH_API = SCHEMA.replace(
  'type Query',
  'extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" }) $&',
).replace('type Mutation {', '$& notify(text: String): Boolean @http(POST: "/notify", body: { text: "{$args.text}" })')

const DOES_NOT_GO = 'A transaction writes to one database; put the field into an operation of its own.'

describe.for(DIALECTS)('A transaction (%s)', dialect => {
  test('with a call of an API is refused before anything is sent', async () => {
    await using database = await createDatabase(dialect, TABLE)
    await using upstream = await startUpstream({ 'POST /notify': { json: {} } })
    const environment = { DB_URL: database.url, API_URL: upstream.url }
    await using gateway = await startTestGateway({ schema: WITH_API, environment })
    const query = `mutation ($tell: Boolean!) @transaction {
      add(id: 3, n: 30) { id }
      notify(text: "x") @include(if: $tell)
    }`
    const refused = await gateway.query(query, { tell: true })
    expect([refused.status, refused.body]).toEqual([
      400,
      {
        errors: [
          {
            message: `"notify" can't be in the transaction: it calls the API "api". ${DOES_NOT_GO}`,
            locations: [{ line: 3, column: 7 }],
            extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
          },
        ],
      },
    ])
    expect(await database.run(ITEMS)).toEqual(UNCHANGED)
    expect(gateway.log.filter(({ level }) => Number(level) > 30)).toEqual([])
    const done = await gateway.query(query, { tell: false })
    expect([done.status, done.body]).toEqual([200, { data: { add: { id: '3' } } }])
    expect(upstream.requests).toEqual([])
  })

  test('is refused by graphql-js too, in every field', async () => {
    await using database = await createDatabase(dialect, TABLE)
    await using upstream = await startUpstream({ 'POST /notify': { json: {} } })
    const environment = { DB_URL: database.url, API_URL: upstream.url }
    await using executor = await startSchemaExecutor({ schema: WITH_API, environment })
    const { text } = await executor.query('mutation @transaction { add(id: 3, n: 30) { id } notify(text: "x") }')
    expect(JSON.parse(text)).toMatchObject({
      errors: ['add', 'notify'].map(field => ({
        message: `"notify" can't be in the transaction: it calls the API "api". ${DOES_NOT_GO}`,
        path: [field],
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      })),
      data: { add: null, notify: null },
    })
    expect(await database.run(ITEMS)).toEqual(UNCHANGED)
    expect(upstream.requests).toEqual([])
  })

  test('in which a field that must have a value has none is undone, and every field says why', async () => {
    await using database = await createDatabase(dialect, TABLE)
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const { body } = await gateway.query(`mutation @transaction {
      first: mustChange(id: 1, n: 11) { n }
      missing: mustChange(id: 99, n: 12) { n }
      add(id: 3) { n }
    }`)
    expect(body).toMatchObject({
      errors: [
        { ...ROLLED_BACK, path: ['first'] },
        {
          message: 'There is no value here, and the schema says that there always is one.',
          path: ['missing'],
          extensions: { code: 'RESPONSE_VALIDATION_FAILED', source: 'db', reason: 'wrong_shape' },
        },
        { ...ROLLED_BACK, path: ['add'] },
      ],
      data: null,
    })
    expect(await database.run(ITEMS)).toEqual(UNCHANGED)
  })

  test('with values that can not be stored, or arguments that can not be read, is not begun', async () => {
    await using database = await createDatabase(dialect, TABLE)
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const stored = await gateway.query(`mutation @transaction {
      a: add(id: 3) { n }
      b: change(id: 1, n: 11) { n }
      c: add(id: "7 or 1=1") { n }
      d: put(id: "x", n: 1) { n }
    }`)
    const codes = ({ body }: { body: unknown }) =>
      (body as { errors: { path: string[]; extensions: { code: string; reason?: string } }[] }).errors.map(
        ({ path, extensions: { code, reason } }) => [path.join(), reason ?? code],
      )
    expect(codes(stored)).toEqual([
      ['a', 'db_rolled_back'],
      ['b', 'db_rolled_back'],
      ['c', 'BAD_USER_INPUT'],
      ['d', 'BAD_USER_INPUT'],
    ])
    const read = await gateway.query(
      'mutation ($n: Int) @transaction { a: add(id: 3, n: $n) { n } b: change(id: 1, n: 11) { n } }',
      { n: null },
    )
    expect(codes(read)).toEqual([
      ['a', 'BAD_USER_INPUT'],
      ['b', 'db_rolled_back'],
    ])
    expect(gateway.log.filter(({ text }) => /items/.test(String(text)) && /insert|update/.test(String(text)))).toEqual(
      [],
    )
  })

  test('that meets other work is done again from its first field, twice at most', async () => {
    await using database = await createDatabase(dialect, TABLE)
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    // An upsert takes a row that its UPDATE did not find and its INSERT did as somebody else's.
    const { body } = await gateway.query('mutation @transaction { remove(id: 1) put(id: 3, n: 20) { id } }')
    expect(body).toMatchObject({
      errors: [
        { ...ROLLED_BACK, path: ['remove'] },
        {
          message: '"n" is taken: there is a row with this value already.',
          path: ['put'],
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
      data: { remove: null, put: null },
    })
    expect(gateway.log.filter(({ text }) => String(text).startsWith('delete'))).toHaveLength(3)
    expect(await database.run(ITEMS)).toEqual(UNCHANGED)
  })

  test('never mixes with another one that takes the same rows in another order', async () => {
    await using database = await createDatabase(dialect, TABLE)
    if (dialect === 'postgres') {
      const { pathname } = new URL(database.url)
      await database.run(`ALTER DATABASE ${pathname.slice(1)} SET deadlock_timeout = '20ms'`)
    }
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const tags = Array.from({ length: 12 }, (_, index) => 100 + 2 * index)
    const answers = tags.map(tag => {
      const fields = [`one: change(id: 1, n: ${tag}) { n }`, `two: change(id: 2, n: ${tag + 1}) { n }`]
      return gateway.query(`mutation @transaction { ${(tag % 4 === 0 ? fields : fields.reverse()).join(' ')} }`)
    })
    const done: number[] = []
    for (const [at, answer] of answers.entries()) {
      const tag = tags[at] as number
      const { data, errors } = (await answer).body as { data: unknown; errors?: { extensions: { reason: string } }[] }
      if (!errors) done.push(tag)
      expect(data).toEqual(errors ? { one: null, two: null } : { one: { n: tag }, two: { n: tag + 1 } })
      const reasons = errors?.map(({ extensions: { reason } }) => reason).sort()
      if (errors) expect(reasons).toEqual(['db_conflict', 'db_rolled_back'])
    }
    const [one, two] = (await database.run(ITEMS)) as { n: number }[]
    expect(done).toContain(one?.n)
    expect(two?.n).toBe((one?.n ?? 0) + 1)
  })

  test('is seen by nobody before its end', async () => {
    await using database = await createDatabase(dialect, TABLE)
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const ids = Array.from({ length: 15 }, (_, index) => 100 + 2 * index)
    const write = (id: number) =>
      gateway.query(`mutation @transaction {
        a: add(id: ${id}, n: ${id}) { id } b: add(id: ${id + 1}, n: ${id + 1}) { id }
      }`)
    const answers = ids.map(write)
    const reads = ids.map(() => gateway.query('{ items { id } }'))
    for (const [at, answer] of answers.entries())
      expect((await answer).body).toEqual({ data: { a: { id: `${ids[at]}` }, b: { id: `${(ids[at] ?? 0) + 1}` } } })
    for (const read of reads) {
      const { data } = (await read).body as { data: { items: unknown[] } }
      expect(data.items.length % 2).toBe(0)
    }
    expect(await database.run(ITEMS)).toHaveLength(32)
  })
})

test('A transaction over two databases is refused', async () => {
  await using one = await createDatabase('sqlite', TABLE)
  await using other = await createDatabase('mariadb', TABLE)
  const schema = `
    extend schema
      @source(name: "one", sql: { url: "{$env.ONE_URL}" })
      @source(name: "other", sql: { url: "{$env.OTHER_URL}" })
    type Query { count: Int @sql(source: "one", query: "SELECT 1") }
    type Mutation {
      here(id: ID!): Boolean @sql(source: "one", table: "items", insert: { id: "{$args.id}", n: 1 })
      there(id: ID!): Boolean @sql(source: "other", table: "items", insert: { id: "{$args.id}", n: 1 })
    }
  `
  const environment = { ONE_URL: one.url, OTHER_URL: other.url }
  await using gateway = await startTestGateway({ schema, environment })
  const { body } = await gateway.query('mutation @transaction { a: here(id: 3) b: there(id: 3) c: here(id: 4) }')
  expect(body).toMatchObject({
    errors: [
      {
        message: `"b" can't be in the transaction: it writes to "other", and "a" to "one". ${DOES_NOT_GO}`,
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ],
  })
  expect([await one.run(ITEMS), await other.run(ITEMS)]).toEqual([UNCHANGED, UNCHANGED])
})

test('A transaction of a database that is down fails in every field alike', async () => {
  const environment = { DB_URL: `mysql://nobody@127.0.0.1:${await freePort()}/nothing` }
  await using gateway = await startTestGateway({ schema: SCHEMA, environment })
  const { body } = await gateway.query('mutation @transaction { add(id: 3) { id } remove(id: 1) }')
  expect(body).toMatchObject({
    errors: ['add', 'remove'].map(field => ({ path: [field], extensions: { reason: 'db_lost', retryable: true } })),
    data: { add: null, remove: null },
  })
})

test('An operation without fields to run, and one of another kind, have no transaction', async () => {
  await using database = await createDatabase('sqlite', TABLE)
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
  const named = await gateway.query('mutation @transaction { __typename add(id: 1) @skip(if: true) { id } }')
  expect(named.body).toEqual({ data: { __typename: 'Mutation' } })
  const query = await gateway.query('query @transaction { items { id } }')
  expect(query.body).toMatchObject({
    errors: [
      {
        message: 'Directive "@transaction" may not be used on QUERY.',
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ],
  })
})

test('Clients can not ask for a transaction where nothing writes to a database', async () => {
  const schema = `
    extend schema @source(name: "api", http: { baseURL: "http://127.0.0.1:1" })
    type Query { a: Int @http(GET: "/a") }
    type Mutation { b: Boolean @http(POST: "/b") }
  `
  await using gateway = await startTestGateway({ schema })
  const { body } = await gateway.query('mutation @transaction { b }')
  expect(body).toMatchObject({
    errors: [{ message: 'Unknown directive "@transaction".', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  })
})
