import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createDatabase, DIALECTS, type Dialect } from '../../support/dialects.ts'
import { load, loadSlots, openSource, sqlBinding } from './support.ts'

const TYPES = {
  mariadb: `
    CREATE TABLE items (
      id BIGINT PRIMARY KEY, big BIGINT UNSIGNED, flag BOOLEAN, bit BIT(1), mask BIT(10), price DECIMAL(30, 10),
      ratio DOUBLE, small FLOAT, data VARBINARY(10), day DATE, at DATETIME(3), clock TIME, doc JSON, note TEXT,
      moment TIMESTAMP(3) NULL, made YEAR, size ENUM('S', 'PG-13'), tags SET('a', 'b', 'c'), uid UUID, raw BINARY(16),
      ip INET6, ip4 INET4);
    SET time_zone = '+05:30';
    INSERT INTO items VALUES
      (1, 18446744073709551615, 1, 1, 513, 12345678901234567890.1, 0.1, 0.1, 'ab', '2024-02-29',
        '2024-02-29 03:04:05.120', '-12:30:00', '{"id": 9007199254740993}', '[1]',
        '2024-02-29 05:30:00.5', 2024, 'PG-13', 'c,a', '6F9619FF-8B86-D011-B42D-00C04FC964FF',
        x'6F9619FF8B86D011B42D00C04FC964FF', 'FE80:0::01', '10.0.0.1'),
      (9007199254740993, 1, 0, 0, 1, 0, 0, 16777216, '', '0001-01-01', '9999-12-31', '00:00:00', 'null', NULL,
        '2024-03-01 05:30:00', 1901, 'S', '', '00000000-0000-0000-0000-000000000000', x'00', '::', '0.0.0.0');`,
  postgres: `
    CREATE TYPE size AS ENUM ('S', 'PG-13');
    CREATE TABLE items (
      id BIGINT PRIMARY KEY, big BIGINT, flag BOOLEAN, bit BOOLEAN, mask INT, price NUMERIC(30, 10),
      ratio DOUBLE PRECISION, small REAL, data BYTEA, day DATE, at TIMESTAMP(3), clock TIME, doc JSON, note TEXT,
      moment TIMESTAMPTZ, size size, uid UUID, ip INET);
    INSERT INTO items VALUES
      (1, 9223372036854775807, true, true, 513, 12345678901234567890.1, 0.1, 0.1, '\\x6162', '2024-02-29',
        '2024-02-29 03:04:05.120', '12:30:00', '{"id": 9007199254740993}', '[1]', '2024-02-29 05:30:00.5+05:30', 'PG-13',
        '6F9619FF-8B86-D011-B42D-00C04FC964FF', 'FE80:0::01'),
      (9007199254740993, 1, false, false, 1, 0, 0, 16777216, '', '0001-01-01', '9999-12-31', '00:00:00', 'null', NULL,
        '2024-03-01 00:00:00+00', 'S', '00000000-0000-0000-0000-000000000000', '10.0.0.0/8');`,
  sqlite: `
    CREATE TABLE items (
      id INTEGER PRIMARY KEY, big BIGINT, flag BOOLEAN, bit TINYINT(1), mask INT, price DECIMAL(30, 10),
      ratio REAL, small REAL, data BLOB, day DATE, at DATETIME, clock TIME, doc JSON, note TEXT);
    INSERT INTO items VALUES
      (1, 9223372036854775807, 1, 1, 513, 1.5, 0.1, 0.1, x'6162', '2024-02-29', '2024-02-29T03:04:05.120', '-12:30:00',
        '{"id": 9007199254740993}', '[1]'),
      (9007199254740993, 1, 0, 0, 1, 0, 0, 16777216, x'', '0001-01-01', 5, '00:00:00', 'null', NULL);`,
}

