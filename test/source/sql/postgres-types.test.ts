import { expect, test } from 'vitest'
import { createPostgresDatabase } from '../../support/postgres.ts'
import { load, openSource, query, sqlBinding } from './support.ts'

const ONE = [{ column: 'id', direction: 'ASC' as const }]

const TYPES = `
  CREATE TYPE mood AS ENUM ('so so', 'PG-13');
  CREATE DOMAIN percent AS SMALLINT NOT NULL CHECK (VALUE BETWEEN 0 AND 100);
  CREATE DOMAIN share AS percent;
  CREATE EXTENSION citext;
  CREATE TABLE items (
    id INT PRIMARY KEY, at TIMESTAMPTZ, uid UUID, feeling mood, part share, name CITEXT, doc JSONB, wait INTERVAL,
    number NUMERIC, one REAL, tags TEXT[], grid INT8[][], feelings mood[], docs JSONB[], times TIMESTAMPTZ[], bits BYTEA[]);
  INSERT INTO items VALUES
    (1, '2024-02-29 03:04:05.120+01', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'PG-13', 7, 'Ann', '{"a": 1}', '1 day 02:00',
      12345678901234567890123.450, 0.1, '{a,"b c",NULL,"NULL","x\\"\\\\y",""}', '[0:1][1:2]={{1,2},{9007199254740993,4}}',
      '{so so,PG-13}', array['{"b": [2]}'::jsonb], '{2024-01-01 00:00:00+00}', array['\\x6162'::bytea]),
    (2, 'infinity', NULL, NULL, 0, NULL, NULL, NULL, 'NaN', NULL, '{}', NULL, NULL, NULL, NULL, NULL);`

test('PostgreSQL: the types that other databases lack are read without loss', async () => {
  await using database = await createPostgresDatabase(TYPES)
  await using source = await openSource(database.url)
  const columns = 'at uid feeling part name doc wait number one tags grid feelings docs times bits'.split(' ')
  const { slots } = await load(source, sqlBinding({ orderBy: ONE }), [[]], { select: columns })
  expect(slots).toEqual([
    [
      {
        at: '2024-02-29T02:04:05.12Z',
        uid: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
        feeling: 'PG-13',
        part: 7,
        name: 'Ann',
        doc: { a: 1 },
        wait: 'P1DT2H',
        number: '12345678901234567890123.450',
        one: 0.1,
        tags: ['a', 'b c', null, 'NULL', 'x"\\y', ''],
        grid: [
          [1, 2],
          [9007199254740993n, 4],
        ],
        feelings: ['so so', 'PG-13'],
        docs: [{ b: [2] }],
        times: ['2024-01-01T00:00:00Z'],
        bits: ['YWI='],
      },
      expect.objectContaining({ at: 'infinity', part: 0, number: 'NaN', tags: [], uid: null, grid: null }),
    ],
  ])
})

test('PostgreSQL: a value that the column’s type cannot hold matches nothing, beside one that it can', async () => {
  await using database = await createPostgresDatabase(TYPES)
  await using source = await openSource(database.url)
  const cases: Record<string, readonly [good: unknown, ...bad: unknown[]]> = {
    at: [
      '2024-02-29T03:04:05.120+01:00',
      '0000-01-01T00:00:00Z',
      '2024-02-30T00:00:00Z',
      'Infinity',
      '294277-01-01 00:00:00',
    ],
    uid: ['A0EEBC99-9c0b-4ef8-bb6d-6bb9bd380a11', 'a0eebc99', "' or 1=1"],
    feeling: ['PG-13', 'PG-14', 'pg-13', ''],
    part: ['7', '32768', 7.5],
    name: ['Ann', 'a\0b', '\ud800'],
    one: [0.1, 1e300, 1e-60, 'NaN'],
    number: ['12345678901234567890123.45', 'nan', '1e5'],
    tags: [undefined, 'a', '{a}', ['a']],
  }
  for (const [column, [good, ...bad]] of Object.entries(cases)) {
    const keys = [good, ...bad].map(value => [value])
    const { slots } = await load(source, sqlBinding({ keyColumns: [column] }), keys)
    const found = slots.map(slot => (slot as { id: number }[]).map(({ id }) => id))
    expect({ [column]: found }).toEqual({ [column]: [good === undefined ? [] : [1], ...bad.map(() => [])] })
  }
})

test('PostgreSQL: the catalogue tells kinds, domains and enums', async () => {
  await using database = await createPostgresDatabase(
    `${TYPES} CREATE VIEW names AS SELECT name FROM items; CREATE MATERIALIZED VIEW parts AS SELECT part FROM items`,
  )
  await using source = await openSource(database.url)
  const catalog = await source.catalog?.(new AbortController().signal)
  expect([...(catalog?.tables.keys() ?? [])]).toEqual(['items', 'names', 'parts'])
  const { columns } = catalog?.tables.get('items') ?? {}
  const kinds = [...(columns?.values() ?? [])].map(
    ({ name, kind, nullable }) => `${name} ${kind}${nullable ? '?' : ''}`,
  )
  expect(kinds.join(', ')).toBe(
    'id integer, at datetime?, uid uuid?, feeling text?, part integer, name text?, doc json?, wait text?, number decimal?, ' +
      'one float?, tags list?, grid list?, feelings list?, docs list?, times list?, bits list?',
  )
  expect(columns?.get('feeling')?.labels).toEqual(new Set(['so so', 'PG-13']))
  expect(columns?.get('part')?.range).toEqual([-32768n, 32767n])
})

test('PostgreSQL: whatever the server is set to, a session prints alike', async () => {
  await using database = await createPostgresDatabase(TYPES)
  const name = new URL(database.url).pathname.slice(1)
  for (const setting of ["datestyle to 'SQL, DMY'", "timezone to 'Asia/Tokyo'", 'bytea_output to escape'])
    await database.run(`ALTER DATABASE ${name} SET ${setting}`)
  await using source = await openSource(database.url)
  const text = "SELECT at, at::date AS day, '\\x00ff'::bytea AS bytes FROM items WHERE id = 1"
  const { slots } = await load(source, sqlBinding({ from: query(text) }))
  expect(slots).toEqual([[{ at: '2024-02-29T02:04:05.12Z', day: '2024-02-29', bytes: 'AP8=' }]])
})

test('PostgreSQL: a session has a bounded number of prepared statements', async () => {
  await using database = await createPostgresDatabase('CREATE TABLE items (id INT); INSERT INTO items VALUES (1)')
  await using source = await openSource(database.url, { poolSize: 1 })
  const count = sqlBinding({ from: query('SELECT count(*) AS n FROM pg_prepared_statements') })
  for (let n = 0; n < 230; n++) {
    const { slots } = await load(source, sqlBinding({ from: query(`SELECT ${n} AS n FROM items`) }))
    expect(slots).toEqual([[{ n }]])
  }
  expect((await load(source, count)).slots).toEqual([[{ n: 200 }]])
  expect((await load(source, sqlBinding({ from: query('SELECT 0 AS n FROM items') }))).slots).toEqual([[{ n: 0 }]])
})

test('PostgreSQL: sessions only read', async () => {
  await using database = await createPostgresDatabase('CREATE TABLE items (id INT); INSERT INTO items VALUES (1)')
  await using source = await openSource(database.url)
  const remove = sqlBinding({ from: query('WITH gone AS (DELETE FROM items RETURNING id) SELECT id FROM gone') })
  expect(await load(source, remove)).toMatchObject({ slots: [{ reason: 'db_error' }] })
  expect(await load(source, sqlBinding())).toMatchObject({ slots: [[{ id: 1 }]] })
})
