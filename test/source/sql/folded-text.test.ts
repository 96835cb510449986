import { expect } from 'vitest'
import type { FilterOperator } from '../../../src/schema/filter-operators.ts'
import type { Dialect } from '../../support/dialects.ts'
import { createDatabaseOn, dialectOf, SERVERS, type Server, testOn } from '../../support/servers.ts'
import { compare, literal, load, openSource, sqlBinding } from './support.ts'

/** A column that tells cases apart, one that does not, and one that holds no text. */
const COLUMNS: Readonly<Record<Server, string>> = {
  sqlite: 'name TEXT, mail TEXT COLLATE NOCASE, size INTEGER',
  mariadb:
    'name VARCHAR(40) COLLATE utf8mb4_nopad_bin, mail VARCHAR(40) COLLATE utf8mb4_unicode_nopad_ci, size INTEGER',
  mysql: 'name VARCHAR(40) COLLATE utf8mb4_0900_bin, mail VARCHAR(40) COLLATE utf8mb4_0900_ai_ci, size INTEGER',
  postgres: "name VARCHAR(40), mail VARCHAR(40), size INTEGER, odd TEXT COLLATE nocase DEFAULT 'Blue'",
}
const PREPARE: Readonly<Record<Dialect, string>> = {
  sqlite: '',
  mariadb: '',
  postgres: "CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);",
}
const ROWS =
  "(1, 'Anna', 'ANNA@X.ORG', 10), (2, 'ÉCOLE', 'École@x.org', 101), (3, 'école 5%', NULL, 5), (4, NULL, 'a_b', 0)"

for (const server of SERVERS)
  testOn(server)(`Texts are found in upper and lower case (${server})`, async () => {
    const dialect = dialectOf(server)
    await using database = await createDatabaseOn(
      server,
      `${PREPARE[dialect]} CREATE TABLE items (id INTEGER PRIMARY KEY, ${COLUMNS[server]});
      INSERT INTO items (id, name, mail, size) VALUES ${ROWS}`,
    )
    await using source = await openSource(database.url)
    const find = async (column: string, operator: FilterOperator, text: string, negated = false) => {
      const filter = compare(column, literal(text), operator)
      const where = [negated ? { kind: 'not' as const, filter } : filter]
      const { slots, sent } = await load(source, sqlBinding({ where, orderBy: [{ column: 'id', direction: 'ASC' }] }))
      return { ids: (slots[0] as { id: number }[]).map(({ id }) => id), sent }
    }
    const idsOf = async (...said: Parameters<typeof find>) => (await find(...said)).ids

    expect(await idsOf('name', 'eqText', 'aNNA')).toEqual([1])
    expect(await idsOf('name', 'eqText', 'anna', true)).toEqual([2, 3])
    expect(await idsOf('name', 'eqText', 'École')).toEqual([2])
    expect(await idsOf('name', 'startsWithText', 'école')).toEqual([2, 3])
    expect(await idsOf('name', 'containsText', 'COL')).toEqual([2, 3])
    expect(await idsOf('name', 'containsText', 'COL', true)).toEqual([1])
    expect(await idsOf('name', 'containsText', '%')).toEqual([3])
    expect(await idsOf('name', 'endsWithText', 'É')).toEqual([])
    expect(await idsOf('name', 'endsWithText', 'NA')).toEqual([1])
    expect(await idsOf('name', 'endsWith', 'COLE')).toEqual([2])
    expect(await idsOf('name', 'endsWith', '5%')).toEqual([3])
    expect(await idsOf('mail', 'eqText', 'ÉCOLE@X.ORG')).toEqual([2])
    expect(await idsOf('mail', 'startsWithText', 'anna@')).toEqual([1])
    expect(await idsOf('mail', 'containsText', '_')).toEqual([4])
    expect(await idsOf('size', 'containsText', '1')).toEqual([1, 2])
    expect(await idsOf('size', 'eqText', '10')).toEqual([1])
    if (dialect === 'postgres') {
      expect(await idsOf('odd', 'containsText', 'LU')).toEqual([1, 2, 3, 4])
      expect(await idsOf('odd', 'eqText', 'bLUE')).toEqual([1, 2, 3, 4])
    }

    const where = async (...said: Parameters<typeof find>) =>
      (await find(...said)).sent.map(text => / where (.*) order by/.exec(text ?? '')?.[1])
    expect([
      await where('name', 'eqText', 'anna'),
      await where('name', 'containsText', 'É', true),
      await where('mail', 'containsText', 'x'),
      await where('size', 'endsWithText', '1'),
    ]).toEqual(SENT[dialect].map(text => [text]))
  })

/** On SQLite only a text beyond ASCII needs more than its own functions; where a column folds by itself, its index is of use. */
const SENT: Readonly<Record<Dialect, readonly string[]>> = {
  sqlite: [
    'lower("name") = lower(?)',
    `sluice_fold("name") not like sluice_fold(?) escape '|'`,
    `lower("mail") like lower(?) escape '|'`,
    `lower(cast("size" as text)) like lower(?) escape '|'`,
  ],
  mariadb: [
    'lower(`name`) = lower(?)',
    "lower(`name`) not like lower(?) escape '|'",
    "`mail` like ? escape '|'",
    "lower(cast(`size` as char)) like lower(?) escape '|'",
  ],
  postgres: [
    'lower("name") = lower($1)',
    `lower("name") not like lower($1) escape '|'`,
    `lower("mail") like lower($1) escape '|'`,
    `lower(cast("size" as text)) like lower($1) escape '|'`,
  ],
}
