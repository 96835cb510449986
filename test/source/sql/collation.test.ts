import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldText } from '../../../src/source/sql/key/fold-text.ts'
import { mysqlCollation } from '../../../src/source/sql/mysql/collation.ts'
import { createDatabase, type Dialect } from '../../support/dialects.ts'
import { createDatabaseOn, dialectOf, SERVERS, type Server, testOn } from '../../support/servers.ts'
import type { TestDatabase } from '../../support/test-database.ts'
import { batch, load, loadSlots, openSource, query, sqlBinding } from './support.ts'

const COLLATIONS = {
  sqlite: ['NOCASE', 'RTRIM', 'BINARY'],
  postgres: ['C', 'citext'],
  mariadb: [
    ...[
      'utf8mb4_general_ci',
      'utf8mb4_unicode_ci',
      'utf8mb4_uca1400_ai_ci',
      'utf8mb4_uca1400_as_cs',
      'utf8mb4_uca1400_nopad_ai_cs',
      'utf8mb4_uca1400_as_ci',
      'utf8mb4_bin',
    ],
    ...['utf8mb4_nopad_bin', 'utf8mb4_unicode_nopad_ci', 'utf8mb4_hungarian_ci', 'utf8mb4_turkish_ci'],
    ...['latin1_swedish_ci', 'latin1_general_cs', 'utf8mb3_general_ci'],
  ],
  mysql: [
    ...['utf8mb4_0900_ai_ci', 'utf8mb4_0900_as_ci', 'utf8mb4_0900_as_cs', 'utf8mb4_0900_bin', 'utf8mb4_bin'],
    ...['utf8mb4_ja_0900_as_cs_ks', 'utf8mb4_zh_0900_as_cs', 'utf8mb4_de_pb_0900_ai_ci', 'utf8mb4_tr_0900_ai_ci'],
    ...['utf8mb4_general_ci', 'utf8mb4_unicode_520_ci', 'latin1_swedish_ci', 'utf8mb3_general_ci'],
  ],
} as const satisfies Record<Server, readonly string[]>

/** The texts that one collation or another takes as equal, and what only looks like them. */
const WORDS = [
  'abc',
  'ABC',
  'abc ',
  'abc  ',
  'äbc',
  'ÄBC',
  'a\u0308bc',
  'ss',
  'SS',
  'ß',
  'ẞ',
  'é',
  'e',
  'i',
  'I',
  'ı',
  'İ',
].concat([
  'ccs',
  'cscs',
  '',
  ' ',
  'Ж',
  'ж',
  '😀',
  '😁',
  '?',
  "'",
  '\\',
  '"',
  '%',
  '_',
  'a\u0000bc',
  'ﬀ',
  'ff',
  'ａbc',
  '１',
])

