import fc from 'fast-check'
import { expect, test } from 'vitest'
import '../support/seed.ts'
import { createDatabase, DIALECTS, type Dialect } from '../support/dialects.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'

/** Keys in all forms that clients may send, of which few are equal to their columns as they are. */
const KEYS = [
  ...['1', '2', '3', '9', '-1', '0', '-0', '01', ' 1', '1 ', '1.0', '1e0', '+1', '0x1', ''],
  ...['9007199254740993', '9223372036854775807', '9223372036854775808', '99999999999999999999'],
  ...['ann', 'Ann', 'ANN', 'ann ', 'bob', 'Zoë', 'zoe', 'ZOË', 'straße', 'strasse', 'ſ', 's', 'İ', 'i', 'x\u0000'],
  ...[
    '12.50',
    '12.5',
    '12.500',
    '1250e-2',
    '2026-02-01',
    '2026-2-1',
    '2026-02-30',
    '2026-02-01T00:00:00Z',
    'null',
    'true',
    '\ud800',
  ],
]

const COLLATED: Readonly<Record<Dialect, string>> = {
  sqlite: 'VARCHAR(30) COLLATE NOCASE',
  mariadb: 'VARCHAR(30) COLLATE utf8mb4_unicode_ci',
  postgres: 'CITEXT',
}

const tablesOf = (dialect: Dialect) => `
  ${dialect === 'postgres' ? 'CREATE EXTENSION citext;' : ''}
  CREATE TABLE numbers (id BIGINT PRIMARY KEY, name VARCHAR(30), hidden INTEGER);
  CREATE TABLE words (code ${COLLATED[dialect]} PRIMARY KEY, name VARCHAR(30));
  CREATE TABLE prices (amount DECIMAL(10, 2) PRIMARY KEY, name VARCHAR(30));
  CREATE TABLE days (day DATE PRIMARY KEY, name VARCHAR(30));
  CREATE TABLE twins (id BIGINT, name VARCHAR(30));
  INSERT INTO numbers VALUES (1, 'one', NULL), (2, 'two', NULL), (3, 'three', 1), (-1, 'minus', NULL), (9007199254740993, 'large', NULL);
  INSERT INTO words VALUES ('ann', 'Ann'), ('Bob', 'Bob'), ('zoë', 'Zoe'), ('straße', 'street'), ('1', 'one'), ('s', 'es');
  INSERT INTO prices VALUES (1, 'one'), (12.5, 'twelve'), (0, 'none');
  INSERT INTO days VALUES ('2026-02-01', 'first');
  INSERT INTO twins VALUES (1, 'one'), (2, 'two'), (2, 'another');
`

const TYPES = ['Number', 'Word', 'Price', 'Day', 'Twin']

/** Each field beside one that finds the same by a statement of its own. */
const SCHEMA = `
  extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
  type Query {
    ${TYPES.map((type, at) => {
      const key = ['id', 'code', 'amount', 'day', 'id'][at]
      return `
        by${type}(key: String!): ${type} @sql(where: { ${key}: "{$args.key}" })
        alone${type}(key: String!): ${type} @sql(where: { and: [{ ${key}: "{$args.key}" }] })`
    }).join('')}
  }
  type Number @sql(table: "numbers", where: { hidden: null }) { id: ID!  name: String }
  type Word @sql(table: "words", key: "code") { code: ID!  name: String }
  type Price @sql(table: "prices", key: "amount") { amount: Decimal  name: String }
  type Day @sql(table: "days", key: "day") { day: Date  name: String }
  type Twin @sql(table: "twins") { id: ID!  name: String }
  scalar Decimal
  scalar Date
`

interface Body {
  readonly data: Readonly<Record<string, unknown>>
  readonly errors?: readonly {
    readonly message: string
    readonly path: readonly unknown[]
    readonly extensions: object
  }[]
}

