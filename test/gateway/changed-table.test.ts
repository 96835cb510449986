import { expect, test } from 'vitest'
import { createDatabase, DIALECTS } from '../support/dialects.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'

const SCHEMA = `
  extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
  type Query {
    rows: [Row!] @sql(orderBy: "id")
    byExtra(extra: Int): [Row!] @sql(where: { extra: "{$args.extra}" })
  }
  type Mutation {
    change(id: ID!, text: String): Row @sql(update: { text: "{$args.text}" }, where: { id: "{$args.id}" })
  }
  type Row @sql(table: "items", key: "id") { id: ID!  text: String }
`
const TABLE = `
  CREATE TABLE items (id BIGINT NOT NULL PRIMARY KEY, text VARCHAR(20), extra INT);
  INSERT INTO items VALUES (1, 'a', 7)
`
const ROWS = [{ id: '1', text: 'a' }]
const QUERY = '{ rows { id text } byExtra(extra: 7) { id } }'
const WHOLE = { data: { rows: ROWS, byExtra: [{ id: '1' }] } }
/** Many times more than it takes: the catalogue is read three times at once, then once in two seconds. */
const MAX_ATTEMPTS = 20_000

type Answer = { readonly data: unknown; readonly errors?: readonly { readonly message: string }[] }

/** Asks until the answer is as it should be; each one until then is told to `meanwhile`. */
async function untilAnswered(
  gateway: TestGateway,
  isRight: (answer: Answer) => boolean,
  meanwhile: (answer: Answer) => void,
) {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const answer = (await gateway.query(QUERY)).body as Answer
    if (isRight(answer)) return
    meanwhile(answer)
  }
  throw new Error('the answer was never right')
}

test.for(DIALECTS)('A column that is dropped costs the fields that need it until it is back (%s)', async dialect => {
  await using database = await createDatabase(dialect, TABLE)
  await using gateway = await startTestGateway({
    schema: SCHEMA,
    environment: { DB_URL: database.url },
    config: { trace: true },
  })
  const without = (answer: Answer) =>
    expect(answer).toMatchObject({
      errors: [{ path: ['byExtra'], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', reason: 'db_error' } }],
      data: { rows: ROWS, byExtra: null },
    })
  const status = async () =>
    ((await (await fetch(`${gateway.url}/ready`)).json()) as { sources: { db: string } }).sources.db
  expect((await gateway.query(QUERY)).body).toEqual(WHOLE)

  await database.run('ALTER TABLE items DROP COLUMN extra')
  const isKnown = ({ errors }: Answer) => errors?.[0]?.message === 'The database does not have what this field needs.'
  await untilAnswered(gateway, isKnown, without)
  expect(await status()).toContain('Query.byExtra: ')
  const told = gateway.log.filter(({ msg }) => msg === 'the schema does not fit the database')
  expect(told).toMatchObject([{ source: 'db', coordinate: 'Query.byExtra' }])

  await database.run('ALTER TABLE items ADD COLUMN extra INT')
  await database.run('UPDATE items SET extra = 7')
  await untilAnswered(gateway, ({ errors }) => !errors, without)
  expect((await gateway.query(QUERY)).body).toEqual(WHOLE)
  expect(await status()).toBe('ok')
})

const LONGER = {
  mariadb: 'ALTER TABLE items MODIFY text VARCHAR(40) FIRST',
  postgres: 'ALTER TABLE items ALTER COLUMN text TYPE VARCHAR(40)',
  sqlite: 'ALTER TABLE items ADD COLUMN more INT',
}

test.for(DIALECTS)('Statements that were prepared before a table changed are prepared again (%s)', async dialect => {
  await using database = await createDatabase(dialect, TABLE)
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
  const change = async (text: string) =>
    (await gateway.query('mutation ($text: String) { change(id: 1, text: $text) { text } }', { text })).body
  expect(await change('b')).toEqual({ data: { change: { text: 'b' } } })
  expect(await change('a')).toEqual({ data: { change: { text: 'a' } } })
  expect((await gateway.query(QUERY)).body).toEqual(WHOLE)
  await database.run(LONGER[dialect])
  expect(await change('a longer text')).toEqual({ data: { change: { text: 'a longer text' } } })
  expect((await gateway.query('{ rows { text } }')).body).toEqual({ data: { rows: [{ text: 'a longer text' }] } })
})

const RETYPED = {
  mariadb: "ALTER TABLE items MODIFY extra VARCHAR(20); UPDATE items SET extra = 'c7'",
  postgres: "ALTER TABLE items ALTER COLUMN extra TYPE TEXT USING 'c' || extra",
  sqlite: "ALTER TABLE items DROP COLUMN extra; ALTER TABLE items ADD COLUMN extra TEXT; UPDATE items SET extra = 'c7'",
}

const TYPED_SCHEMA = `
  extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
  type Query { items(where: ItemFilter): [Item!] @sql(orderBy: "id")  byExtra(extra: ID!): [Item!] @sql(where: { extra: "{$args.extra}" }) }
  type Mutation { change(id: ID!, extra: String): Item @sql(update: { extra: "{$args.extra}" }, where: { id: "{$args.id}" }) }
  type Item @sql(table: "items", key: "id") { id: ID!  extra: String }`

test.for(DIALECTS)('Values of the type that a column is changed to find their rows again (%s)', async dialect => {
  await using database = await createDatabase(dialect, TABLE)
  await using gateway = await startTestGateway({ schema: TYPED_SCHEMA, environment: { DB_URL: database.url } })
  const ask = async (text: string) => (await gateway.query(text)).body
  expect(await ask('{ items(where: { extra: { eq: "7" } }) { extra } }')).toEqual({ data: { items: [{ extra: '7' }] } })
  for (const statement of RETYPED[dialect].split('; ')) await database.run(statement)
  const found = { data: { items: [{ id: '1' }], byExtra: [{ extra: 'c7' }] } }
  const query = '{ items(where: { extra: { eq: "c7" } }) { id } byExtra(extra: "c7") { extra } }'
  expect(await ask(query)).toEqual(found)
  const change = 'mutation { change(id: 1, extra: "c8") { extra } }'
  expect(await ask(change)).toEqual({ data: { change: { extra: 'c8' } } })
})
