import { expect, test } from 'vitest'
import { createDatabase, DIALECTS, type Dialect } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'

/** Few connections, for which the requests wait; a SQLite file has none. */
const schemaOf = (dialect: Dialect) => `
  extend schema @source(name: "db", sql: { url: "{$env.DB_URL}", timeout: "30s"${dialect === 'sqlite' ? '' : ', poolSize: 4'} })
  type Query { kvs: [Kv!] @sql(orderBy: "k") }
  type Mutation {
    putKvs(inputs: [KvInput!]!): [Kv!] @sql(upsert: "{$args.inputs}")
    countKvs(inputs: [KvInput!]!): Int @sql(type: "Kv", upsert: "{$args.inputs}")
    addKvs(inputs: [KvInput!]!): [Kv!] @sql(insert: "{$args.inputs}")
  }
  type Kv @sql(table: "kv", key: "k") { k: ID!  v: String }
  input KvInput { k: ID!  v: String }`

const REQUESTS = 24
const KEYS = ['k1', 'k2', 'k3', 'k4', 'k5', 'new1', 'new2']

/** The keys in an order that differs from request to request. */
const shuffled = (at: number) => KEYS.map((_, index) => KEYS[(index * ((at % 6) + 1) + at) % KEYS.length] as string)

test.for(DIALECTS)('Lists that write the same rows in different orders at once all succeed (%s)', async dialect => {
  const rows = KEYS.slice(0, 5).map(key => `('${key}', '')`)
  await using database = await createDatabase(
    dialect,
    `CREATE TABLE kv (k VARCHAR(20) NOT NULL PRIMARY KEY, v VARCHAR(20)); INSERT INTO kv VALUES ${rows.join()}`,
  )
  await using gateway = await startTestGateway({
    schema: schemaOf(dialect),
    environment: { DB_URL: database.url },
    config: { requestTimeout: 60_000 },
  })
  const answers = await Promise.all(
    Array.from({ length: REQUESTS }, async (_, at) => {
      const keys = shuffled(at)
      const inputs = keys.map(k => ({ k, v: String(at) }))
      const field = at % 3 === 0 ? 'countKvs(inputs: $inputs)' : 'putKvs(inputs: $inputs) { k v }'
      const { body } = await gateway.query(`mutation ($inputs: [KvInput!]!) { done: ${field} }`, { inputs })
      return { body, expected: { data: { done: at % 3 === 0 ? KEYS.length : inputs } } }
    }),
  )
  expect(answers.map(({ body }) => body)).toEqual(answers.map(({ expected }) => expected))
  const { kvs } = ((await gateway.query('{ kvs { k v } }')).body as { data: { kvs: { k: string; v: string }[] } }).data
  expect(kvs.map(({ k }) => k)).toEqual(KEYS)
  expect(new Set(kvs.map(({ v }) => v)).size).toBe(1)

  // Of the same new rows only one list can be inserted; nobody waits for ever.
  const added = await Promise.all(
    [
      ['z', 'a', 'm'],
      ['m', 'z', 'a'],
      ['a', 'm', 'z'],
    ].map(
      async keys =>
        (
          await gateway.query('mutation ($inputs: [KvInput!]!) { addKvs(inputs: $inputs) { k } }', {
            inputs: keys.map(k => ({ k })),
          })
        ).body as { data: { addKvs: { k: string }[] | null }; errors?: { extensions: { code: string } }[] },
    ),
  )
  const outcomes = added.map(({ errors = [] }) => errors.map(({ extensions }) => extensions.code).join())
  expect(outcomes.sort()).toEqual(['', 'BAD_USER_INPUT', 'BAD_USER_INPUT'])
})

test.for(DIALECTS)('Rows of one list with the same key are written in its order (%s)', async dialect => {
  await using database = await createDatabase(
    dialect,
    'CREATE TABLE kv (k VARCHAR(20) NOT NULL PRIMARY KEY, v VARCHAR(20))',
  )
  await using gateway = await startTestGateway({ schema: schemaOf(dialect), environment: { DB_URL: database.url } })
  const inputs = [
    ['b', '1'],
    ['a', '2'],
    ['b', '3'],
    ['a', '4'],
  ].map(([k, v]) => ({ k, v }))
  const { body } = await gateway.query('mutation ($inputs: [KvInput!]!) { putKvs(inputs: $inputs) { k v } }', {
    inputs,
  })
  expect(body).toEqual({ data: { putKvs: inputs } })
  expect((await gateway.query('{ kvs { k v } }')).body).toEqual({
    data: {
      kvs: [
        { k: 'a', v: '4' },
        { k: 'b', v: '3' },
      ],
    },
  })
})
