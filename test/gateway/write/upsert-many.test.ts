import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { COUNTED_KEY, createDatabase, DIALECTS, type Dialect, inDialect } from '../../support/dialects.ts'
import { startTestGateway } from '../../support/gateway.ts'
import { writesOf } from './writes-of.ts'
import '../../support/seed.ts'

const SCHEMA = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query { tags: [Tag!] @sql(orderBy: "id") }
type Mutation {
  put(tags: [NewTag!]!): [Tag!] @sql(upsert: "{$args.tags}", on: ["name"])
  putCount(tags: [NewTag!]!): Int @sql(type: "Tag", upsert: "{$args.tags}", on: ["name"])
  keep(tags: [NewTag!]!): [Tag!] @sql(insert: "{$args.tags}", on: ["name"])
  keepCount(tags: [NewTag!]!): Int @sql(type: "Tag", insert: "{$args.tags}", on: ["name"])
  pair(rows: [NewPair!]!): Int @sql(type: "Pair", upsert: "{$args.rows}", on: ["a", "b"])
  sit(rows: [NewSeat!]!): [Seat!] @sql(upsert: "{$args.rows}")
}
input NewSeat { name: ID seat: Int }
input NewTag { name: String color: String }
input NewPair { a: Int b: String n: Int }
type Tag @sql(table: "tags", where: { owner: "{$headers.x-owner}" }) { id: ID! name: String color: String }
type Seat @sql(table: "seats", key: "name") { name: ID seat: Int }
type Pair @sql(table: "pairs", key: ["a", "b"]) { a: Int b: String n: Int }
`
const tableOf = (
  dialect: Dialect,
) => `CREATE TABLE tags (id ${COUNTED_KEY[dialect]}, name VARCHAR(20) UNIQUE, color VARCHAR(20), owner VARCHAR(9));
  INSERT INTO tags (name, color, owner) VALUES ('red', 'f00', 'ann'), ('sky', '0cf', 'ann'), ('hidden', NULL, 'bob');
  CREATE TABLE pairs (a INT, b VARCHAR(9), n INT, PRIMARY KEY (a, b)); INSERT INTO pairs VALUES (1, 'x', 1);
  CREATE TABLE seats (name VARCHAR(9) PRIMARY KEY, seat INT UNIQUE); INSERT INTO seats VALUES ('b', 1), ('d', 2)`
const ANN = { 'x-owner': 'ann' }

describe.for(DIALECTS)('Many rows are put at once (%s)', dialect => {
  test('by one statement for those that are new, and one for each that changes', async () => {
    await using database = await createDatabase(dialect, tableOf(dialect))
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const put =
      '[{ name: "tan", color: "a" }, { name: "red", color: "b" }, { name: "pink", color: "c" }, { name: "tan", color: "d" }, { color: "e" }]'
    const { body } = await gateway.query(`mutation { put(tags: ${put}) { name color } }`, {}, ANN)
    const [first, second] = ['a', 'd'].map(color => ({ name: 'tan', color }))
    const [red, pink] = [
      { name: 'red', color: 'b' },
      { name: 'pink', color: 'c' },
    ]
    expect(body).toEqual({ data: { put: [first, red, pink, second, { name: null, color: 'e' }] } })
    const insert = 'insert into "tags" ("name", "color", "owner") values (?, ?, ?)'
    const update = 'update "tags" set "color" = ? where "owner" = ? and "name" in (?)'
    expect(writesOf(gateway)).toEqual(
      [
        ...[insert, update],
        // Of the same key.
        ...[update, insert, update],
        `insert into "tags" ("color", "owner") values (?, ?)${dialect === 'mariadb' ? '' : ' returning "id"'}`,
      ].map(text => inDialect(dialect, text)),
    )
    const names = Array.from({ length: 50 }, (_, at) => `{ name: "t${at}" }`)
    for (const field of ['putCount', 'keepCount', 'keepCount'])
      await gateway.query(`mutation { ${field}(tags: [${names}]) }`, {}, ANN)
    expect(
      writesOf(gateway)
        .slice(6)
        .filter(text => text.startsWith('insert')),
    ).toHaveLength(1)
  })

  test('but none that another tenant has', async () => {
    await using database = await createDatabase(dialect, tableOf(dialect))
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const before = await database.run('SELECT * FROM tags')
    for (const field of ['putCount', 'keepCount']) {
      const { body } = await gateway.query(
        `mutation { ${field}(tags: [{ name: "new" }, { name: "hidden" }]) }`,
        {},
        ANN,
      )
      expect(body).toMatchObject({ data: { [field]: null }, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
    }
    expect(await database.run('SELECT * FROM tags')).toEqual(before)
  })

  test('in the order of their keys, as one may free what the next one takes', async () => {
    await using database = await createDatabase(dialect, tableOf(dialect))
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const seats = (['e2', 'd4', 'a7', 'c1', 'b3'] as const).map(([name, seat]) => ({ name, seat: Number(seat) }))
    const { body } = await gateway.query(
      'mutation ($rows: [NewSeat!]!) { sit(rows: $rows) { name seat } }',
      { rows: seats },
      ANN,
    )
    expect(body).toEqual({ data: { sit: seats } })
  })

  test('and of those that are there and stay nothing is asked again', async () => {
    await using database = await createDatabase(dialect, tableOf(dialect))
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    for (const field of ['keepCount', 'putCount']) {
      const before = gateway.log.length
      await gateway.query(
        `mutation { ${field}(tags: [{ name: "red" }, { name: "sky" }, { name: "${field}" }]) }`,
        {},
        ANN,
      )
      const texts = gateway.log.slice(before).map(({ text }) => String(text))
      expect(texts.filter(text => /^(?:select .* from .tags|insert|update)/i.test(text))).toHaveLength(2)
    }
  })

  test('as one after the other would be', async () => {
    await using database = await createDatabase(dialect, tableOf(dialect))
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const sameAs = (name: string) => (dialect === 'mariadb' ? name.toLowerCase().replace('é', 'e') : name)
    const tag = fc.record(
      {
        name: fc.constantFrom('red', 'RED', 'sky', 'tan', 'Tan', 'café', 'cafe', 'pink'),
        color: fc.constantFrom('a', 'b', null),
      },
      { requiredKeys: ['name'] },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(tag, { maxLength: 6 }), fc.boolean(), async (tags, keeps) => {
        await database.run("DELETE FROM tags WHERE owner = 'ann' AND name NOT IN ('red', 'sky')")
        await database.run("UPDATE tags SET color = 'x' WHERE name IN ('red', 'sky')")
        const known = new Map(['red', 'sky'].map(name => [name, { name, color: 'x' as string | null }]))
        const expected = tags.map(({ name, color }) => {
          const row = known.get(sameAs(name)) ?? { name, color: color ?? null }
          known.set(sameAs(name), row)
          if (!keeps && color !== undefined) row.color = color
          return { ...row }
        })
        const field = keeps ? 'keep' : 'put'
        const { body } = await gateway.query(
          `mutation ($tags: [NewTag!]!) { ${field}(tags: $tags) { name color } }`,
          { tags },
          ANN,
        )
        expect(body).toEqual({ data: { [field]: expected } })
      }),
      { numRuns: 40 },
    )
  })

  test('by keys of several columns', async () => {
    await using database = await createDatabase(dialect, tableOf(dialect))
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const rows = '[{ a: 1, b: "x", n: 5 }, { a: 1, b: "y", n: 6 }, { a: 2, b: "x", n: 7 }]'
    expect((await gateway.query(`mutation { pair(rows: ${rows}) }`, {}, ANN)).body).toEqual({ data: { pair: 3 } })
    expect(await database.run('SELECT * FROM pairs ORDER BY a, b')).toHaveLength(3)
    expect(await database.run('SELECT n FROM pairs WHERE n >= 5')).toHaveLength(3)
  })
})
