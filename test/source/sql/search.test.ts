import { expect, test } from 'vitest'
import { createDatabase, DIALECTS, type Dialect, inDialect } from '../../support/dialects.ts'
import { arg, compare, literal, load, openSource, plain, sqlBinding, template } from './support.ts'

const ROWS = `(1, 'The big cat', 'sat on the mat', 7), (2, 'A dog', 'is no cat, says user@example.com', 7),
  (3, 'Mouse', NULL, 7), (4, 'Cats and "cats"', 'or - NOT a title: cat', 8), (5, 'Über', 'naïve 数据 cat', 8)`
const TABLE = 'id INTEGER PRIMARY KEY, title VARCHAR(80), body TEXT, owner INTEGER'
const DATABASES: Readonly<Record<Dialect, string>> = {
  sqlite: `CREATE TABLE items (${TABLE}); INSERT INTO items VALUES ${ROWS};
    CREATE VIRTUAL TABLE words USING fts5(title, body, owner UNINDEXED);
    INSERT INTO words (rowid, title, body, owner) SELECT id, title, body, owner FROM items`,
  mariadb: `CREATE TABLE items (${TABLE}, FULLTEXT (title, body)); INSERT INTO items VALUES ${ROWS}`,
  postgres: `CREATE TABLE items (${TABLE}); INSERT INTO items VALUES ${ROWS}`,
}
const INDEX = { columns: ['title', 'body'], config: 'simple', index: undefined }
const FOUND_BY: Readonly<Record<Dialect, string>> = {
  sqlite:
    '"items" inner join (select rowid as "sluice_id", -rank as "sluice_rank" from "words" where "words" match ?) as "sluice_found" on "sluice_id" = "items"."rowid"',
  mariadb: '"items" where match ("title", "body") against (? in boolean mode)',
  postgres: `"items" where to_tsvector('simple', coalesce("title", '') || ' ' || coalesce("body", '')) @@ websearch_to_tsquery('simple', ?)`,
}

