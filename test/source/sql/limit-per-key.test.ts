import { expect, test } from 'vitest'
import type { SqlBinding } from '../../../src/plan/sql/sql-binding.ts'
import type { Key } from '../../../src/source/source-plan.ts'
import { createSqlSource } from '../../../src/source/sql/sql-source.ts'
import { createPostgresDatabase } from '../../support/postgres.ts'
import { rowsReadByKeptPlan } from './kept-plan.ts'
import { arg, compare, type LoadOptions, literal, load, openSource, sqlBinding, template } from './support.ts'

const BY_ID = [{ column: 'id', direction: 'DESC' as const }]
const limit = template(arg('limit'))
const offset = template(arg('offset'))

/** 400 items of each of 25 owners. */
const ITEMS = `
  CREATE TABLE items (id INT PRIMARY KEY, owner INT, name TEXT NOT NULL);
  INSERT INTO items SELECT n, n % 25, 'item ' || n FROM generate_series(1, 10000) AS n;`

/** The ids of rows, which have their keys beside them. */
function ids(slot: unknown): unknown {
  return Array.isArray(slot) ? slot.map(ids) : (slot as { id: number }).id
}

/** What is read of each key, with one statement for all, and how many rows of tables that reads. */
async function firstOfEach(tables: string, keys: readonly Key[], said: Partial<SqlBinding>, args: LoadOptions['args']) {
  await using database = await createPostgresDatabase(tables)
  await using source = await openSource(database.url)
  const { slots, sent } = await load(
    source,
    sqlBinding({ keyColumns: ['owner'], orderBy: BY_ID, limit, ...said }),
    keys,
    {
      args: args ?? {},
    },
  )
  expect(sent).toHaveLength(1)
  const bound = new Set(sent[0]?.match(/\$\d+/g)).size
  const values = Array.from({ length: bound }, (_, at) => Number(keys[Math.min(at, keys.length - 1)]?.[0]))
  return { slots: slots.map(ids), text: sent[0] ?? '', rows: await rowsReadByKeptPlan(database, sent[0] ?? '', values) }
}

const KEYS = [1, 2, 3].map(owner => [owner])
/** The newest three of the owners 1 to 3, and of those some are left out. */
const newest = (from: number, count = 3) =>
  KEYS.map(([owner = 0]) => Array.from({ length: count }, (_, at) => 9_975 + owner - 25 * (at + from)))

/** The placeholder row that tells the types is a key that no row has; a window looks a row ahead. Averages are rounded. */
const mostRows = (each: number) => (KEYS.length + 1) * (each + 1)

test.each([
  ['that ends with the order', 'CREATE INDEX ON items (owner, id)'],
  ['in the other direction', 'CREATE INDEX ON items (owner DESC, id DESC)'],
  ['with more columns behind it', 'CREATE UNIQUE INDEX ON items (owner, id, name)'],
])('With an index %s only as many rows of each key are read as are wanted', async (_, index) => {
  const { slots, text, rows } = await firstOfEach(`${ITEMS} ${index}; ANALYZE items`, KEYS, {}, { limit: 3 })
  expect(slots).toEqual(newest(0))
  expect(text).toContain('cross join lateral')
  expect(rows).toBeLessThanOrEqual(mostRows(4))
})

test.each([
  ['none', 'SELECT 1'],
  ['one of the key alone', 'CREATE INDEX ON items (owner)'],
  ['one with the order further behind', 'CREATE INDEX ON items (owner, name, id)'],
  ['one with nulls elsewhere', 'CREATE INDEX ON items (owner, id DESC NULLS LAST)'],
  ['one of some rows', 'CREATE INDEX ON items (owner, id) WHERE owner > 0'],
  ['one of an expression', 'CREATE INDEX ON items ((owner + 1), owner, id)'],
  ['one in which the key is not first', 'CREATE INDEX ON items (name, owner, id)'],
  ['one that knows no order', 'CREATE INDEX ON items USING brin (owner, id)'],
  ['one that only includes the order', 'CREATE INDEX ON items (owner) INCLUDE (id)'],
  [
    'one without the rows of tables that inherit',
    'CREATE INDEX ON items (owner, id); CREATE TABLE more () INHERITS (items)',
  ],
])('Where no index has the rows of a key in their order (%s) the table is read once for all', async (_, index) => {
  const { slots, text } = await firstOfEach(`${ITEMS} ${index}; ANALYZE items`, KEYS, {}, { limit: 3 })
  expect(slots).toEqual(newest(0))
  expect(text).toContain('partition by')
  expect(text).not.toContain('lateral')
})

