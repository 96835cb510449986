import { expect, test } from 'vitest'
import { importDatabase } from '../../src/compose/import-database.ts'
import { checkedValues } from '../../src/source/sql/catalog/check-values.ts'
import { createDatabase, type Dialect } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'

const TABLES: Readonly<Partial<Record<Dialect, string>>> = {
  sqlite: `CREATE TABLE jobs (id INTEGER PRIMARY KEY, -- check (id in ('x'))
    "state" TEXT NOT NULL CHECK ("State" IN ('new', 'in work', 'don''t')), any_case TEXT COLLATE NOCASE CHECK (any_case IN ('a')),
    kind VARCHAR(9) CHECK (kind IS NULL OR kind IN ('a', 'b')), size TEXT CHECK (size IN ('s') OR length(size) > 3),
    code TEXT, CONSTRAINT one CHECK ((code = 'z')))`,
  postgres: `CREATE DOMAIN mood AS TEXT CHECK (VALUE IN ('fine', 'so so'));
    CREATE TABLE jobs (id INT PRIMARY KEY, state VARCHAR(20) NOT NULL CHECK (state IN ('new', 'in work', 'don''t')),
      any_case CHAR(3) CHECK (any_case IN ('a')), kind TEXT CHECK (kind IS NULL OR kind IN ('a', 'b')),
      size TEXT CHECK (size IN ('s') OR length(size) > 3), code TEXT CONSTRAINT one CHECK (code = 'z'), before mood, after mood)`,
}

for (const [dialect, sql] of Object.entries(TABLES) as [Dialect, string][])
  test(`A column whose CHECK lists its values is an enum (${dialect})`, async () => {
    await using database = await createDatabase(
      dialect,
      `${sql}; INSERT INTO jobs (id, state, kind, code) VALUES (1, 'in work', 'b', 'z'), (2, 'don''t', NULL, NULL)`,
    )
    const options = { url: database.url, mutations: true, directory: '/' }
    const { text } = await importDatabase(options)
    const enums = [...text.matchAll(/^enum [^}]*\}/gm)].map(([each]) => each.replaceAll(/\s+/g, ' '))
    const moods = dialect === 'postgres' ? ['enum Mood { FINE @map(from: "fine") SO_SO @map(from: "so so") }'] : []
    expect(enums).toEqual([
      'enum JobState { NEW @map(from: "new") IN_WORK @map(from: "in work") DONT @map(from: "don\'t") }',
      'enum JobKind { A @map(from: "a") B @map(from: "b") }',
      'enum JobCode { Z @map(from: "z") }',
      ...moods,
    ])
    await using gateway = await startTestGateway({ schema: text, environment: { DATABASE_URL: database.url } })
    const query = '{ jobs(where: { state: { ne: NEW } }, orderBy: [{ state: DESC }]) { state kind code } }'
    expect((await gateway.query(query)).body).toEqual({
      data: {
        jobs: [
          { state: 'IN_WORK', kind: 'B', code: 'Z' },
          { state: 'DONT', kind: null, code: null },
        ],
      },
    })
  })

test('Only a condition that is a list of texts says what the values are', () => {
  const lists = [
    `CHECK (a IN ('x', 'y'))`,
    `CHECK ((("a")::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[])))`,
    `check (((a = ANY (ARRAY['x'::varchar(20), 'y'::text])) or (a is null)))`,
  ]
  for (const text of lists) expect(checkedValues(text)).toEqual([{ column: 'a', values: ['x', 'y'] }])
  const others = [
    `CHECK (a NOT IN ('x'))`,
    `CHECK (a <> 'x')`,
    `CHECK (a IN ('x') OR b IN ('y'))`,
    `CHECK (a IN ('x') OR b IS NULL)`,
    `CHECK (a IN ('x') AND length(a) > 2)`,
    `CHECK (upper(a) IN ('X'))`,
    `CHECK (a IN (1, 2))`,
    `CHECK (a IN ('x' || 'y'))`,
    `CHECK (a = 'x', 'y')`,
    `CHECK (a IN ())`,
    `CHECK (a IN ('x',))`,
    `CHECK ('x' IN (a))`,
    `CHECK (a IN ('x' COLLATE NOCASE))`,
    `CHECK (a = ANY (ARRAY[lower('x'::text)]))`,
    `'check (a in (''x''))'`,
    `CHECK (a IN ('x'`,
  ]
  for (const text of others) expect({ text, found: checkedValues(text) }).toEqual({ text, found: [] })
})
