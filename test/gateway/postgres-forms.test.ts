import { expect, test } from 'vitest'
import { startTestGateway } from '../support/gateway.ts'
import { createPostgresDatabase } from '../support/postgres.ts'

const TYPES: Readonly<Record<string, { readonly good: readonly string[]; readonly bad: readonly string[] }>> = {
  interval: {
    good: ['P1DT2H', '1 day 02:00', '26:00:00'],
    bad: ['soon', 'P', 'PT', 'P99999999999Y', '1 day 02:99', ''],
  },
  timetz: { good: ['10:00:00+01', '10:00:00+01:00'], bad: ['10:00', '25:00+00', '10:00+99'] },
  macaddr: {
    good: ['08:00:2b:01:02:03', '08-00-2B-01-02-03', '08002b010203'],
    bad: ['08:00:2b', 'x', '08:002b:01:02:03:'],
  },
  macaddr8: { good: ['08:00:2b:01:02:03:04:05'], bad: ['08:00:2b', '08:00:2b:01:02:03:04:0g'] },
  cidr: { good: ['10.1.0.0/16'], bad: ['10.1.2.3/16', '10.1.0.0/99', 'ten', '10.1'] },
  'bit(4)': { good: ['0101'], bad: ['0121', '', '0b1'] },
  varbit: { good: ['0101'], bad: ['0121', 'x0101'] },
  int4range: { good: ['[1,5)', '[1,4]', '(0,5)'], bad: ['[5,1)', '[1,9999999999)', '1-5', '[1,2147483647]', '[a,b)'] },
  numrange: { good: ['[1.50,2)', '["1.5","2.0")'], bad: ['[2,1.999)', '[x,)', '[1,2,3)'] },
  daterange: {
    good: ['[2026-01-01,2026-01-31]', '[2026-01-01,2026-02-01)'],
    bad: ['[2026-02-30,)', '[2026-02-01,2026-01-01)', '[2026-01-01,5874897-12-31]'],
  },
  tsrange: { good: ['["2026-01-01 08:00:00",)', '[2026-01-01T08:00,)'], bad: ['[8:00,)', '["a""b",)'] },
  tstzrange: {
    good: ['["2026-01-01 08:00:00+00",)', '[2026-01-01T09:00:00+01:00,)'],
    bad: ['[now,)', '["2026-01-01 08:00:00+00"'],
  },
}