test('Keys without rows, and without an order of rows, are not looked for in a whole table', async () => {
  const tables = `${ITEMS} CREATE INDEX ON items (owner, id); ANALYZE items`
  const absent = await firstOfEach(tables, [[91], [92], [93]], {}, { limit: 3 })
  expect(absent.slots).toEqual([[], [], []])
  expect(absent.rows).toBe(0)
  const unordered = await firstOfEach(tables, KEYS, { orderBy: [] }, { limit: 3 })
  expect(unordered.slots.map(slot => (slot as unknown[]).length)).toEqual([3, 3, 3])
  expect(unordered.text).not.toContain('lateral')
  // An order that has nulls where the index has not.
  const nullable = `${ITEMS} ALTER TABLE items ADD rank INT; CREATE INDEX ON items (owner, rank); ANALYZE items`
  const orderBy = [{ column: 'rank', direction: 'ASC' as const }]
  expect((await firstOfEach(nullable, KEYS, { orderBy }, { limit: 3 })).text).not.toContain('lateral')
  const last = [{ column: 'rank', direction: 'ASC' as const, nullsLargest: true }]
  expect((await firstOfEach(nullable, KEYS, { orderBy: last }, { limit: 3 })).text).toContain('lateral')
})

test('What is left out first, conditions, and a limit of the schema hold for each key by itself', async () => {
  const tables = `${ITEMS} CREATE INDEX ON items (owner, id); ANALYZE items`
  const skipped = await firstOfEach(tables, KEYS, { offset }, { limit: 3, offset: 2 })
  expect(skipped.slots).toEqual(newest(2))
  expect(skipped.text).toContain('cross join lateral')
  const said = await firstOfEach(tables, KEYS, { limit: literal(2) }, {})
  expect(said.slots).toEqual(newest(0, 2))
  expect(said.rows).toBeLessThanOrEqual(mostRows(2))
  const none = await firstOfEach(tables, KEYS, {}, { limit: 0 })
  expect(none.slots).toEqual([[], [], []])
  const named = [compare('name', literal('item 9975'), 'lte')]
  const old = await firstOfEach(tables, [...KEYS, [99], [1]], { where: named }, { limit: 1 })
  // By text: 'item 9976' and what follows is larger.
  expect(old.slots).toEqual([[9_951], [9_952], [9_953], [], [9_951]])
})

test('The newest row alone is found the same way', async () => {
  const one = { list: false, limit: undefined }
  const { slots, rows } = await firstOfEach(`${ITEMS} CREATE INDEX ON items (owner, id); ANALYZE items`, KEYS, one, {})
  expect(slots).toEqual(newest(0, 1).flat())
  expect(rows).toBeLessThanOrEqual(mostRows(1))
})

/** Types, two values of each that its keys are, and one that no row has. */
const TYPES: readonly [type: string, ...values: string[]][] = [
  ['bigint', '1', '9007199254740993', '5'],
  ['smallint', '1', '-2', '3'],
  ['numeric(12, 2)', '1.50', '2', '3'],
  ['text', 'a', "b'", 'c'],
  ['char(5)', 'a', 'b', 'c'],
  ['varchar(9)', '', 'ä', 'c'],
  [
    'uuid',
    '00000000-0000-0000-0000-000000000001',
    'ffffffff-0000-0000-0000-000000000001',
    '00000000-0000-0000-0000-000000000009',
  ],
  ['date', '2026-01-31', '0001-01-01', '2026-02-01'],
  ['boolean', 'true', 'false', 'true'],
  ['inet', '10.0.0.1', '::1', '10.0.0.2'],
  ['mood', 'glad', 'sad', 'none'],
  ['positive', '1', '2', '3'],
]

