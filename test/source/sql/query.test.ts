import { describe, expect, test } from 'vitest'
import { createDatabase, DIALECTS, inDialect } from '../../support/dialects.ts'
import {
  arg,
  batch,
  compare,
  DB_ERROR,
  header,
  type LoadOptions,
  literal,
  load,
  openSource,
  query,
  sqlBinding,
} from './support.ts'

const ITEMS = `
  CREATE TABLE items (id BIGINT PRIMARY KEY, owner BIGINT, name VARCHAR(20));
  INSERT INTO items VALUES (1, 10, 'one'), (2, 10, 'two'), (3, 20, 'three'), (4, NULL, 'four');`

for (const dialect of DIALECTS) {
  describe(dialect, () => {
    test('Every expression of a query is a bound parameter', async () => {
      await using database = await createDatabase(dialect, ITEMS)
      await using source = await openSource(database.url)
      const from = query('SELECT id FROM items WHERE name = ', arg('name'), ' ORDER BY id LIMIT ', arg('limit'), ';\n')
      const binding = sqlBinding({ from })
      expect(await load(source, binding, [[]], { args: { name: 'two', limit: 5 } })).toEqual({
        slots: [[{ id: 2 }]],
        sent: [inDialect(dialect, 'SELECT id FROM items WHERE name = ? ORDER BY id LIMIT ?')],
      })
      const injection = { name: "' OR '1' = '1", limit: 5 }
      expect(await load(source, binding, [[]], { args: injection })).toMatchObject({ slots: [[]] })
    })

    test('A list is one parameter per item; what is absent, null or empty is NULL', async () => {
      await using database = await createDatabase(dialect, ITEMS)
      await using source = await openSource(database.url)
      const binding = sqlBinding({ from: query('SELECT id FROM items WHERE id IN (', arg('ids'), ') ORDER BY id') })
      const ask = (args: Record<string, unknown>) => load(source, binding, [[]], { args })
      expect(await ask({ ids: [1, '2', 9007199254740993n] })).toEqual({
        slots: [[{ id: 1 }, { id: 2 }]],
        sent: [inDialect(dialect, 'SELECT id FROM items WHERE id IN (?, ?, ?, ?) ORDER BY id')],
      })
      for (const args of [{}, { ids: null }, { ids: [] }])
        expect(await ask(args)).toEqual({
          slots: [[]],
          sent: [inDialect(dialect, 'SELECT id FROM items WHERE id IN (?) ORDER BY id')],
        })
      for (const ids of [{ ne: 1 }, [[1]]])
        expect(await ask({ ids })).toMatchObject({ slots: [{ code: 'BAD_USER_INPUT' }], sent: [] })
    })

    test('A list that is executed with is one array, or none where the database has no arrays', async () => {
      await using database = await createDatabase(dialect, ITEMS)
      await using source = await openSource(database.url)
      const execute = { answer: 'rows', variables: [] } as const
      const from = query('SELECT name FROM items WHERE id = ANY (', arg('ids'), ') ORDER BY id')
      const run = (said: LoadOptions) => load(source, sqlBinding({ from, execute }), [[]], said)
      const refused = (code: string) => ({ slots: [{ code, message: expect.stringContaining('a list') }], sent: [] })
      const fromClaim = query(
        'SELECT name FROM items WHERE id = ANY (',
        { from: { root: 'jwt', claim: 'teams', path: [] } },
        ')',
      )
      const claims = { teams: ['2', '3'] }
      const byClaim = load(source, sqlBinding({ from: fromClaim, execute }), [[]], { claims })
      if (dialect !== 'postgres') {
        expect(await run({ args: { ids: [1, 2] } })).toMatchObject(refused('BAD_USER_INPUT'))
        expect(await byClaim).toMatchObject(refused('RESPONSE_VALIDATION_FAILED'))
        return
      }
      expect(await run({ args: { ids: [1, null, '3'] } })).toEqual({
        slots: [[{ name: 'one' }, { name: 'three' }]],
        sent: ['SELECT name FROM items WHERE id = ANY ($1) ORDER BY id'],
      })
      expect(await run({ args: { ids: [] } })).toMatchObject({ slots: [[]] })
      expect(await byClaim).toMatchObject({ slots: [[{ name: 'two' }, { name: 'three' }]] })
    })

    test('$batch is one parameter per key, and rows go back to their keys', async () => {
      await using database = await createDatabase(dialect, ITEMS)
      await using source = await openSource(database.url)
      const from = query('SELECT owner, name FROM items WHERE owner IN (', batch(), ') ORDER BY id')
      const binding = sqlBinding({ from, keyColumns: ['owner'] })
      expect(await load(source, binding, [['10'], [null], [20], [30], [10]])).toEqual({
        slots: [
          [
            { owner: 10, name: 'one' },
            { owner: 10, name: 'two' },
          ],
          [],
          [{ owner: 20, name: 'three' }],
          [],
          [
            { owner: 10, name: 'one' },
            { owner: 10, name: 'two' },
          ],
        ],
        sent: [inDialect(dialect, 'SELECT owner, name FROM items WHERE owner IN (?, ?, ?, ?) ORDER BY id')],
      })
      const wrongBy = sqlBinding({ from, keyColumns: ['nope'] })
      expect(await load(source, wrongBy, [[10]])).toMatchObject({ slots: [DB_ERROR] })
    })

    test('A scalar is the first column that is no key', async () => {
      await using database = await createDatabase(dialect, ITEMS)
      await using source = await openSource(database.url)
      const from = query('SELECT owner, count(*) FROM items WHERE owner IN (', batch(), ') GROUP BY owner')
      const count = sqlBinding({ from, keyColumns: ['owner'], list: false, scalar: true })
      expect(await load(source, count, [[20], [10], [30]])).toMatchObject({ slots: [1, 2, null] })
      const names = sqlBinding({ from: query('SELECT name FROM items ORDER BY id'), scalar: true })
      expect(await load(source, names)).toMatchObject({ slots: [['one', 'two', 'three', 'four']] })
    })

    test('On a type with a where the query runs as a derived table', async () => {
      await using database = await createDatabase(dialect, ITEMS)
      await using source = await openSource(database.url)
      const from = query('SELECT * FROM items WHERE id > ', arg('after'), '; -- the rest')
      const where = [compare('owner', literal(10))]
      expect(await load(source, sqlBinding({ from: query('SELECT id, owner FROM items;'), where }))).toEqual({
        slots: [
          [
            { id: 1, owner: 10 },
            { id: 2, owner: 10 },
          ],
        ],
        sent: [
          inDialect(dialect, 'select * from (SELECT id, owner FROM items\n) as "t" where "owner" = ? limit 10001'),
        ],
      })
      expect(await load(source, sqlBinding({ from, where }), [[]], { args: { after: 1 } })).toMatchObject({
        slots: [DB_ERROR],
      })
    })

    test('An absent header fails the field, and a list beyond maxRows is an error', async () => {
      await using database = await createDatabase(dialect, ITEMS)
      await using source = await openSource(database.url)
      const tenant = sqlBinding({ from: query('SELECT id FROM items WHERE name = ', header('x-name')) })
      expect(await load(source, tenant)).toMatchObject({ slots: [{ code: 'BAD_USER_INPUT' }], sent: [] })
      const all = sqlBinding({ from: query('SELECT id FROM items'), maxRows: 3 })
      expect(await load(source, all)).toMatchObject({ slots: [{ reason: 'too_large' }] })
    })

    test('A statement that the database refuses is db_error, and its text stays inside', async () => {
      await using database = await createDatabase(dialect, ITEMS)
      await using source = await openSource(database.url)
      const broken = sqlBinding({ from: query('SELEC secret FROM nowhere') })
      expect(await load(source, broken)).toEqual({ slots: [DB_ERROR], sent: ['SELEC secret FROM nowhere'] })
    })
  })
}
