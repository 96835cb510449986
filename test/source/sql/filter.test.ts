import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SqlFilter } from '../../../src/plan/sql/sql-filter.ts'
import { createDatabase, DIALECTS, type Dialect } from '../../support/dialects.ts'
import { type FilterRow, type LikeCase, truthOf } from './filter-oracle.ts'
import { randomFilter, randomRows } from './random-filter.ts'
import { arg, compare, literal, load, openSource, sqlBinding, template } from './support.ts'

/** A column of text that is compared letter by letter. */
const EXACT_TEXT: Readonly<Record<Dialect, string>> = {
  sqlite: 'VARCHAR(20)',
  mariadb: 'VARCHAR(20) COLLATE utf8mb4_nopad_bin',
}
const LIKE_CASE: Readonly<Record<Dialect, LikeCase>> = { sqlite: 'ascii', mariadb: 'exact' }

for (const dialect of DIALECTS) {
  test(`Random filters find the rows for which they are true (${dialect})`, async () => {
    await using database = await createDatabase(
      dialect,
      `CREATE TABLE items (id BIGINT PRIMARY KEY, amount INTEGER, name ${EXACT_TEXT[dialect]}, flag BOOLEAN)`,
    )
    await using source = openSource(database.url)
    const matches = fc.asyncProperty(
      randomRows(),
      fc.array(randomFilter(), { minLength: 10, maxLength: 10 }),
      async (rows, filters) => {
        await database.run('DELETE FROM items')
        if (rows.length > 0)
          await database.run(`INSERT INTO items VALUES ${rows.map(row => rowText(row, dialect)).join()}`)
        const found = await Promise.all(
          filters.map(async filter => (await load(source, sqlBinding({ where: [filter] }))).slots[0]),
        )
        const expected = filters.map(filter => rows.filter(row => isFound(filter, row, dialect)))
        expect(found.map(idsOf)).toEqual(expected.map(idsOf))
      },
    )
    await fc.assert(matches, { numRuns: 60 })
  })
}

for (const dialect of DIALECTS) {
  test(`A pattern is compared with a column's text (${dialect})`, async () => {
    await using database = await createDatabase(
      dialect,
      "CREATE TABLE items (id BIGINT PRIMARY KEY, day DATE); INSERT INTO items VALUES (12, '2026-01-31'), (21, '2026-02-28')",
    )
    await using source = openSource(database.url)
    const where = [compare('id', literal(1), 'startsWith'), compare('day', template(arg('day')), 'like')]
    expect(await load(source, sqlBinding({ where }), [[]], { args: { day: '2026-__-3_' } })).toEqual({
      slots: [[{ id: 12 }]],
      sent: [
        {
          sqlite: `select "id" from "items" where cast("id" as text) like ? escape '|' and cast("day" as text) like ? escape '|' limit ?`,
          mariadb:
            "select `id` from `items` where cast(`id` as char) like ? escape '|' and cast(`day` as char) like ? escape '|' limit ?",
        }[dialect],
      ],
    })
    const tooLong = { code: 'BAD_USER_INPUT', message: 'The text for "like" is too long.' }
    expect(await load(source, sqlBinding({ where }), [[]], { args: { day: 'x'.repeat(50_001) } })).toMatchObject({
      slots: [tooLong],
      sent: [],
    })
    expect(await load(source, sqlBinding({ where }), [[]], { args: { day: 'x'.repeat(50_000) } })).toMatchObject({
      slots: [[]],
    })
  })
}

function isFound(filter: SqlFilter, row: FilterRow, dialect: Dialect): boolean {
  const truth = truthOf(filter, row, LIKE_CASE[dialect])
  return truth === true || truth === undefined
}

function idsOf(rows: unknown): number[] {
  return (rows as { id: unknown }[]).map(({ id }) => Number(id)).sort((a, b) => a - b)
}

function rowText({ id, amount, name, flag }: FilterRow, dialect: Dialect): string {
  const text = name === null ? 'NULL' : `'${name.replaceAll("'", "''")}'`
  return `(${id}, ${amount ?? 'NULL'}, ${dialect === 'mariadb' ? text.replaceAll('\\', '\\\\') : text}, ${flag ?? 'NULL'})`
}