const ROWS = {
  mariadb: [
    {
      ...{
        id: 1,
        big: 18446744073709551615n,
        flag: true,
        bit: true,
        mask: 513,
        price: '12345678901234567890.1000000000',
      },
      ...{ ratio: 0.1, small: 0.1, data: 'YWI=', day: '2024-02-29', at: '2024-02-29 03:04:05.120', clock: '-12:30:00' },
      ...{ doc: { id: 9007199254740993n }, note: '[1]', moment: '2024-02-29T00:00:00.5Z', made: 2024, size: 'PG-13' },
      ...{ tags: 'a,c', uid: '6f9619ff-8b86-d011-b42d-00c04fc964ff', raw: 'b5YZ/4uG0BG0LQDAT8lk/w==' },
      ...{ ip: 'fe80::1', ip4: '10.0.0.1' },
    },
    {
      ...{ id: 9007199254740993n, big: 1, flag: false, bit: false, mask: 1, price: '0.0000000000', ratio: 0 },
      ...{ small: 16777216, data: '', day: '0001-01-01', at: '9999-12-31 00:00:00', clock: '00:00:00' },
      ...{ doc: null, note: null, moment: '2024-03-01T00:00:00Z', made: 1901, size: 'S', tags: '' },
      ...{ uid: '00000000-0000-0000-0000-000000000000', raw: 'AAAAAAAAAAAAAAAAAAAAAA==', ip: '::', ip4: '0.0.0.0' },
    },
  ],
  postgres: [
    {
      ...{
        id: 1,
        big: 9223372036854775807n,
        flag: true,
        bit: true,
        mask: 513,
        price: '12345678901234567890.1000000000',
      },
      ...{ ratio: 0.1, small: 0.1, data: 'YWI=', day: '2024-02-29', at: '2024-02-29 03:04:05.12', clock: '12:30:00' },
      ...{ doc: { id: 9007199254740993n }, note: '[1]', moment: '2024-02-29T00:00:00.5Z', size: 'PG-13' },
      ...{ uid: '6f9619ff-8b86-d011-b42d-00c04fc964ff', ip: 'fe80::1' },
    },
    {
      ...{ id: 9007199254740993n, big: 1, flag: false, bit: false, mask: 1, price: '0.0000000000', ratio: 0 },
      ...{ small: 16777216, data: '', day: '0001-01-01', at: '9999-12-31 00:00:00', clock: '00:00:00' },
      ...{ doc: null, note: null, moment: '2024-03-01T00:00:00Z', size: 'S' },
      ...{ uid: '00000000-0000-0000-0000-000000000000', ip: '10.0.0.0/8' },
    },
  ],
  sqlite: [
    {
      ...{ id: 1, big: 9223372036854775807n, flag: true, bit: true, mask: 513, price: 1.5, ratio: 0.1, small: 0.1 },
      ...{ data: 'YWI=', day: '2024-02-29', at: '2024-02-29T03:04:05.120', clock: '-12:30:00' },
      ...{ doc: { id: 9007199254740993n }, note: '[1]' },
    },
    {
      ...{ id: 9007199254740993n, big: 1, flag: false, bit: false, mask: 1, price: 0, ratio: 0, small: 16777216 },
      ...{ data: '', day: '0001-01-01', at: 5, clock: '00:00:00', doc: null, note: null },
    },
  ],
}

