import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createDatabase, DIALECTS, inDialect } from '../../support/dialects.ts'
import { startTestGateway } from '../../support/gateway.ts'
import { writesOf } from './writes-of.ts'
import '../../support/seed.ts'

const SCHEMA = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
scalar BigInt scalar Decimal
type Query { items: [Item!] @sql(orderBy: "id") }
type Mutation {
  restock(id: ID!, n: BigInt): Item @sql(update: { stock: { add: "{$args.n}" } }, where: { id: "{$args.id}" })
  take(id: ID!, n: BigInt!): Item
    @sql(update: { stock: { subtract: "{$args.n}" } }, where: { id: "{$args.id}", stock: { gte: "{$args.n}" } })
  scale(by: Decimal!): [Item!] @sql(update: { price: { multiply: "{$args.by}" } }, where: { id: { gte: 1 } })
  weigh(id: ID!, by: Float!): Boolean
    @sql(type: "Item", update: { weight: { multiply: "{$args.by}" } }, where: { id: "{$args.id}" })
  note(id: ID!, text: String!): Item @sql(update: { notes: { append: "{$args.text}" } }, where: { id: "{$args.id}" })
  visit(id: ID!): Item @sql(upsert: { id: "{$args.id}", stock: { add: 1 }, notes: { append: "!" } })
  mine(id: ID!): Int @sql(type: "Own", update: { stock: { add: 1 } }, where: { id: { lte: "{$args.id}" } })
}
type Item @sql(table: "items") { id: ID! stock: BigInt price: Decimal notes: String weight: Float }
type Own @sql(table: "items", where: { owner: "{$headers.x-owner}" }) { id: ID! }
`

const TABLE = `CREATE TABLE items (id INT PRIMARY KEY, stock BIGINT, price DECIMAL(10, 2), notes VARCHAR(20),
    weight DOUBLE PRECISION, owner VARCHAR(9));
  INSERT INTO items VALUES (1, 10, 1.50, 'a', 2, 'ann'), (2, NULL, NULL, NULL, NULL, 'bob'),
    (3, 9223372036854775806, 99999999.99, 'exactly twenty chars', 1e308, 'ann')`

describe.for(DIALECTS)('A column is changed by the database itself (%s)', dialect => {
  const start = async () => {
    const database = await createDatabase(dialect, TABLE)
    const gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    return {
      gateway,
      messages: async (fields: string) => {
        const { body } = await gateway.query(`mutation { ${fields} }`)
        const { errors = [] } = body as { errors?: { message: string; extensions: { code: string } }[] }
        return errors.map(({ message, extensions: { code } }) => `${code} ${message}`)
      },
      async [Symbol.asyncDispose]() {
        await gateway[Symbol.asyncDispose]()
        await database[Symbol.asyncDispose]()
      },
    }
  }

  test('in one statement, and the row that it made is the answer', async () => {
    await using world = await start()
    const { gateway } = world
    const { body } = await gateway.query(`mutation {
      more: restock(id: 1, n: 5) { stock } less: restock(id: 1, n: -7) { stock } as_it_is: restock(id: 1) { stock }
      taken: take(id: 1, n: 8) { stock } none: take(id: 1, n: 1) { stock }
      note(id: 1, text: "b'; --") { notes }
      old: visit(id: 1) { stock notes } made: visit(id: 9) { stock notes }
      weigh(id: 1, by: 1.5)
    }`)
    expect(body).toEqual({
      data: {
        ...{ more: { stock: 15 }, less: { stock: 8 }, as_it_is: { stock: 8 } },
        ...{ taken: { stock: 0 }, none: null, note: { notes: "ab'; --" } },
        ...{ old: { stock: 1, notes: "ab'; --!" }, made: { stock: 1, notes: '!' }, weigh: true },
      },
    })
    const integer = dialect === 'postgres' ? 'cast(? as bigint)' : '?'
    const append = dialect === 'mariadb' ? 'concat("notes", ?)' : '"notes" || ?'
    expect(writesOf(gateway)).toEqual(
      [
        `update "items" set "stock" = "stock" + ${integer} where "id" = ?`,
        `update "items" set "stock" = "stock" + ${integer} where "id" = ?`,
        `update "items" set "stock" = "stock" - ${integer} where "id" = ? and "stock" >= ?`,
        `update "items" set "stock" = "stock" - ${integer} where "id" = ? and "stock" >= ?`,
        `update "items" set "notes" = ${append} where "id" = ?`,
        `update "items" set "stock" = "stock" + ${integer}, "notes" = ${append} where "id" in (?)`,
        `update "items" set "stock" = "stock" + ${integer}, "notes" = ${append} where "id" in (?)`,
        'insert into "items" ("id", "stock", "notes") values (?, ?, ?)',
        'update "items" set "weight" = "weight" * ? where "id" = ?',
      ].map(text => inDialect(dialect, text)),
    )
  })

  test('null stays null, and null is nothing to change it by', async () => {
    await using world = await start()
    const { gateway, messages } = world
    const { body } = await gateway.query(
      'mutation { restock(id: 2, n: 5) { stock } note(id: 2, text: "x") { notes } weigh(id: 2, by: 2) }',
    )
    expect(body).toEqual({ data: { restock: { stock: null }, note: { notes: null }, weigh: true } })
    expect(await messages('restock(id: 1, n: null) { id }')).toEqual(['BAD_USER_INPUT "n" must not be null.'])
  })

  test('a decimal keeps its digits, and is rounded as the column is', async () => {
    await using world = await start()
    const { gateway } = world
    const { body } = await gateway.query(
      'mutation { restock(id: 3, n: 1) { stock } scale(by: "0.333333333333") { id price } }',
    )
    const scaled = (body as { data: { restock: object; scale: { price: string | null }[] } }).data
    expect(scaled.restock).toEqual({ stock: '9223372036854775807' })
    const prices = scaled.scale.map(({ price }) => price)
    // SQLite has doubles for decimals, and keeps all of their digits.
    if (dialect === 'sqlite')
      expect(prices.map(price => price && Number(price).toFixed(2))).toEqual(['0.50', null, '33333333.33'])
    else expect(prices.map(price => price && Number(price))).toEqual([0.5, null, 33333333.33])
  })

  test('what no column holds is an error of the argument, and nothing is changed', async () => {
    await using world = await start()
    const { gateway, messages } = world
    const before = (await gateway.query('{ items { id stock price notes weight } }')).body
    const out = (name: string) => `BAD_USER_INPUT "${name}" leads to a value that is out of range.`
    expect(await messages('restock(id: 3, n: 2) { id }')).toEqual([out('n')])
    expect(await messages('restock(id: 1, n: "9223372036854775807") { id }')).toEqual([out('n')])
    expect(await messages('weigh(id: 3, by: 100)')).toEqual([out('by')])
    if (dialect !== 'sqlite') {
      expect(await messages('scale(by: 10) { id }')).toEqual([out('by')])
      expect(await messages('note(id: 3, text: "x") { id }')).toEqual([
        'BAD_USER_INPUT "text" leads to a value that is too long.',
      ])
    }
    expect(await messages('restock(id: 1, n: "9223372036854775808") { id }')).toEqual([
      `BAD_USER_INPUT "n" has a value that can't be stored.`,
    ])
    expect((await gateway.query('{ items { id stock price notes weight } }')).body).toEqual(before)
  })

  test("only the rows of the type's where are changed", async () => {
    await using world = await start()
    const { gateway } = world
    await gateway.query('mutation { mine(id: 2) }', {}, { 'x-owner': 'bob' })
    const { body } = await gateway.query('mutation { mine(id: 2) }', {}, { 'x-owner': 'ann' })
    expect(body).toEqual({ data: { mine: 1 } })
    expect((await gateway.query('{ items { stock } }')).body).toEqual({
      data: { items: [{ stock: 11 }, { stock: null }, { stock: '9223372036854775806' }] },
    })
  })

  test('no change is lost between many at once, and none goes below what is there', async () => {
    await using world = await start()
    const { gateway } = world
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -4, max: 6 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 8 }),
        async (changes, takers) => {
          const stockOf = async () =>
            Number(
              ((await gateway.query('{ items { stock } }')).body as { data: { items: { stock: string }[] } }).data
                .items[0]?.stock,
            )
          const before = await stockOf()
          const all = changes.map(n => gateway.query('mutation ($n: BigInt) { restock(id: 1, n: $n) { id } }', { n }))
          for (const answer of all) expect((await answer).body).toEqual({ data: { restock: { id: '1' } } })
          const there = await stockOf()
          expect(there).toBe(before + changes.reduce((sum, n) => sum + n, 0))
          const takes = Array.from({ length: takers }, () => gateway.query('mutation { take(id: 1, n: 3) { id } }'))
          const taken = (await Promise.all(takes)).filter(
            ({ body }) => (body as { data: { take: unknown } }).data.take !== null,
          ).length
          expect(taken).toBe(Math.min(takers, Math.max(0, Math.floor(there / 3))))
          expect(await stockOf()).toBe(there - 3 * taken)
        },
      ),
      { numRuns: 12 },
    )
  })
})