test.each(TYPES)('A key may be of the type %s', async (type, ...values) => {
  const rows = values
    .slice(0, 2)
    .flatMap((value, at) => [1, 2, 3].map(n => `(${10 * at + n}, '${value.replaceAll("'", "''")}', ${n})`))
  await using database = await createPostgresDatabase(`
    CREATE TYPE mood AS ENUM ('glad', 'sad', 'none');
    CREATE DOMAIN positive AS INT CHECK (VALUE > 0);
    CREATE TABLE items (id INT PRIMARY KEY, owner ${type}, place INT);
    INSERT INTO items VALUES ${rows.join()};
    CREATE INDEX ON items (owner, id)`)
  await using source = await openSource(database.url)
  const asked = type === 'boolean' ? [[true], [false], [true]] : values.map(value => [value])
  const binding = sqlBinding({ keyColumns: ['owner'], orderBy: BY_ID, limit })
  const { slots, sent } = await load(source, binding, asked, { args: { limit: 2 } })
  expect(sent[0]).toContain('cross join lateral')
  const [first, second] = [
    [3, 2],
    [13, 12],
  ]
  expect(slots.map(ids)).toEqual([first, second, type === 'boolean' ? first : []])
})

test('A key of several columns is found by an index that has them in another order', async () => {
  await using database = await createPostgresDatabase(`
    CREATE TABLE items (id INT PRIMARY KEY, shop INT NOT NULL, owner TEXT NOT NULL);
    INSERT INTO items SELECT n, n % 3, 'o' || n % 2 FROM generate_series(1, 60) AS n;
    CREATE INDEX ON items (owner, shop, id)`)
  await using source = await openSource(database.url)
  const binding = sqlBinding({ keyColumns: ['shop', 'owner'], orderBy: BY_ID, limit })
  const keys = [
    [0, 'o0'],
    [1, 'o1'],
    [2, 'o0'],
    [7, 'o0'],
  ]
  const { slots, sent } = await load(source, binding, keys, { args: { limit: 2 } })
  expect(sent[0]).toContain('cross join lateral')
  expect(slots.map(ids)).toEqual([[60, 54], [55, 49], [56, 50], []])
})

test('An index in another collation than that of the column leads to no key', async () => {
  await using database = await createPostgresDatabase(`
    CREATE TABLE items (id INT PRIMARY KEY, owner TEXT COLLATE "en-x-icu");
    INSERT INTO items VALUES (1, 'a'), (2, 'a'), (3, 'b');
    CREATE INDEX ON items (owner COLLATE "C", id)`)
  await using source = await openSource(database.url)
  const binding = sqlBinding({ keyColumns: ['owner'], orderBy: BY_ID, limit })
  const { slots, sent } = await load(source, binding, [['a'], ['b']], { args: { limit: 1 } })
  expect(sent[0]).not.toContain('lateral')
  expect(slots.map(ids)).toEqual([[2], [3]])
})

test('Where keys are read from the catalogue too, it tells of indexes all the same', async () => {
  await using database = await createPostgresDatabase(`${ITEMS} CREATE INDEX ON items (owner, id); ANALYZE items`)
  await using source = await createSqlSource({ name: 'db', url: database.url, timeout: 30_000, keys: true })
  const { slots, sent } = await load(source, sqlBinding({ keyColumns: ['owner'], orderBy: BY_ID, limit }), KEYS, {
    args: { limit: 3 },
  })
  expect(sent[0]).toContain('cross join lateral')
  expect(slots.map(ids)).toEqual(newest(0))
})