for (const dialect of DIALECTS) {
  describe(dialect, () => {
    test('What is stored is what is read', async () => {
      await using database = await createDatabase(dialect, TYPES[dialect])
      await using source = await openSource(database.url)
      const byId = sqlBinding({ orderBy: [{ column: 'id', direction: 'ASC' }] })
      const { slots } = await load(source, byId, [[]], { select: Object.keys(ROWS[dialect][0] ?? {}) })
      expect(slots).toEqual([ROWS[dialect]])
    })

    test('A row is found by each of its values', async () => {
      await using database = await createDatabase(dialect, TYPES[dialect])
      await using source = await openSource(database.url)
      for (const row of ROWS[dialect])
        for (const [column, value] of Object.entries(row)) {
          if (value === null || column === 'doc' || column === 'note') continue
          const { slots } = await load(source, sqlBinding({ keyColumns: [column] }), [[value]])
          expect({ [column]: slots }).toEqual({ [column]: [[{ id: row.id, [column]: value }]] })
        }
    })

    test('The catalogue tells each column’s kind', async () => {
      await using database = await createDatabase(
        dialect,
        `${TYPES[dialect]} CREATE VIEW notes AS SELECT id, note FROM items;`,
      )
      await using source = await openSource(database.url)
      const catalog = await source.catalog?.(new AbortController().signal)
      const kinds = [...(catalog?.tables ?? [])].map(([name, { columns }]) => [
        name,
        Object.fromEntries([...columns].map(([column, { kind, nullable }]) => [column, nullable ? `${kind}?` : kind])),
      ])
      expect(kinds).toEqual([
        [
          'items',
          {
            ...{
              id: 'integer',
              big: 'integer?',
              flag: 'boolean?',
              bit: 'boolean?',
              mask: 'integer?',
              price: 'decimal?',
            },
            ...{ ratio: 'float?', small: 'float?', data: 'binary?', day: 'date?', at: 'datetime?', clock: 'time?' },
            ...{ doc: 'json?', note: 'text?' },
            ...(dialect === 'postgres' && { moment: 'datetime?', size: 'text?', uid: 'uuid?', ip: 'inet?' }),
            ...(dialect === 'mariadb' && {
              ...{ moment: 'datetime?', made: 'integer?', size: 'text?', tags: 'text?', uid: 'uuid?', raw: 'binary?' },
              ...{ ip: 'inet?', ip4: 'inet?' },
            }),
          },
        ],
        ['notes', { id: dialect === 'mariadb' ? 'integer' : 'integer?', note: 'text?' }],
      ])
      const { range } = catalog?.tables.get('items')?.columns.get('big') ?? {}
      expect(range).toEqual(dialect === 'mariadb' ? [0n, 2n ** 64n - 1n] : [-(2n ** 63n), 2n ** 63n - 1n])
    })

    test('Text that should be JSON and is not fails only the fields that read it', async () => {
      await using database = await createDatabase(
        dialect,
        `CREATE TABLE items (id BIGINT PRIMARY KEY, doc TEXT); INSERT INTO items VALUES (1, '{"a": 1}'), (2, '{'), (3, NULL)`,
      )
      await using source = await openSource(database.url)
      const projection = new Map([['doc', new Map([['a', new Map()]])]])
      const one = sqlBinding({ keyColumns: ['id'], list: false })
      expect((await load(source, one, [[1], [2], [3]], { projection })).slots).toEqual([
        { id: 1, doc: { a: 1 } },
        {
          id: 2,
          doc: expect.objectContaining({
            code: 'RESPONSE_VALIDATION_FAILED',
            reason: 'invalid_json',
            message: 'The database holds text that is no JSON.',
            source: 'db',
          }),
        },
        { id: 3, doc: null },
      ])
    })

    test('An IN list gives back exactly the keys asked for, for BIGINT and for text', async () => {
      await using database = await createDatabase(
        dialect,
        'CREATE TABLE numbers (id BIGINT PRIMARY KEY);' +
          (dialect === 'mariadb'
            ? 'CREATE TABLE words (id VARCHAR(50) COLLATE utf8mb4_nopad_bin PRIMARY KEY);'
            : 'CREATE TABLE words (id VARCHAR(50) PRIMARY KEY);'),
      )
      const near = fc.bigInt(-3n, 3n).map(offset => 2n ** 53n + offset)
      const integers = fc.oneof(near, fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n))
      const words = fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 10 }),
        fc.constantFrom("'", '\\', 'a', 'A', 'a ', ''),
      )
      const sets = fc.record({
        stored: fc.record({
          numbers: fc.uniqueArray(integers, { minLength: 1, maxLength: 5 }),
          words: fc.uniqueArray(words, { minLength: 1, maxLength: 5 }),
        }),
        others: fc.record({ numbers: fc.array(integers, { maxLength: 5 }), words: fc.array(words, { maxLength: 5 }) }),
      })
      await fc.assert(
        fc.asyncProperty(sets, async ({ stored, others }) => {
          await using source = await openSource(database.url)
          for (const table of ['numbers', 'words'] as const) {
            const rows = stored[table].map(id => `(${sqlLiteral(dialect, id)})`).join()
            await database.run(`DELETE FROM ${table}`)
            await database.run(`INSERT INTO ${table} VALUES ${rows}`)
            const keys: (bigint | string)[] = [...stored[table], ...others[table]]
            const one = sqlBinding({ from: { kind: 'table', table }, keyColumns: ['id'], list: false })
            const slots = (await loadSlots(
              source,
              one,
              keys.map(key => [key]),
            )) as ({ id: unknown } | null)[]
            const found = slots.map(slot => (slot === null ? null : String(slot.id)))
            const known = new Set(stored[table].map(String))
            expect(found).toEqual(keys.map(key => (known.has(String(key)) ? String(key) : null)))
          }
        }),
        { numRuns: 20 },
      )
    })
  })
}

/** Text in hexadecimal: no dialect escapes it its own way. */
function sqlLiteral(dialect: Dialect, value: bigint | string): string {
  if (typeof value === 'bigint') return String(value)
  const hex = Buffer.from(value).toString('hex')
  return dialect === 'postgres' ? `convert_from('\\x${hex}', 'UTF8')` : `CAST(x'${hex}' AS CHAR)`
}
