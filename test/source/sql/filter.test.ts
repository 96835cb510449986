import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SqlFilter, SqlRelation } from '../../../src/plan/sql/sql-filter.ts'
import { createDatabase, DIALECTS, type Dialect, inDialect } from '../../support/dialects.ts'
import { createDatabaseOn, dialectOf, SERVERS, type Server, testOn } from '../../support/servers.ts'
import { type FilterRow, type LikeRules, rowsFound } from './filter-oracle.ts'
import { randomFilter, randomRows } from './random-filter.ts'
import { arg, compare, DB_ERROR, header, literal, load, openSource, sqlBinding, template } from './support.ts'

/** A column of text that is compared letter by letter. */
const EXACT_TEXT: Readonly<Record<Server, string>> = {
  sqlite: 'VARCHAR(20)',
  mariadb: 'VARCHAR(20) COLLATE utf8mb4_nopad_bin',
  mysql: 'VARCHAR(20) COLLATE utf8mb4_0900_bin',
  postgres: 'VARCHAR(20)',
}
const LIKE_RULES: Readonly<Record<Dialect, LikeRules>> = {
  sqlite: { ignoresCase: true, flags: ['0', '1'] },
  mariadb: { ignoresCase: false, flags: ['0', '1'] },
  postgres: { ignoresCase: false, flags: ['false', 'true'] },
}

for (const server of SERVERS) {
  const dialect = dialectOf(server)
  testOn(server)(`Random filters find the rows for which they are true (${server})`, async () => {
    await using database = await createDatabaseOn(
      server,
      `CREATE TABLE items (id BIGINT PRIMARY KEY, parent BIGINT, amount INTEGER, name ${EXACT_TEXT[server]}, flag BOOLEAN)`,
    )
    await using source = await openSource(database.url)
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
        const expected = filters.map(filter => rowsFound(filter, { rows, like: LIKE_RULES[dialect] }))
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
    await using source = await openSource(database.url)
    const where = [compare('id', literal(1), 'startsWith'), compare('day', template(arg('day')), 'like')]
    expect(await load(source, sqlBinding({ where }), [[]], { args: { day: '2026-__-3_' } })).toEqual({
      slots: [[{ id: 12 }]],
      sent: [
        {
          sqlite: `select "id" from "items" where cast("id" as text) like ? escape '|' and cast("day" as text) like ? escape '|' limit 10001`,
          mariadb:
            "select `id` from `items` where cast(`id` as char) like ? escape '|' and cast(`day` as char) like ? escape '|' limit 10001",
          postgres: `select "id" from "items" where cast("id" as text) like $1 escape '|' and cast("day" as text) like $2 escape '|' limit 10001`,
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

for (const dialect of DIALECTS) {
  test(`Related rows keep apart from the rows around them, whatever their tables are called (${dialect})`, async () => {
    const R1 = 'CREATE TABLE "R1" (id BIGINT PRIMARY KEY, parent BIGINT, code VARCHAR(9), tenant BIGINT);'
    const rows = `INSERT INTO "R1" VALUES (1, NULL, '7 or 1=1', 1), (2, 1, 'b', 1), (3, 2, 'c', 1), (4, 1, 'd', 2)`
    await using database = await createDatabase(dialect, inDialect(dialect, `${R1} ${rows}`))
    await using source = await openSource(database.url)
    const related = (on: SqlRelation['on'], filter: SqlFilter): SqlFilter => ({
      ...{ kind: 'related', quantifier: 'some', filter },
      relation: { table: 'R1', on, where: [compare('tenant', template(header('tenant')))] },
    })
    const children = [{ column: 'id', related: 'parent' }]
    const from = { kind: 'table' as const, table: 'R1' }
    const grandparents = sqlBinding({
      from,
      where: [related(children, related(children, compare('code', literal('c'))))],
    })
    const inner = (rows: string, around: string, condition: string) =>
      `exists (select 1 from "R1" as "${rows}" where "${rows}"."parent" = "${around}"."id" and "${rows}"."tenant" = ? and ${condition})`
    expect(await load(source, grandparents, [[]], { headers: { tenant: '1' } })).toEqual({
      slots: [[{ id: 1 }]],
      sent: [
        inDialect(
          dialect,
          `select "id" from "R1" where ${inner('r1_', 'R1', inner('r2', 'r1_', '"r2"."code" = ?'))} limit 10001`,
        ),
      ],
    })
    const parents = sqlBinding({ from, where: [related(children, { kind: 'and', filters: [] })] })
    expect(await load(source, parents, [[]], { headers: { tenant: '2' } })).toMatchObject({ slots: [[{ id: 1 }]] })
    expect(await load(source, parents, [[]], { headers: { tenant: '1 or 1=1' } })).toEqual({ slots: [[]], sent: [] })
    expect(await load(source, parents)).toMatchObject({ slots: [{ code: 'BAD_USER_INPUT' }], sent: [] })

    for (const on of [[{ column: 'id', related: 'code' }], [{ column: 'id', related: 'nope' }]])
      expect(
        await load(source, sqlBinding({ from, where: [related(on, { kind: 'and', filters: [] })] }), [[]], {
          headers: { tenant: '1' },
        }),
      ).toEqual({ slots: [DB_ERROR], sent: [] })
  })
}

function idsOf(rows: unknown): number[] {
  return (rows as { id: unknown }[]).map(({ id }) => Number(id)).sort((a, b) => a - b)
}

function rowText({ id, parent, amount, name, flag }: FilterRow, dialect: Dialect): string {
  const text = name === null ? 'NULL' : `'${name.replaceAll("'", "''")}'`
  return `(${id}, ${parent ?? 'NULL'}, ${amount ?? 'NULL'}, ${dialect === 'mariadb' ? text.replaceAll('\\', '\\\\') : text}, ${flag ?? 'NULL'})`
}
