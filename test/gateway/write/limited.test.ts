import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createDatabase, DIALECTS, inDialect } from '../../support/dialects.ts'
import { startTestGateway } from '../../support/gateway.ts'
import { writesOf } from './writes-of.ts'
import '../../support/seed.ts'

const SCHEMA = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}", maxFilterRelations: 10 })
type Query { users(where: UserFilter): [User!] @sql(orderBy: "id") }
type Mutation {
  remove(where: UserFilter!): Int @sql(type: "User", delete: true, where: "{$args.where}", limit: 3)
  removed(where: UserFilter!): [User!] @sql(delete: true, where: { and: ["{$args.where}"] }, limit: 3)
  rate(where: UserFilter!, by: Int): [User!] @sql(update: { score: { add: "{$args.by}" } }, where: "{$args.where}", limit: 3)
  rated(where: UserFilter!, by: Int!): Boolean
    @sql(type: "User", update: { score: "{$args.by}" }, where: { and: ["{$args.where}"], score: { gte: 0 } }, limit: 3)
  ratedAll(where: UserFilter!): Int
    @sql(type: "User", update: { score: 1 }, where: { and: [{ score: { lt: 2 } }, { or: ["{$args.where}"] }] }, limit: 3)
  led(where: UserFilter!): Int
    @sql(type: "User", update: { score: 1 }, where: { namesakes: { some: { and: [{ score: { lt: 9 } }, "{$args.where}"] } } }, limit: 3)
  counted(where: UserFilter!): Int
    @sql(type: "User", update: { score: 1 }, where: { namesakes: { count: { lt: 9 }, where: "{$args.where}" } }, limit: 3)
}
type User @sql(table: "users", where: { team: "{$headers.x-team}" }) {
  id: ID! name: String score: Int
  namesakes: [User!] @sql(where: { name: "{$this.name}" })
  boss: User @map(from: "boss_id")
  deputy: User @sql(where: { id: "{$this.boss_id}" })
}
extend input UserListFilter { max: UserAggregateMaxFilter }
`
const rows = Array.from(
  { length: 9 },
  (_, at) => `(${at + 1}, 'n${at % 4}', ${at}, '${at < 6 ? 'a' : 'b'}', ${at < 3 ? 1 : 'NULL'})`,
)
const TABLE = `CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(9), score INT, team VARCHAR(9), boss_id INT); INSERT INTO users VALUES ${rows}`
const A = { 'x-team': 'a' }
const EMPTY = 'The filter has no condition, and would find all rows.'
const MANY = 'This would change more than 3 rows; nothing was changed.'

describe.for(DIALECTS)("Rows are changed by a client's filter (%s)", dialect => {
  test('up to the limit, beyond which none is, and never without a condition', async () => {
    await using database = await createDatabase(dialect, TABLE)
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const ask = async (fields: string) => {
      const { body } = await gateway.query(`mutation { ${fields} }`, {}, A)
      const { data, errors = [] } = body as {
        data: object
        errors?: { message: string; extensions: { code: string } }[]
      }
      return { data, errors: errors.map(({ message, extensions: { code } }) => `${code} ${message}`) }
    }
    const before = await database.run('SELECT * FROM users')
    const empty = [
      '{}',
      '{ and: [] }',
      '{ not: { or: [] } }',
      '{ and: [{}, { name: {} }] }',
      '{ or: [{}, { name: { eq: "n0" } }] }',
      '{ namesakes: { some: {} } }',
      '{ not: { namesakes: { none: { not: { boss: {} } } } } }',
      '{ namesakes: { every: { or: [] } } }',
      '{ not: { namesakes: { every: { or: [] } } } }',
      '{ namesakes: { every: { not: {} } } }',
      '{ not: { namesakes: { every: { namesakes: { count: { in: [] } } } } } }',
      '{ boss: { not: { namesakes: { every: { and: [{ or: [] }, { name: { eq: "n0" } }] } } } } }',
      '{ or: [{ namesakes: { some: {} } }, { name: { eq: "n0" } }] }',
      '{ boss: { namesakes: { some: { namesakes: { count: {} } } } } }',
    ]
    for (const where of empty)
      for (const field of [
        'remove(where: W)',
        'removed(where: W) { id }',
        'rate(where: W, by: 1) { id }',
        'rated(where: W, by: 1)',
        'ratedAll(where: W)',
        'led(where: W)',
        'counted(where: W)',
      ])
        expect([where, (await ask(field.replace('W', where))).errors]).toEqual([where, [`BAD_USER_INPUT ${EMPTY}`]])
    const many = '{ score: { lt: 4 } }'
    expect(
      (
        await ask(`a: remove(where: ${many}) b: removed(where: ${many}) { id } c: rate(where: ${many}, by: 1) { id }
      d: rated(where: ${many}, by: 1) e: remove(where: { id: { isNull: false } })`)
      ).errors,
    ).toEqual(Array(5).fill(`BAD_USER_INPUT ${MANY}`))
    expect(await database.run('SELECT * FROM users')).toEqual(before)
    expect(writesOf(gateway)).toEqual([])
    const { data } =
      await ask(`rate(where: { score: { lt: 3 } }, by: 10) { id score } none: remove(where: { name: { eq: "n9" } })
      rated(where: { id: { eq: 4 } }, by: 7) removed(where: { id: { in: [4, 9] } }) { id score } remove(where: { score: { gte: 11 } })`)
    expect(data).toEqual({
      rate: [
        { id: '1', score: 10 },
        { id: '2', score: 11 },
        { id: '3', score: 12 },
      ],
      none: 0,
      rated: true,
      removed: [{ id: '4', score: 7 }],
      remove: 2,
    })
    expect(writesOf(gateway).at(-1)).toBe(inDialect(dialect, 'delete from "users" where "id" in (?, ?)'))
    expect(await database.run("SELECT id FROM users WHERE team = 'b'")).toHaveLength(3)
  })

  test('but not by one of empty parts, however these are put together', async () => {
    await using database = await createDatabase(dialect, TABLE)
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const before = await database.run('SELECT * FROM users')
    const { part } = fc.letrec<{ part: object }>(tie => {
      const inside = tie('part')
      const parts = fc.array(inside, { maxLength: 3 })
      return {
        part: fc.oneof(
          { depthSize: 'small', withCrossShrink: true },
          fc.constantFrom({}, { and: [] }, { or: [] }, { name: {} }, { id: { notIn: [] } }, { id: { in: [] } }),
          fc.constantFrom({ namesakes: {} }, { namesakes: { count: {} } }, { namesakes: { max: { score: {} } } }),
          fc.record({ and: parts }),
          fc.record({ or: parts }),
          fc.record({ not: inside }),
          fc.record({ boss: inside }),
          fc.record({ deputy: inside }),
          fc.record({ namesakes: fc.record({ some: inside, none: inside, every: inside }, { requiredKeys: [] }) }),
          fc.record({ namesakes: fc.record({ count: fc.constant({}), where: inside }) }),
        ),
      }
    })
    await fc.assert(
      fc.asyncProperty(part, async where => {
        const { body } = await gateway.query(
          `mutation ($where: UserFilter!) {
            remove(where: $where) rate(where: $where, by: 1) { id } rated(where: $where, by: 1) ratedAll(where: $where) led(where: $where)
            counted(where: $where)
          }`,
          { where },
          A,
        )
        const { data, errors = [] } = body as { data: Record<string, unknown>; errors?: { message: string }[] }
        const nothing = { remove: 0, rate: [], rated: false, ratedAll: 0, led: 0, counted: 0 }
        for (const [field, answer] of Object.entries(data))
          expect([null, nothing[field as 'remove']]).toContainEqual(answer)
        expect(new Set(errors.map(({ message }) => message)).size).toBeLessThanOrEqual(1)
        for (const { message } of errors) expect(message).toBe(EMPTY)
        expect(await database.run('SELECT * FROM users')).toEqual(before)
      }),
      { numRuns: 150 },
    )
  })

  test('though with what says that a related row is not there', async () => {
    await using database = await createDatabase(dialect, TABLE)
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const ask = (where: string) => gateway.query(`mutation { rate(where: ${where}, by: 1) { id } }`, {}, A)
    const ids = ['4', '5', '6'].map(id => ({ id }))
    expect((await ask('{ boss: null }')).body).toEqual({ data: { rate: ids } })
    expect((await ask('{ deputy: null }')).body).toEqual({ data: { rate: ids } })
  })

  test('which finds what it finds in a query', async () => {
    await using database = await createDatabase(dialect, TABLE)
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const leaf = fc.oneof(
      fc.record({ score: fc.record({ gte: fc.integer({ min: 0, max: 9 }) }) }),
      fc.record({ name: fc.record({ ne: fc.constantFrom('n0', 'n1', "n' or '1'='1") }) }),
      fc.record({ namesakes: fc.record({ count: fc.record({ gt: fc.integer({ min: 0, max: 3 }) }) }) }),
      fc.record({
        namesakes: fc.record({ max: fc.record({ score: fc.record({ lt: fc.integer({ min: 0, max: 9 }) }) }) }),
      }),
      fc.record({ id: fc.record({ in: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 5 }) }) }),
      fc.record({
        score: fc.record({ lt: fc.integer({ min: 0, max: 9 }) }),
        id: fc.record({ notIn: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 2 }) }),
      }),
    )
    const filter = fc.oneof(
      leaf,
      fc.record({ or: fc.array(leaf, { minLength: 1, maxLength: 3 }) }),
      fc.record({ not: leaf }),
    )
    await fc.assert(
      fc.asyncProperty(filter, async where => {
        const found = (
          await gateway.query('query ($where: UserFilter) { users(where: $where) { id score } }', { where }, A)
        ).body
        const users = (found as { data: { users: { id: string; score: number }[] } }).data.users
        const { body } = await gateway.query(
          'mutation ($where: UserFilter!) { rate(where: $where, by: 0) { id score } }',
          { where },
          A,
        )
        if (users.length > 3) expect(body).toMatchObject({ data: { rate: null }, errors: [{ message: MANY }] })
        else expect(body).toEqual({ data: { rate: users } })
      }),
      { numRuns: 40 },
    )
  })
})
