import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkSchema } from '../../src/compose/check-schema.ts'
import { importDatabase } from '../../src/compose/import-database.ts'
import { startTestGateway } from '../support/gateway.ts'
import { createPostgresDatabase } from '../support/postgres.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import type { TestDatabase } from '../support/test-database.ts'

async function importAll(database: TestDatabase): Promise<{ text: string; leftOut: string[]; type: string }> {
  const { text } = await importDatabase({ url: database.url, directory: '/', mutations: true })
  const leftOut = [...text.matchAll(/^# Left out: (.*)$/gm)].map(([, what = '']) => what)
  const type = /^type Item @sql[^{]*\{\n([\s\S]*?)\n\}/m.exec(text)?.[1] ?? ''
  return { text, leftOut, type: type.replaceAll(/^ +/gm, '').replaceAll('\n', ', ') }
}

/** What `sluice check` says of the schema, with the database. */
async function problemsIn(text: string, { url }: TestDatabase) {
  await using directory = await createTempDirectory()
  const schemaPath = join(directory.path, 'schema.graphql')
  await writeFile(schemaPath, text)
  return await checkSchema({ schemaPath, environment: { DATABASE_URL: url } })
}

/** An array of each kind: the type of its column, the field that is written for it, an array, and its items as they are answered. */
const ARRAYS: readonly (readonly [column: string, field: string, array: string, items: readonly unknown[]])[] = [
  ['bool[]', '[Boolean]', '{t,f,NULL}', [true, false, null]],
  ['int2[]', '[Int]', '{1,-2}', [1, -2]],
  ['int[]', '[Int]', '{7}', [7]],
  ['int8[]', '[BigInt]', '{9007199254740991}', [9007199254740991]],
  ['oid[]', '[BigInt]', '{4294967295}', [4294967295]],
  ['numeric(6,2)[]', '[Decimal]', '{1.50}', ['1.50']],
  ['real[]', '[Float]', '{0.1}', [0.1]],
  ['double precision[]', '[Float]', '{1.5}', [1.5]],
  ['text[]', '[String]', '{a,"b c",NULL,""}', ['a', 'b c', null, '']],
  ['varchar(9)[]', '[String]', '{a}', ['a']],
  ['bytea[]', '[Base64]', '{"\\\\x6162"}', ['YWI=']],
  ['uuid[]', '[UUID]', '{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}', ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11']],
  ['date[]', '[Date]', '{2024-02-29}', ['2024-02-29']],
  ['time[]', '[Time]', '{10:00}', ['10:00:00']],
  ['timestamp[]', '[DateTime]', '{2024-02-29 01:02:03}', ['2024-02-29T01:02:03Z']],
  ['timestamptz[]', '[DateTime]', '{2024-02-29 01:02:03+00}', ['2024-02-29T01:02:03Z']],
  ['interval[]', '[String]', '{1 day}', ['P1D']],
  ['inet[]', '[String]', '{::1}', ['::1']],
  ['int4range[]', '[IntRange]', '{"[1,3)"}', [{ lower: 1, upper: 3 }]],
  ['json[]', '[JSON]', '{"{\\"a\\":1}"}', [{ a: 1 }]],
  ['jsonb[]', '[JSON]', '{"{\\"a\\":1}","[1,2]"}', [{ a: 1 }, [1, 2]]],
  [
    'int[][]',
    '[JSON]',
    '{{1,2},{3,4}}',
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ['mood[]', '[Mood]', '{PG-13,ok}', ['PG_13', 'OK']],
  ['percent[]', '[Int]', '{7}', [7]],
  ['level[]', '[Level]', '{low}', ['LOW']],
  ['moods', '[Moods]', '{ok}', ['OK']],
  ['grid', '[JSON]', '{{1},{2}}', [[1], [2]]],
]

const ARRAY_TYPES = `
  CREATE TYPE mood AS ENUM ('PG-13', 'ok');
  CREATE DOMAIN percent AS SMALLINT CHECK (VALUE BETWEEN 0 AND 100);
  CREATE DOMAIN level AS TEXT CHECK (VALUE IN ('low', 'high'));
  CREATE DOMAIN moods AS mood[];
  CREATE DOMAIN grid AS INT[][];`

test('PostgreSQL: an array is a list of what its values are, whatever they are', async () => {
  const columns = ARRAYS.map(([column], at) => `c${at} ${column}`)
  const values = ARRAYS.map(([, , array]) => `'${array}'`)
  await using database = await createPostgresDatabase(
    `${ARRAY_TYPES}
    CREATE TABLE items (id INT PRIMARY KEY, ${columns.join(', ')});
    INSERT INTO items VALUES (1, ${values.join(', ')});`,
  )
  const { text, leftOut, type } = await importAll(database)
  expect(leftOut).toEqual([])
  expect(type).toBe(['id: ID!', ...ARRAYS.map(([, field], at) => `c${at}: ${field}`)].join(', '))
  expect(await problemsIn(text, database)).toEqual([])
  await using gateway = await startTestGateway({ schema: text, environment: { DATABASE_URL: database.url } })
  const { body } = await gateway.query(
    `{ items { ${ARRAYS.map(([, field], at) => `c${at}${field.includes('Range') ? ' { lower upper }' : ''}`).join(' ')} } }`,
  )
  expect(body).toEqual({ data: { items: [Object.fromEntries(ARRAYS.map(([, , , items], at) => [`c${at}`, items]))] } })
})

test('PostgreSQL: what an import makes of arrays and ranges can be asked about and written', async () => {
  await using database = await createPostgresDatabase(`CREATE TYPE mood AS ENUM ('ok', 'so so');
    CREATE TABLE items (id INT PRIMARY KEY, tags TEXT[] NOT NULL, moods mood[], grid INT[][], at TSTZRANGE NOT NULL, days DATERANGE[], room INT8RANGE UNIQUE);
    CREATE TABLE date_ranges (id INT PRIMARY KEY, at TSTZRANGE, level NUMRANGE)`)
  const { text } = await importAll(database)
  expect(text).toContain('extend input ItemFilter {\n  tags: StringListFilter\n  moods: MoodListFilter\n}')
  expect(text).toContain('type DateRangeRow @sql(table: "date_ranges"')
  expect(text).toContain('itemByRoom(room: String!): Item')
  expect(await problemsIn(text, database)).toEqual([])
  await using gateway = await startTestGateway({ schema: text, environment: { DATABASE_URL: database.url } })
  const add = `mutation {
    createItem(input: { id: 1, tags: ["a", "b"], moods: [SO_SO], at: { lower: "2026-01-01T00:00:00Z" }, days: [{ upper: "2026-01-01" }], room: "[1,3)" }) {
      tags moods at { lower upper } days { lower upper bounds } room
    }
    updateItem(id: 1, changes: { at: { upper: "2026-02-01T00:00:00Z", bounds: "[]" } }) { at { lower upper bounds } }
  }`
  expect((await gateway.query(add)).body).toEqual({
    data: {
      createItem: {
        tags: ['a', 'b'],
        moods: ['SO_SO'],
        at: { lower: '2026-01-01T00:00:00Z', upper: null },
        days: [{ lower: null, upper: '2026-01-01', bounds: '()' }],
        room: '[1,3)',
      },
      updateItem: { at: { lower: null, upper: '2026-02-01T00:00:00Z', bounds: '(]' } },
    },
  })
  const where =
    'tags: { hasEvery: ["b", "a"] }, moods: { has: SO_SO }, at: { has: "2026-01-15T00:00:00Z", isEmpty: false }'
  expect((await gateway.query(`{ items(where: { ${where} }) { id } }`)).body).toEqual({
    data: { items: [{ id: '1' }] },
  })
})

test('PostgreSQL: nothing is computed by comparing what its type can not compare, and all else is', async () => {
  await using database = await createPostgresDatabase(`
    CREATE TABLE cities (id INT PRIMARY KEY, name TEXT);
    CREATE TABLE places (id INT PRIMARY KEY, city INT REFERENCES cities, at POINT, x XML, path JSONPATH, stars INT);
    CREATE TABLE points (at POINT);
    INSERT INTO cities VALUES (1, 'Rom'), (2, 'Bonn');
    INSERT INTO places VALUES (1, 1, '(1,2)', '<a/>', '$.a', 3), (2, 1, '(1,2)', '<a/>', '$.a', 4), (3, 2, NULL, NULL, NULL, 5);`)
  const settings = { url: database.url, directory: '/', mutations: true, aggregates: true }
  const prefixed = (await importDatabase({ ...settings, prefix: 'Geo' })).text
  expect(await problemsIn(prefixed.replaceAll('GEO_DATABASE_URL', 'DATABASE_URL'), database)).toEqual([])
  const { text } = await importDatabase(settings)
  expect(text).not.toContain('placesBy(')
  expect(text).toContain('type PointAggregate {\n  count: Int!\n}')
  expect(await problemsIn(text, database)).toEqual([])
  await using gateway = await startTestGateway({ schema: text, environment: { DATABASE_URL: database.url } })
  const query = `{
    placesTotal { count sum { stars } avg { stars } }
    cities(where: { places: { sum: { stars: { gt: 6 } } } }, orderBy: [{ places: { avg: { stars: DESC } } }]) {
      name placesTotal { count stddev { stars } }
    }
    citiesBy(groupBy: [], having: { min: { name: { eq: "Bonn" } } }) { count max { name } }
  }`
  expect((await gateway.query(query)).body).toEqual({
    data: {
      placesTotal: { count: 3, sum: { stars: 12 }, avg: { stars: 4 } },
      cities: [{ name: 'Rom', placesTotal: { count: 2, stddev: { stars: Math.SQRT1_2 } } }],
      citiesBy: [{ count: 2, max: { name: 'Rom' } }],
    },
  })
})

test('PostgreSQL: what no scalar shows as what it is, is left out, and each time said so', async () => {
  await using database = await createPostgresDatabase(`
    CREATE EXTENSION hstore;
    CREATE TYPE addr AS (street TEXT, zip INT);
    CREATE TYPE house AS (at addr, doors INT[]);
    CREATE DOMAIN home AS addr;
    CREATE DOMAIN ints AS INT[];
    CREATE TABLE items (id INT PRIMARY KEY, a addr, b house, c home, d addr[], e home[], f hstore, g hstore[], h ints[], i int4range, j int4multirange);
    INSERT INTO items (id, a, f, i) VALUES (1, row('x', 1), 'a=>1', '[1,3)');`)
  const { text, leftOut, type } = await importAll(database)
  expect(type).toBe('id: ID!, i: IntRange, j: String')
  const left = { a: 'addr', b: 'house', c: 'home', d: 'addr[]', e: 'home[]', f: 'hstore', g: 'hstore[]', h: 'ints[]' }
  expect(leftOut).toEqual(
    Object.entries(left).map(
      ([column, name]) =>
        `The column "items.${column}": ${name} is read by a query of your own, with ${column === 'f' ? 'hstore_to_json' : 'to_json'}.`,
    ),
  )
  expect(await problemsIn(text, database)).toEqual([])
  // Written by hand as texts, they are shown; nothing is compared with them, nor are rows in their order.
  const schema = text.replace(/(type Item [^{]*\{\n)/, '$1  a: String\n  f: String\n')
  await using gateway = await startTestGateway({ schema, environment: { DATABASE_URL: database.url } })
  expect((await gateway.query('{ items(where: { i: { has: 2 } }) { a f } }')).body).toEqual({
    data: { items: [{ a: '(x,1)', f: '"a"=>"1"' }] },
  })
  for (const column of ['a', 'f']) {
    const isNull = `{ items(where: { ${column}: { isNull: false } }) { id } }`
    expect((await gateway.query(isNull)).body).toEqual({ data: { items: [{ id: '1' }] } })
    const compared = `items(where: { ${column}: { eq: "(x,1)" } }) { id }`
    const ordered = `items(orderBy: [{ ${column}: ASC }]) { id }`
    const paged = `itemsConnection(first: 1, orderBy: [{ ${column}: ASC }]) { nodes { id } }`
    for (const field of [compared, ordered, paged])
      expect((await gateway.query(`{ ${field} }`)).body).toMatchObject({
        errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
      })
  }
})

test('PostgreSQL: a key or relation over a list is left out, and the key said', async () => {
  await using database = await createPostgresDatabase(`
    CREATE TABLE items (id INT PRIMARY KEY, n INT NOT NULL, parts INT[] NOT NULL UNIQUE, UNIQUE (n, parts));
    CREATE TABLE groups (parts INT[] PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE members (item INT REFERENCES items, parts INT[] REFERENCES groups, PRIMARY KEY (item, parts));
    CREATE TABLE notes (id INT PRIMARY KEY, parts INT[] REFERENCES items (parts));`)
  const { text, leftOut } = await importAll(database)
  expect(leftOut).toEqual([
    'The key "groups" (parts): nothing can be compared with "parts", which holds lists.',
    'The key "items" (n, parts): nothing can be compared with "parts", which holds lists.',
    'The key "items" (parts): nothing can be compared with "parts", which holds lists.',
    'The key "members" (item, parts): nothing can be compared with "parts", which holds lists.',
  ])
  expect(text).toContain('type Group @sql(table: "groups", key: "name") {')
  expect(text).not.toMatch(/\$(args|this)\.parts/)
  expect(await problemsIn(text, database)).toEqual([])
})