for (const [type, { good, bad }] of Object.entries(TYPES))
  test(`PostgreSQL: a value that is no ${type} matches nothing, beside one that is; rows go back to all that are equal`, async () => {
    const values = [...good, ...bad]
    const rows = values.map((value, at) => `(${at}, '${value.replaceAll("'", "''")}')`)
    await using database = await createPostgresDatabase(`
      CREATE TABLE items (id INT, at ${type}); INSERT INTO items VALUES (1, '${good[0]}'), (2, NULL);
      CREATE TABLE keys (id INT, at TEXT); INSERT INTO keys VALUES ${rows.join(', ')}`)
    const schema = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
      type Query { keys: [Key!] @sql(orderBy: "id")  items(where: ItemFilter, orderBy: [ItemOrder!]): [Item!] @sql }
      type Mutation { add(id: ID!, at: String): Int @sql(type: "Item", insert: { id: "{$args.id}", at: "{$args.at}" }) }
      type Key @sql(table: "keys") { id: ID!  items: [Item!] @sql(where: { at: "{$this.at}" }) }
      type Item @sql(table: "items") { id: ID!  at: String }`
    await using gateway = await startTestGateway({ schema, environment: { DB_URL: database.url } })
    const { body } = await gateway.query('{ keys { items { id } } items(orderBy: [{ at: DESC }]) { id } }')
    expect(body).toEqual({
      data: {
        keys: [...good.map(() => ({ items: [{ id: '1' }] })), ...bad.map(() => ({ items: [] }))],
        items: [{ id: '1' }, { id: '2' }],
      },
    })
    const where = `where: { or: [${values.map(value => `{ at: { eq: ${JSON.stringify(value)} } }`).join(', ')}] }`
    expect((await gateway.query(`{ items(${where}) { id } }`)).body).toEqual({ data: { items: [{ id: '1' }] } })
    const add = `mutation { add(id: 3, at: ${JSON.stringify(good[0])}) bad: add(id: 4, at: "nothing of it") }`
    expect((await gateway.query(add)).body).toMatchObject({
      data: { add: 1, bad: null },
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    })
  })

test('PostgreSQL: rows go back to keys as char(n) and the column’s own collation say', async () => {
  await using database = await createPostgresDatabase(`
    CREATE COLLATION "any case" (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
    CREATE TABLE items (id INT, code CHAR(6), name TEXT COLLATE "any case");
    INSERT INTO items VALUES (1, 'ab', 'Straße'), (2, 'cd', 'Weg');
    CREATE TABLE keys (id INT, code TEXT, name TEXT);
    INSERT INTO keys VALUES (1, 'ab', 'STRASSE'), (2, 'ab  ', 'straße'), (3, 'cd', 'WEG'), (4, ' ab', 'wog')`)
  const schema = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
    type Query { keys: [Key!] @sql(orderBy: "id")  items(where: ItemFilter): [Item!] @sql(orderBy: "id") }
    type Key @sql(table: "keys") {
      byCode: [Item!] @sql(where: { code: "{$this.code}" })
      byName: [Item!] @sql(where: { name: "{$this.name}" })
    }
    type Item @sql(table: "items") { id: ID!  name: String }`
  await using gateway = await startTestGateway({ schema, environment: { DB_URL: database.url } })
  const of = (...ids: string[]) => ids.map(id => ({ id }))
  const { body } = await gateway.query(`{
    keys { byCode { id } byName { id } }
    contains: items(where: { name: { contains: "e" } }) { id }
    equal: items(where: { name: { eq: "wEG" } }) { id }
  }`)
  expect(body).toMatchObject({
    data: {
      keys: [
        { byCode: of('1') },
        { byCode: of('1'), byName: of('1') },
        { byCode: of('2'), byName: of('2') },
        { byCode: [], byName: [] },
      ],
      contains: of('1', '2'),
      equal: of('2'),
    },
  })
})

test('PostgreSQL: nothing is compared with a type without an equality, nor ordered by it', async () => {
  const sql = `CREATE TABLE items (id INT PRIMARY KEY, doc JSON, place POINT, tags TEXT[], docs JSON[], note XML, of REGCLASS);
    INSERT INTO items (id, doc, place) VALUES (1, '{"a": 1}', '(1,2)')`
  await using database = await createPostgresDatabase(sql)
  const schemaOf = (query: string) => `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
scalar JSON
type Query { ${query} }
type Item @sql(table: "items") { id: ID!  doc: JSON  place: String  tags: [String!]  note: String  of: String }
`
  const environment = { DB_URL: database.url }
  const wrong = schemaOf(`
  a(doc: JSON): [Item!] @sql(where: { doc: "{$args.doc}" })
  b: [Item!] @sql(where: { not: { place: { in: ["(1,2)"] } } })
  c: [Item!] @sql(where: { tags: { gt: "a" } }, orderBy: ["doc", "note", "docs", "tags"])
  d: [Item!] @sql(where: { doc: null, place: { contains: "1" }, note: { isNull: true } })
  e: [Item!] @sql(where: { of: "pg_class" })
`)
  const { problems } = await startTestGateway({ schema: wrong, environment }).catch(error => error)
  expect(problems.map((each: Record<string, string>) => `${each.coordinate}: ${each.message}`)).toEqual([
    'Query.a: nothing can be compared with "doc", which holds JSON.',
    'Query.b: nothing can be compared with "place", which has a type without an equality.',
    'Query.c: nothing can be compared with "tags", which holds lists.',
    `Query.c: a list can't be in the order of "doc", which holds JSON.`,
    `Query.c: a list can't be in the order of "note", which has a type without an order.`,
    `Query.c: a list can't be in the order of "docs", which holds lists.`,
    'Query.e: nothing can be compared with "of", which has a type without an equality.',
  ])
  const schema = schemaOf('items(where: ItemFilter, orderBy: [ItemOrder!]): [Item!] @sql')
  await using gateway = await startTestGateway({ schema, environment })
  const { body } = await gateway.query(`{
    eq: items(where: { place: { eq: "(1,2)" } }) { id }
    ne: items(where: { not: { place: { eq: "(1,2)" } } }) { id }
    like: items(where: { place: { contains: "1,2" } }) { id }
    order: items(orderBy: [{ place: ASC }]) { id }
  }`)
  expect(body).toMatchObject({
    data: { eq: null, ne: null, like: [{ id: '1' }], order: null },
    errors: ['eq', 'ne', 'order'].map(path => ({ path: [path], extensions: { code: 'BAD_USER_INPUT' } })),
  })
})
