import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, DIALECTS } from '../support/dialects.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'

const SCHEMA = `
  extend schema @source(name: "db", sql: { url: "{$env.DB_URL}", maxFilterRelations: 10 })
  type Query { users(where: UserFilter, orderBy: [UserOrder!]): [User!] @sql }
  type User @sql(table: "users", where: { tenant: "{$headers.x-tenant ?? 1}" }) {
    id: ID!
    name: String
    boss: User @map(from: "boss")
    same: [User!] @sql(where: { id: "{$this.id}" })
  }`

describe.each(DIALECTS)('What no filter may be (%s)', dialect => {
  const resources = new AsyncDisposableStack()
  let gateway: TestGateway
  let databaseUrl: string
  beforeAll(async () => {
    const sql =
      "CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(20), boss BIGINT, tenant BIGINT); INSERT INTO users VALUES (1, 'Ann', 1, 1)"
    const database = resources.use(await createDatabase(dialect, sql))
    databaseUrl = database.url
    gateway = resources.use(await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } }))
  })
  afterAll(() => resources.disposeAsync())

  const found = { data: { users: [{ id: '1' }] } }
  const byVariable = async (where: unknown) => {
    const { body } = await gateway.query('query ($where: UserFilter) { users(where: $where) { id } }', { where })
    return body
  }
  const refusal = (message: string) => ({
    errors: [expect.objectContaining({ message, extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) })],
    data: { users: null },
  })

  test('nested too deeply, in a variable or in the operation', async () => {
    expect(await byVariable(nested(150))).toEqual(found)
    expect(await byVariable(nested(1_000))).toEqual({
      errors: [expect.objectContaining({ message: 'The "variables" of the request are more than 200 levels deep.' })],
    })
    const inOperation = async (levels: number) =>
      (await gateway.query(`{ users(where: ${literal(levels)}) { id } }`)).body as { errors: { extensions: object }[] }
    expect(await inOperation(150)).toEqual(found)
    expect(await inOperation(1_000)).toEqual(refusal('The filter is more than 200 objects deep.'))
    const { errors } = await inOperation(3_500)
    expect(errors.map(({ extensions }) => extensions)).toEqual([
      expect.objectContaining({ code: expect.stringMatching(/^(BAD_USER_INPUT|OPERATION_LIMIT_EXCEEDED)$/) }),
    ])
    expect(await byVariable({})).toEqual(found)
  })

  test('through more tables than a database takes', async () => {
    const boss = (levels: number): object => (levels === 0 ? {} : { boss: boss(levels - 1) })
    const same = (levels: number): object =>
      levels === 0 ? {} : { same: { every: { same: { some: same(levels - 1) } } } }
    expect(await byVariable(boss(10))).toEqual(found)
    expect(await byVariable(same(5))).toEqual(found)
    expect(await byVariable(boss(11))).toEqual(refusal('The filter goes through more than 10 tables.'))
    expect(await byVariable(same(6))).toEqual(refusal('The filter goes through more than 10 tables.'))
  })

  test('through more than three tables, unless the schema allows it', async () => {
    await using usual = await startTestGateway({
      schema: SCHEMA.replace(', maxFilterRelations: 10', ''),
      environment: { DB_URL: databaseUrl },
    })
    const ask = async (where: string) => (await usual.query(`{ users(where: ${where}) { id } }`)).body
    expect(await ask('{ boss: { boss: { same: { some: { name: { eq: "Ann" } } } } } }')).toEqual(found)
    expect(await ask('{ boss: { boss: { boss: { boss: {} } } } }')).toEqual(
      refusal('The filter goes through more than 3 tables.'),
    )
  })

  test('beside an order by more columns than rows can be given', async () => {
    const ordered = async (count: number) => {
      const orderBy = Array.from({ length: count }, (_, n) => ({
        boss: n % 2 ? { name: 'ASC' } : { boss: { id: 'DESC' } },
      }))
      return (await gateway.query('query ($orderBy: [UserOrder!]) { users(orderBy: $orderBy) { id } }', { orderBy }))
        .body
    }
    expect(await ordered(50)).toEqual(found)
    expect(await ordered(51)).toEqual(refusal('"orderBy" must name at most 50 columns.'))
  })

  test('of more conditions than a database takes', async () => {
    const filters = Array.from({ length: 499 }, (_, n) => ({ name: { ne: `${n}` } }))
    expect(await byVariable({ and: filters })).toEqual(found)
    expect(await byVariable({ not: { or: [{ and: filters }, { id: { eq: 1 } }] } })).toEqual(
      refusal('The filter has more than 500 conditions.'),
    )
    const deep = filters.slice(0, 48).reduce((inner, filter) => ({ or: [{ and: [filter, inner] }, filter] }), {})
    expect(await byVariable(deep)).toEqual(found)
    const values = { id: { in: Array.from({ length: 40_000 }, (_, n) => n) } }
    expect(await byVariable(values)).toEqual(refusal('A list has too many values.'))
  })
})

/** An even number of negations around a filter that is true. */
function nested(levels: number): object {
  let filter: object = { id: { eq: '1' } }
  for (let level = 0; level < levels; level++) filter = { not: filter }
  return filter
}

function literal(levels: number): string {
  return `${'{ not: '.repeat(levels)}{ id: { eq: 1 } }${' }'.repeat(levels)}`
}