/** What became of a root field, as clients see it. */
function outcomeOf({ data, errors = [] }: Body, name: string) {
  const own = errors.filter(({ path }) => path[0] === name)
  return {
    value: data[name],
    errors: own.map(({ message, path, extensions }) => ({ message, path: path.slice(1), extensions })),
  }
}

async function ask(gateway: TestGateway, fields: readonly string[], keys: readonly string[]): Promise<Body> {
  const declared = keys.map((_, at) => `$k${at}: String!`).join(' ')
  const variables = Object.fromEntries(keys.map((key, at) => [`k${at}`, key]))
  const text = fields.map((field, at) => `a${at}: ${field}(key: $k${at}) { name }`).join(' ')
  return (await gateway.query(`query (${declared}) { ${text} }`, variables)).body as Body
}

for (const dialect of DIALECTS)
  test(`Aliases of a root field by its key answer what each answers alone, by one statement (${dialect})`, async () => {
    await using database = await createDatabase(dialect, tablesOf(dialect))
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const alone = new Map<string, ReturnType<typeof outcomeOf>>()
    for (const type of TYPES)
      for (const key of KEYS) alone.set(`${type} ${key}`, outcomeOf(await ask(gateway, [`alone${type}`], [key]), 'a0'))
    const asked = fc.record({ type: fc.constantFrom(...TYPES), key: fc.constantFrom(...KEYS) })
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 60 }), async all => {
        const start = gateway.log.length
        const body = await ask(
          gateway,
          all.map(({ type }) => `by${type}`),
          all.map(({ key }) => key),
        )
        const calls = gateway.log.slice(start).filter(({ msg }) => msg === 'call')
        for (const [at, { type, key }] of all.entries())
          expect(outcomeOf(body, `a${at}`), `${type} ${JSON.stringify(key)}`).toEqual(alone.get(`${type} ${key}`))
        const types = new Set(all.map(({ type }) => type))
        // Of texts, the database may be asked which of them it takes as equal.
        expect(calls.length).toBeLessThanOrEqual(types.size + Number(types.has('Word')))
      }),
      { numRuns: 30 },
    )
  }, 60_000)

const POSTS = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
  type Query {
    post(id: ID!): Post @map(from: "{$args.id}")
    posts(ids: [ID!]!): [Post!] @map(from: "{$args.ids}")
  }
  type Post @http(GET: "/posts?id={$batch.id}", by: "id", maxBatch: 3) { id: ID!  title: String! }
`

test('Keys that clients give are each asked once, in chunks that aliases and lists share', async () => {
  const title = (id: number) => ({ title: `Post ${id}` })
  await using upstream = await startUpstream(({ url }) => {
    const ids = new URL(url, 'http://api.test').searchParams.getAll('id').map(Number)
    return { json: ids.filter(id => id < 10).map(id => ({ id, ...title(id) })) }
  })
  await using gateway = await startTestGateway({ schema: POSTS, environment: { API_URL: upstream.url } })
  const id = fc.integer({ min: 1, max: 14 })
  const asked = fc.array(fc.oneof(id, fc.array(id, { maxLength: 5 })), { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(asked, async all => {
      const fields = all.map((keys, at) =>
        typeof keys === 'number'
          ? `a${at}: post(id: ${keys}) { title }`
          : `a${at}: posts(ids: [${keys.join()}]) { title }`,
      )
      const start = upstream.requests.length
      const { body } = await gateway.query(`{ ${fields.join(' ')} }`)
      const known = (key: number) => (key < 10 ? title(key) : null)
      const answers = all.map(keys =>
        typeof keys === 'number' ? known(keys) : keys.map(known).filter(each => each !== null),
      )
      expect(body).toEqual({ data: Object.fromEntries(answers.map((answer, at) => [`a${at}`, answer])) })
      expect(upstream.requests.length - start).toBe(Math.ceil(new Set(all.flat()).size / 3))
    }),
    { numRuns: 100 },
  )
})