for (const server of SERVERS) {
  const dialect = dialectOf(server)
  const test = testOn(server)
  describe(server, () => {
    for (const collation of COLLATIONS[server])
      test(`Under ${collation}, a key has the rows that the database takes as equal to it`, async () => {
        await using database = await createDatabaseOn(
          server,
          `${PREPARE[dialect]} CREATE TABLE items (id INTEGER PRIMARY KEY, name ${textType(dialect, collation)});`,
        )
        await using source = await openSource(database.url)
        const words = WORDS.filter(word => canHold(dialect, collation, word))
        for (const [at, word] of words.entries())
          await database.run(`INSERT INTO items VALUES (${at}, ${literal(dialect, word)})`)
        const byName = sqlBinding({ keyColumns: ['name'], orderBy: [{ column: 'id', direction: 'ASC' }] })
        const keys = WORDS.map(word => [word])
        const slots = (await loadSlots(source, byName, keys)) as { id: number }[][]
        const expected = await Promise.all(WORDS.map(word => rowsEqualTo(database, dialect, collation, word)))
        expect(slots.map(rows => rows.map(({ id }) => id))).toEqual(expected)
        // One key alone is answered without asking what it is equal to.
        const [alone] = (await loadSlots(source, byName, [['ABC']])) as { id: number }[][]
        expect(alone?.map(({ id }) => id)).toEqual(expected[WORDS.indexOf('ABC')])
      })

    test('The keys of a query are compared as the column is that holds them', async () => {
      const noCase = textType(dialect, NO_CASE[dialect])
      await using database = await createDatabaseOn(
        server,
        `${PREPARE[dialect]} CREATE TABLE items (id INTEGER PRIMARY KEY, name ${noCase}, price DECIMAL(10, 2));
         INSERT INTO items VALUES (1, 'ann', 1.5), (2, 'ANN', 1.5), (3, 'Bob', 2);`,
      )
      await using source = await openSource(database.url)
      const counts = sqlBinding({
        from: query('SELECT count(*), name FROM items WHERE name IN (', batch(), ') GROUP BY name'),
        keyColumns: ['name'],
        scalar: true,
        list: false,
      })
      const { slots, sent } = await load(source, counts, [['Ann'], ['ann'], ['BOB'], ['Eve']])
      expect(slots).toEqual([2, 2, 1, null])
      expect(sent).toHaveLength(1)
      const computed = sqlBinding({
        ...counts,
        from: query(
          'SELECT count(*), upper(name) AS name FROM items WHERE name IN (',
          batch(),
          ') GROUP BY upper(name)',
        ),
      })
      // What a query computes has no column's collation: the text itself is the key.
      expect((await load(source, computed, [['Ann'], ['ANN'], ['BOB']])).slots).toEqual([null, 2, 1])
      const byPrice = sqlBinding({
        from: query('SELECT id, price FROM items WHERE price IN (', batch(), ') ORDER BY id'),
        keyColumns: ['price'],
        scalar: true,
      })
      expect((await load(source, byPrice, [[1.5], ['2.0']])).slots).toEqual([[1, 2], [3]])
    })

    test('A key of several columns is equal where each of them is', async () => {
      const noCase = textType(dialect, NO_CASE[dialect])
      await using database = await createDatabaseOn(
        server,
        `${PREPARE[dialect]} CREATE TABLE items (id INTEGER PRIMARY KEY, name ${noCase}, size INTEGER);
         INSERT INTO items VALUES (1, 'ann', 1), (2, 'ANN', 2), (3, 'Bob', 1);`,
      )
      await using source = await openSource(database.url)
      const pairs = sqlBinding({ keyColumns: ['name', 'size'], orderBy: [{ column: 'id', direction: 'ASC' }] })
      const keys = [
        ['Ann', 1],
        ['ann', '1'],
        ['ANN', 2],
        ['bob', 2],
        ['BOB', 1],
      ]
      const slots = (await loadSlots(source, pairs, keys)) as { id: number }[][]
      expect(slots.map(rows => rows.map(({ id }) => id))).toEqual([[1], [1], [2], [], [3]])
    })
  })
}

test('Printable ASCII costs no question to the database, other text costs one', async () => {
  await using database = await createDatabase(
    'mariadb',
    `CREATE TABLE items (id VARCHAR(50) COLLATE utf8mb4_unicode_ci PRIMARY KEY);
     INSERT INTO items VALUES ('abc'), ('straße');`,
  )
  await using source = await openSource(database.url)
  const byId = sqlBinding({ keyColumns: ['id'], list: false })
  const ascii = await load(source, byId, [['ABC '], ['abc'], ['xyz']])
  expect(ascii.slots).toEqual([{ id: 'abc' }, { id: 'abc' }, null])
  expect(ascii.sent).toEqual(['select `id` from `items` where `id` in (?, ?, ?, ?) limit 10001'])
  const other = await load(source, byId, [['STRASSE'], ['Strasse'], ['xyz']])
  expect(other.slots).toEqual([{ id: 'straße' }, { id: 'straße' }, null])
  expect(other.sent).toEqual([
    'select `id` from `items` where `id` in (?, ?, ?, ?) limit 10001',
    'select k.n, case when convert(convert(k.t using utf8mb4) using utf8mb4) = k.t collate utf8mb4_bin' +
      ' then dense_rank() over (order by convert(k.t using utf8mb4) collate utf8mb4_unicode_ci) end' +
      " from json_table(?, '$[*]' columns (n for ordinality, t longtext path '$')) as k",
  ])
})

