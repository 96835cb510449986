import { describe, expect, test } from 'vitest'
import { ANYBODY } from '../../../src/plan/anybody.ts'
import { createDatabase, DIALECTS, inDialect } from '../../support/dialects.ts'
import { arg, compare, DB_ERROR, header, literal, load, openSource, sqlBinding, template } from './support.ts'

const ITEMS = `
  CREATE TABLE items (id BIGINT PRIMARY KEY, owner BIGINT, name VARCHAR(20), price DECIMAL(10, 2));
  INSERT INTO items VALUES
    (1, 10, 'one', 1.50), (2, 10, 'two', 2.00), (3, 20, 'three', 3.25), (4, NULL, 'four', NULL);`

const NOWHERE = {
  sqlite: 'sqlite:/nowhere',
  mariadb: 'mysql://nobody@127.0.0.1:1/nothing',
  postgres: 'postgres://nobody@127.0.0.1:1/nothing',
}

for (const dialect of DIALECTS) {
  const sql = (text: string) => inDialect(dialect, text)

  describe(dialect, () => {
    test('All keys go in one statement, padded to a power of two, and each gets its own rows', async () => {
      await using database = await createDatabase(dialect, ITEMS)
      await using source = await openSource(database.url)
      const byOwner = sqlBinding({ keyColumns: ['owner'], orderBy: [{ column: 'id', direction: 'DESC' }] })
      const answer = await load(source, byOwner, [[20], ['10'], [30], [10n]], { select: ['id', 'name'] })
      expect(answer).toEqual({
        slots: [
          [{ id: 3, name: 'three', owner: 20 }],
          [
            { id: 2, name: 'two', owner: 10 },
            { id: 1, name: 'one', owner: 10 },
          ],
          [],
          [
            { id: 2, name: 'two', owner: 10 },
            { id: 1, name: 'one', owner: 10 },
          ],
        ],
        sent: [
          sql('select "id", "name", "owner" from "items" where "owner" in (?, ?, ?, ?) order by "id" desc limit 10001'),
        ],
      })
    })

    test('A key that its column cannot hold takes no part in the statement', async () => {
      await using database = await createDatabase(dialect, ITEMS)
      await using source = await openSource(database.url)
      const one = sqlBinding({ keyColumns: ['id'], list: false })
      const keys = [['1 or 1=1'], ['2'], ['02'], [null], [{ ne: 1 }], [2n ** 64n], [true]]
      expect(await load(source, one, keys, { select: ['name'] })).toEqual({
        slots: [null, { name: 'two', id: 2 }, null, null, null, null, null],
        sent: [sql('select "name", "id" from "items" where "id" in (?) limit 2')],
      })
      expect(await load(source, one, [['x'], [null]])).toEqual({ slots: [null, null], sent: [] })
    })

    test('Several columns are one key', async () => {
      await using database = await createDatabase(dialect, ITEMS)
      await using source = await openSource(database.url)
      const one = sqlBinding({ keyColumns: ['owner', 'name'], list: false })
      expect(
        await load(source, one, [
          ['10', 'two'],
          [10, 'three'],
          [20, 'three'],
          [10, null],
        ]),
      ).toEqual({
        slots: [{ id: 2, owner: 10, name: 'two' }, null, { id: 3, owner: 20, name: 'three' }, null],
        sent: [
          sql(
            'select "id", "owner", "name" from "items" where ("owner", "name") in ((?, ?), (?, ?), (?, ?), (?, ?)) limit 10001',
          ),
        ],
      })
    })

    test('A where compares, tries a list, and finds nulls', async () => {
      await using database = await createDatabase(dialect, ITEMS)
      await using source = await openSource(database.url)
      const byOwner = sqlBinding({ where: [compare('owner', template(arg('owner')))] })
      const ask = (owner: unknown) => load(source, byOwner, [[]], { args: { owner } })
      expect(await ask('20')).toEqual({
        slots: [[{ id: 3 }]],
        sent: [sql('select "id" from "items" where "owner" = ? limit 10001')],
      })
      expect(await ask([20, 'x', null, '30', 40])).toEqual({
        slots: [[{ id: 3 }]],
        sent: [sql('select "id" from "items" where "owner" in (?, ?, ?, ?) limit 10001')],
      })
      expect(await ask(null)).toEqual({
        slots: [[{ id: 4 }]],
        sent: [sql('select "id" from "items" where "owner" is null limit 10001')],
      })
      expect(await ask(undefined)).toEqual({
        slots: [[{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }]],
        sent: [sql('select "id" from "items" limit 10001')],
      })
    })

    test('What no row can match sends no statement', async () => {
      await using database = await createDatabase(dialect, ITEMS)
      await using source = await openSource(database.url)
      const byOwner = sqlBinding({ where: [compare('owner', template(arg('owner')))] })
      for (const owner of [[], ['x'], 'x', '007', 7.5, Number.NaN, { ne: 1 }, true, [[10]]])
        expect(await load(source, byOwner, [[]], { args: { owner } })).toEqual({ slots: [[]], sent: [] })
      const byId = sqlBinding({ where: [compare('id', template(arg('id')))], list: false })
      expect(await load(source, byId)).toEqual({ slots: [null], sent: [] })
    })

    test('An absent header fails the field', async () => {
      await using database = await createDatabase(dialect, ITEMS)
      await using source = await openSource(database.url)
      const byTenant = sqlBinding({ where: [compare('owner', template(header('x-tenant')))] })
      expect(await load(source, byTenant, [[]], { headers: { 'x-tenant': '20' } })).toMatchObject({
        slots: [[{ id: 3 }]],
      })
      expect(await load(source, byTenant)).toEqual({
        slots: [
          {
            code: 'BAD_USER_INPUT',
            message: 'The request header "x-tenant" is missing.',
            retryable: false,
            source: 'db',
          },
        ],
        sent: [],
      })
    })

    test('A list is ordered, limited and offset', async () => {
      const nullsLast = dialect === 'postgres' ? ' nulls last' : ''
      const order = `"owner" desc${nullsLast}, "id" asc`
      // For its plan, PostgreSQL is told the next power of two.
      const cut = `with "sluice_cut" as materialized (select "id", "owner" from "items" order by ${order} limit 4) `
      const [first, rows] = dialect === 'postgres' ? [cut, 'sluice_cut'] : ['', 'items']
      await using database = await createDatabase(dialect, ITEMS)
      await using source = await openSource(database.url)
      const page = sqlBinding({
        orderBy: [
          { column: 'owner', direction: 'DESC' },
          { column: 'id', direction: 'ASC' },
        ],
        limit: template(arg('limit')),
        offset: template(arg('offset')),
      })
      expect(await load(source, page, [[]], { args: { limit: 2, offset: 1 } })).toEqual({
        slots: [[{ id: 1 }, { id: 2 }]],
        sent: [sql(`${first}select "id" from "${rows}" order by ${order} limit ? offset ?`)],
      })
      expect(await load(source, page, [[]], { args: { limit: 0 } })).toMatchObject({ slots: [[]] })
      for (const args of [{ limit: -1 }, { limit: 1.5 }, { limit: '1 or 1' }, { offset: [1] }])
        expect(await load(source, page, [[]], { args })).toMatchObject({
          slots: [{ code: 'BAD_USER_INPUT' }],
          sent: [],
        })
    })

    test('A list beyond maxRows is an error that says so', async () => {
      await using database = await createDatabase(dialect, ITEMS)
      await using source = await openSource(database.url)
      const tooLarge = {
        code: 'RESPONSE_VALIDATION_FAILED',
        reason: 'too_large',
        message: "The list is longer than the source's maxRows of 3.",
        retryable: false,
        source: 'db',
      }
      expect(await load(source, sqlBinding({ maxRows: 3 }))).toMatchObject({ slots: [tooLarge] })
      expect(await load(source, sqlBinding({ maxRows: 4 }))).toMatchObject({ slots: [{ length: 4 }] })
      const limited = sqlBinding({ maxRows: 3, limit: literal(3) })
      expect(await load(source, limited)).toMatchObject({ slots: [{ length: 3 }] })
      const beyond = sqlBinding({ maxRows: 3, limit: literal(4) })
      expect(await load(source, beyond)).toMatchObject({ slots: [tooLarge] })
      const batched = sqlBinding({ maxRows: 2, keyColumns: ['owner'] })
      expect(await load(source, batched, [[10], ['x'], [20]])).toMatchObject({
        slots: [{ reason: 'too_large' }, [], { reason: 'too_large' }],
      })
    })

    test('Several rows where one belongs fail only their own key; with an order, the first is the answer', async () => {
      await using database = await createDatabase(dialect, ITEMS)
      await using source = await openSource(database.url)
      const wrongShape = {
        code: 'RESPONSE_VALIDATION_FAILED',
        reason: 'wrong_shape',
        message: 'The database has several rows where one belongs.',
        retryable: false,
        source: 'db',
      }
      const one = sqlBinding({ list: false, keyColumns: ['owner'] })
      expect((await load(source, one, [[10], [20], [30]])).slots).toEqual([wrongShape, { id: 3, owner: 20 }, null])
      const last = sqlBinding({ list: false, keyColumns: ['owner'], orderBy: [{ column: 'id', direction: 'DESC' }] })
      expect((await load(source, last, [[10], [20]])).slots).toEqual([
        { id: 2, owner: 10 },
        { id: 3, owner: 20 },
      ])
      const where = [compare('owner', literal(10))]
      expect(await load(source, sqlBinding({ list: false, where }))).toMatchObject({ slots: [wrongShape] })
      const first = sqlBinding({ list: false, where, orderBy: [{ column: 'id', direction: 'ASC' }] })
      expect(await load(source, first)).toMatchObject({ slots: [{ id: 1 }] })
    })

    test('Without a column to show, the rows are still there', async () => {
      await using database = await createDatabase(dialect, ITEMS)
      await using source = await openSource(database.url)
      expect(await load(source, sqlBinding({ limit: literal(2) }), [[]], { select: [] })).toEqual({
        slots: [[{}, {}]],
        sent: [sql('select 1 from "items" limit 2')],
      })
    })

    test('A table, or a column of a condition, that the catalogue does not know fails its slots, and nothing is sent', async () => {
      await using database = await createDatabase(dialect, ITEMS)
      await using source = await openSource(database.url)
      for (const binding of [
        sqlBinding({ from: { kind: 'table', table: 'nope' } }),
        sqlBinding({ where: [compare('nope', template(arg('absent')))] }),
        sqlBinding({ orderBy: [{ column: 'nope', direction: 'ASC' }] }),
        sqlBinding({ keyColumns: ['nope'] }),
      ])
        expect(await load(source, binding, [[1]])).toEqual({ slots: [DB_ERROR], sent: [] })
    })

    test('A selected column that the catalogue does not know fails only the fields that read it', async () => {
      await using database = await createDatabase(dialect, ITEMS)
      await using source = await openSource(database.url)
      const keyed = sqlBinding({ keyColumns: ['id'], list: false })
      const { slots } = await load(source, keyed, [[1]], { select: ['name', 'nope', 'ID'] })
      const dbError = expect.objectContaining(DB_ERROR)
      expect(slots).toEqual([{ id: 1, name: expect.any(String), nope: dbError, ID: dbError }])
    })

    test('Hostile names are names like any other', async () => {
      const quote = dialect === 'mariadb' ? '`' : '"'
      const table = `${quote}it${quote}${quote}ems.a as b${quote}`
      // mysql2 refuses a column of the name `__proto__`.
      const hostile = dialect === 'mariadb' ? 'toString' : '__proto__'
      await using database = await createDatabase(
        dialect,
        `CREATE TABLE ${table} (${quote}${hostile}${quote} INT, ${quote}constructor${quote} INT); INSERT INTO ${table} VALUES (1, 2)`,
      )
      await using source = await openSource(database.url)
      const binding = sqlBinding({ from: { kind: 'table', table: `it${quote}ems.a as b` }, keyColumns: [hostile] })
      const { slots } = await load(source, binding, [[1]], { select: ['constructor'] })
      const [[row]] = slots as [[object]]
      for (const inherited of ['hasOwnProperty', 'valueOf']) expect(inherited in row).toBe(false)
      expect(Object.entries(row)).toEqual([
        ['constructor', 2],
        [hostile, 1],
      ])
    })

    test('A statement can be described without being sent', async () => {
      await using source = await openSource(NOWHERE[dialect])
      const binding = sqlBinding({
        keyColumns: ['owner'],
        where: [compare('name', template(header('x-name'))), compare('id', template(arg('id')))],
      })
      const plan = { binding, args: {}, projection: new Map([['id', new Map()]]) }
      expect(source.describe(plan, { keys: 3, hasArgs: true, client: ANYBODY })).toEqual({
        text: sql('select "id", "owner" from "items" where "name" = ? and "owner" in (?, ?) limit 10001'),
        keysPerCall: Number.POSITIVE_INFINITY,
        callsEach: 1,
        least: 1,
        maxItems: undefined,
      })
    })
  })
}

test('A URL of another scheme is refused, without its password', async () => {
  await expect(openSource('oracle://me:secret@host/db')).rejects.toThrow(
    new Error(
      'a SQL source\'s url must start with one of mysql:, mariadb:, postgres:, postgresql:, sqlite:; this one starts with "oracle:"',
    ),
  )
})