for (const dialect of DIALECTS) {
  const index = { ...INDEX, index: dialect === 'sqlite' ? 'words' : undefined }
  const textOf = (text: string) => ({ ...index, text: literal(text) })
  const byId = { column: 'id', direction: 'ASC' } as const

  const open = async () => {
    const database = await createDatabase(dialect, DATABASES[dialect])
    const source = await openSource(database.url)
    const find = async (text: string) => {
      const { slots } = await load(source, sqlBinding({ search: textOf(text), orderBy: [byId] }))
      return Array.isArray(slots[0]) ? slots[0].map(({ id }) => id) : slots[0]
    }
    return {
      source,
      find,
      async [Symbol.asyncDispose]() {
        await source[Symbol.asyncDispose]()
        await database[Symbol.asyncDispose]()
      },
    }
  }

  test(`Words, phrases and what is excluded are found (${dialect})`, async () => {
    await using opened = await open()
    const { find } = opened
    expect(await find('cat')).toEqual([1, 2, 4, 5])
    expect(await find('CAT')).toEqual([1, 2, 4, 5])
    expect(await find('"big cat"')).toEqual([1])
    expect(await find('cat -dog')).toEqual([1, 4, 5])
    expect(await find('cat -"big cat" -dog')).toEqual([4, 5])
    expect(await find('user@example.com')).toEqual([2])
    expect(await find('dinosaur')).toEqual([])
    // MySQL finds what has one of the words, the others what has all of them.
    expect(await find('cat mouse')).toEqual(dialect === 'mariadb' ? [1, 2, 3, 4, 5] : [])
    expect(await find('cat says')).toEqual(dialect === 'mariadb' ? [1, 2, 4, 5] : [2])
  })

  test(`Nothing in a text is an operator, and no text is an error of the database (${dialect})`, async () => {
    await using opened = await open()
    const { find } = opened
    for (const text of [
      'cat*',
      'cat)',
      '(cat',
      '"cat',
      'cat"',
      "cat'",
      'cat\\',
      'cat;',
      '>cat',
      '~cat',
      '@cat',
      '+cat',
      '^cat',
      'cat \0',
      'cat +++',
      'cat""',
      '|cat|',
      '!cat',
      '--  cat',
      '{title} : cat cat:',
      `cat' or 1 = 1 --`,
      'cat <-> & | !',
      'cat:*A',
      'title:cat',
      'NEAR(cat, 2)',
      '"" ""cat" -""',
      'cat\ncat\tcat',
      'cat @ 5',
      '%cat%',
    ]) {
      const found = await find(text)
      expect(Array.isArray(found), `${JSON.stringify(text)}: ${JSON.stringify(found)}`).toBe(true)
    }
    expect(await find('cat* (')).toEqual([1, 2, 4, 5])
    expect(await find('"cat NOT dog"')).toEqual([])
    // OR, NOT and AND are words, that must be there where all must.
    if (dialect !== 'mariadb') {
      expect(await find('cat OR mouse')).toEqual([])
      expect(await find('or cat title')).toEqual([4])
      expect(await find('cat NOT')).toEqual([4])
    }
  })

  test(`What can't be searched for is told (${dialect})`, async () => {
    await using opened = await open()
    const { source, find } = opened
    const refused = (message: string) => ({ code: 'BAD_USER_INPUT', message, retryable: false, source: 'db' })
    const nothing = refused('The text of the search has no word to look for.')
    for (const text of ['', ' \n', '+-*"', '"', '-cat', '-cat -"big dog"', '\0', '😀'])
      expect(await find(text), JSON.stringify(text)).toEqual(nothing)
    expect(await find(`cat ${'a'.repeat(997)}`)).toEqual(
      refused('The text of the search is longer than 1000 characters.'),
    )
    expect(await find('cat '.repeat(51))).toEqual(refused('The text of the search has more than 50 words.'))
    expect(await find('cat '.repeat(50))).toEqual([1, 2, 4, 5])
    expect(await find('cat \ud800')).toEqual(refused('What is searched for must be text.'))
    const search = { ...index, text: template(arg('text')) }
    const of = async (args: Readonly<Record<string, unknown>>) =>
      (await load(source, sqlBinding({ search, orderBy: [byId] }), [[]], { args })).slots[0]
    expect(await of({ text: { a: 1 } })).toEqual(refused('What is searched for must be text.'))
    const all = [1, 2, 3, 4, 5].map(id => ({ id }))
    expect((await of({})) as unknown[]).toEqual(all)
    expect((await of({ text: null })) as unknown[]).toEqual(all)
  })

  test(`A search is bound, and stands with conditions, keys, limits and ranks in one statement (${dialect})`, async () => {
    await using opened = await open()
    const { source } = opened
    const search = { ...index, text: template(arg('text')) }
    const sentBy = async (said: Parameters<typeof sqlBinding>[0], keys: readonly (readonly number[])[] = [[]]) => {
      const { slots, sent } = await load(source, sqlBinding({ search, ...said }), keys, { args: { text: 'cat' } })
      expect(sent).toHaveLength(1)
      return { ids: slots.map(slot => (plain(slot) as { id: number }[]).map(({ id }) => id)), sql: sent[0] }
    }
    const plainly = await sentBy({ orderBy: [byId], limit: literal(2) })
    expect(plainly.ids).toEqual([[1, 2]])
    expect(plainly.sql).toBe(inDialect(dialect, `select "id" from ${FOUND_BY[dialect]} order by "id" asc limit 2`))

    const ranked = await sentBy({ orderBy: [{ by: { kind: 'rank' }, direction: 'DESC' }, byId], limit: literal(1) })
    expect(ranked.sql).toBe(inDialect(dialect, RANKED[dialect]))

    const where = [compare('owner', literal(7))]
    expect((await sentBy({ where, orderBy: [byId] })).ids).toEqual([[1, 2]])
    const perKey = { keyColumns: ['owner'], orderBy: [byId], limit: literal(1) }
    expect((await sentBy(perKey, [[7], [8], [9]])).ids).toEqual([[1], [4], []])
    // Without a text there is no rank.
    const { slots, sent } = await load(
      source,
      sqlBinding({ search, orderBy: [{ by: { kind: 'rank' }, direction: 'DESC' }, byId], limit: literal(1) }),
    )
    expect([slots, sent]).toEqual([
      [[{ id: 1 }]],
      [inDialect(dialect, 'select "id" from "items" order by "id" asc limit 1')],
    ])
  })
}

const RANKED: Readonly<Record<Dialect, string>> = {
  sqlite: `select "id" from (select "id", "sluice_rank" as "sluice_order0" from ${FOUND_BY.sqlite}) as "sluice_rows" order by "sluice_order0" desc, "id" asc limit 1`,
  mariadb: `select "id" from (select "id", match ("title", "body") against (? in boolean mode) as "sluice_order0" from ${FOUND_BY.mariadb}) as "sluice_rows" order by "sluice_order0" desc, "id" asc limit 1`,
  postgres: `select "id" from (select "id", ts_rank(to_tsvector('simple', coalesce("title", '') || ' ' || coalesce("body", '')), websearch_to_tsquery('simple', ?)) as "sluice_order0" from ${FOUND_BY.postgres}) as "sluice_rows" order by "sluice_order0" desc, "id" asc limit 1`,
}
