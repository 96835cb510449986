import { describe, expect, test } from 'vitest'
import { createDatabase, DIALECTS, inDialect } from '../../support/dialects.ts'
import { startTestGateway } from '../../support/gateway.ts'
import { writesOf } from './writes-of.ts'

const SCHEMA = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query { pages: [Page!] @sql(orderBy: "id") }
type Mutation {
  write(id: ID!, text: String, rev: Int!): Page
    @sql(update: { text: "{$args.text}" }, where: { id: "{$args.id}" }, version: { rev: "{$args.rev}" })
  save(id: ID!, input: PageInput!): Boolean
    @sql(type: "Page", update: "{$args.input}", where: { id: "{$args.id}" }, version: { rev: "{$args.input.rev}" })
  drop(id: ID!, rev: Int!): Page @sql(delete: true, where: { id: "{$args.id}" }, version: { rev: "{$args.rev}" })
  dropped(id: ID!, rev: Int!): Int
    @sql(type: "Own", delete: true, where: { id: "{$args.id}" }, version: { rev: "{$args.rev}" })
}
input PageInput { text: String rev: Int! }
type Page @sql(table: "pages") { id: ID! text: String rev: Int! }
type Own @sql(table: "pages", where: { owner: "{$headers.x-owner}" }) { id: ID! rev: Int! }
`
const TABLE = `CREATE TABLE pages (id INT PRIMARY KEY, text VARCHAR(20), rev INT NOT NULL DEFAULT 1, owner VARCHAR(9));
  INSERT INTO pages VALUES (1, 'a', 1, 'ann'), (2, 'b', 5, 'bob')`

const STALE = (name: string) => ({
  message: `"${name}" is no longer that of the row: it has been changed since it was read. Read it again, then repeat.`,
  extensions: { code: 'CONFLICT', source: 'db', retryable: false },
})

describe.for(DIALECTS)('A row is changed in the version that was read (%s)', dialect => {
  test('which each change counts up; in another one it is a CONFLICT, and nothing is changed', async () => {
    await using database = await createDatabase(dialect, TABLE)
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const { body } = await gateway.query(`mutation {
      first: write(id: 1, text: "x", rev: 1) { text rev } stale: write(id: 1, text: "y", rev: 1) { text }
      saved: save(id: 1, input: { text: "z", rev: 2 }) lost: save(id: 1, input: { text: "w", rev: 2 })
      as_it_is: write(id: 1, rev: 3) { text rev } as_it_was: write(id: 1, rev: 2) { text rev }
      nobody: write(id: 99, text: "x", rev: 1) { text } nothing: save(id: 99, input: { rev: 1 })
      kept: drop(id: 2, rev: 4) { id } gone: drop(id: 2, rev: 5) { id text } again: drop(id: 2, rev: 5) { id }
    }`)
    expect(body).toMatchObject({
      data: {
        ...{ first: { text: 'x', rev: 2 }, stale: null, saved: true, lost: null },
        ...{ as_it_is: { text: 'z', rev: 3 }, as_it_was: null, nobody: null, nothing: false },
        ...{ kept: null, gone: { id: '2', text: 'b' }, again: null },
      },
      errors: [
        { ...STALE('rev'), path: ['stale'] },
        { ...STALE('input.rev'), path: ['lost'] },
        { ...STALE('rev'), path: ['as_it_was'] },
        { ...STALE('rev'), path: ['kept'] },
      ],
    })
    const counted = dialect === 'postgres' ? '"rev" + cast(? as bigint)' : '"rev" + ?'
    expect(writesOf(gateway)[0]).toBe(
      inDialect(dialect, `update "pages" set "text" = ?, "rev" = ${counted} where "id" = ? and "rev" = ?`),
    )
  })

  test("and that of a row which the type's where hides is not told", async () => {
    await using database = await createDatabase(dialect, TABLE)
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const ask = async (fields: string) => (await gateway.query(`mutation { ${fields} }`, {}, { 'x-owner': 'ann' })).body
    expect(await ask('a: dropped(id: 2, rev: 1) b: dropped(id: 2, rev: 5)')).toEqual({ data: { a: 0, b: 0 } })
    expect(await ask('a: dropped(id: 1, rev: 9)')).toMatchObject({ data: { a: null }, errors: [STALE('rev')] })
    expect(await database.run('SELECT id FROM pages')).toHaveLength(2)
  })

  test('of many at once that have read the same, one is done', async () => {
    await using database = await createDatabase(dialect, TABLE)
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    for (const rev of [1, 2, 3]) {
      const writers = Array.from({ length: 8 }, (_, at) =>
        gateway.query('mutation ($text: String, $rev: Int!) { write(id: 1, text: $text, rev: $rev) { text rev } }', {
          ...{ text: `${rev}.${at}`, rev },
        }),
      )
      const answers = (await Promise.all(writers)).map(
        ({ body }) => body as { data: { write: { text: string } | null } },
      )
      const done = answers.filter(({ data }) => data.write !== null)
      expect(done).toHaveLength(1)
      const lost = answers.filter(({ data }) => data.write === null)
      expect(lost).toEqual(lost.map(() => expect.objectContaining({ errors: [expect.objectContaining(STALE('rev'))] })))
      const { body } = await gateway.query('{ pages { text rev } }')
      expect((body as { data: { pages: object[] } }).data.pages[0]).toEqual({
        text: done[0]?.data.write?.text,
        rev: rev + 1,
      })
    }
  })

  test('and in a transaction it undoes all', async () => {
    await using database = await createDatabase(dialect, TABLE)
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const { body } = await gateway.query(`mutation @transaction {
      a: write(id: 1, text: "x", rev: 1) { rev } b: write(id: 2, text: "y", rev: 1) { rev }
    }`)
    expect(body).toMatchObject({
      data: { a: null, b: null },
      errors: [{ extensions: { reason: 'db_rolled_back' } }, STALE('rev')],
    })
    expect((await gateway.query('{ pages { text rev } }')).body).toEqual({
      data: {
        pages: [
          { text: 'a', rev: 1 },
          { text: 'b', rev: 5 },
        ],
      },
    })
  })
})