/** What each calls a collation, and one that must be among those. */
const COLLATION_NAMES = {
  mariadb: ['full_collation_name', 'utf8mb4_uca1400_nopad_as_ci'],
  mysql: ['collation_name', 'utf8mb4_0900_as_ci'],
} as const

for (const server of ['mariadb', 'mysql'] as const)
  testOn(server)(`Where simple rules cover a collation of the server, it compares by them (${server})`, async () => {
    await using database = await createDatabaseOn(server)
    const [columnName, mustBeThere] = COLLATION_NAMES[server]
    const names = (await database.run(
      `SELECT ${columnName} AS name, character_set_name AS charset
     FROM information_schema.collation_character_set_applicability
     WHERE character_set_name IN ('ascii', 'latin1', 'utf8mb3', 'utf8mb4')`,
    )) as { name: string; charset: string }[]
    const covered = names.flatMap(({ name, charset }) => mysqlCollation(name, charset) ?? [])
    const known = covered.filter(({ rulesCover }) => rulesCover !== 'none')
    expect(known.map(({ name }) => name)).toContain(mustBeThere)
    const letters = fc.constantFrom(...'aAbcCsSzZeEdgjlnty  -_.0~^`'.split(''))
    const pair = fc.tuple(...[0, 1].map(() => fc.string({ unit: letters, maxLength: 4 })))
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { minLength: 40, maxLength: 40 }), async pairs => {
        const tests = known.map(({ name, charset }) => {
          const text = (word = '') => `CONVERT(${literal('mariadb', word)} USING ${charset}) COLLATE ${name}`
          return pairs.map(([a, b]) => `${text(a)} = ${text(b)}`).join(', ')
        })
        const rows = (await database.run(tests.map(each => `SELECT CONCAT(${each}) AS equal`).join(' UNION ALL '))) as {
          equal: string
        }[]
        for (const [at, collation] of known.entries()) {
          const folded = pairs.map(([a = '', b = '']) => Number(foldText(a, collation) === foldText(b, collation)))
          expect([collation.name, rows[at]?.equal]).toEqual([collation.name, folded.join('')])
        }
      }),
      { numRuns: 10 },
    )
  })

const NO_CASE: Readonly<Record<Dialect, string>> = {
  sqlite: 'NOCASE',
  mariadb: 'utf8mb4_general_ci',
  postgres: 'citext',
}

const PREPARE: Readonly<Record<Dialect, string>> = { sqlite: '', mariadb: '', postgres: 'CREATE EXTENSION citext;' }

/** A column of text under the collation. */
function textType(dialect: Dialect, collation: string): string {
  if (collation === 'citext') return 'CITEXT'
  if (dialect !== 'mariadb') return `VARCHAR(50) COLLATE "${collation}"`
  return `VARCHAR(50) CHARACTER SET ${collation.split('_')[0]} COLLATE ${collation}`
}

function canHold(dialect: Dialect, collation: string, word: string): boolean {
  if (dialect === 'postgres') return !word.includes('\0')
  if (collation.startsWith('latin1')) return [...word].every(character => character <= 'ÿ')
  return !collation.startsWith('utf8mb3') || [...word].every(character => character.length === 1)
}

/** Text in hexadecimal: no dialect escapes it its own way. */
function literal(dialect: Dialect, word: string): string {
  const hex = Buffer.from(word).toString('hex')
  if (dialect === 'postgres') return `convert_from('\\x${hex}', 'UTF8')`
  return dialect === 'sqlite' ? `CAST(x'${hex}' AS TEXT)` : `_utf8mb4 x'${hex}'`
}

/** What the database itself finds for one word; there is none in a column that can't hold it. */
async function rowsEqualTo(
  database: TestDatabase,
  dialect: Dialect,
  collation: string,
  word: string,
): Promise<number[]> {
  if (!canHold(dialect, collation, word)) return []
  // Beside text, a citext is compared as text.
  const type = collation === 'citext' ? '::citext' : ''
  const rows = await database.run(`SELECT id FROM items WHERE name = ${literal(dialect, word)}${type} ORDER BY id`)
  return (rows as { id: number }[]).map(({ id }) => id)
}
