import { expect, test } from 'vitest'
import type { SqlFilter } from '../../../src/plan/sql/sql-filter.ts'
import { createDatabase, inDialect } from '../../support/dialects.ts'
import { untilRunning } from '../../support/running-statements.ts'
import { arg, compare, load, openSource, sqlBinding, template } from './support.ts'

const TABLE = `CREATE TABLE items (id INTEGER PRIMARY KEY, code VARCHAR(80), size INTEGER);
  INSERT INTO items VALUES (1, 'ab-12', 12), (2, 'ab-x', 21), (3, NULL, NULL), (4, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac', 7)`

for (const dialect of ['mariadb', 'postgres'] as const) {
  test(`Texts are held against regular expressions, which are bound (${dialect})`, async () => {
    await using database = await createDatabase(dialect, TABLE)
    await using source = await openSource(database.url)
    const find = async (text: unknown, column = 'code', negated = false) => {
      const filter: SqlFilter = compare(column, template(arg('text')), 'regex')
      const where = [negated ? { kind: 'not' as const, filter } : filter]
      const binding = sqlBinding({ where, orderBy: [{ column: 'id', direction: 'ASC' }] })
      const { slots, sent } = await load(source, binding, [[]], { args: { text } })
      const [found] = slots
      return { sent, found: Array.isArray(found) ? found.map(({ id }) => id) : found }
    }
    const idsOf = async (...said: Parameters<typeof find>) => (await find(...said)).found
    expect(await idsOf('^ab-[0-9]+$')).toEqual([1])
    expect(await idsOf('^ab-[0-9]+$', 'code', true)).toEqual([2, 4])
    expect(await idsOf("x' or '1' = '1")).toEqual([])
    expect(await idsOf('^.2', 'size')).toEqual([1])
    expect(await idsOf(null)).toEqual([])
    const refused = (message: string) => ({ code: 'BAD_USER_INPUT', message, retryable: false, source: 'db' })
    const unread = refused('The database can not search by this regular expression.')
    for (const text of ['(', '[', '*a', 'a{2,1}']) expect(await idsOf(text), text).toEqual(unread)
    expect(await idsOf('a'.repeat(201))).toEqual(refused('The regular expression is longer than 200 characters.'))
    const { sent } = await find('a', 'code', true)
    const operator = dialect === 'postgres' ? '~' : 'regexp'
    expect(sent).toEqual([
      inDialect(dialect, `select "id" from "items" where not ("code" ${operator} ?) order by "id" asc limit 10001`),
    ])
  })

  test(`A regular expression that takes too long ends with its time limit, on the server too (${dialect})`, async () => {
    const rows = Array.from({ length: 3_000 }, (_, id) => `(${id}, '${'a'.repeat(60)}c')`)
    await using database = await createDatabase(
      dialect,
      `CREATE TABLE items (id INTEGER PRIMARY KEY, code VARCHAR(80)); INSERT INTO items VALUES ${rows.join(', ')}`,
    )
    await using source = await openSource(database.url, { timeout: 1_500 })
    const where = [compare('code', template(arg('text')), 'regex')]
    const find = async (text: string) => (await load(source, sqlBinding({ where }), [[]], { args: { text } })).slots[0]
    expect(await find(SLOW[dialect])).toMatchObject({ reason: 'timeout' })
    await untilRunning(dialect, database, `select ${dialect === 'mariadb' ? '`id`' : '"id"'} from`, 0)
    await using patient = await openSource(database.url)
    const { slots } = await load(patient, sqlBinding({ where }), [[]], { args: { text: '^b' } })
    expect(slots).toEqual([[]])
  })
}

/** MariaDB gives up a row after some millions of steps, and begins the next one. PostgreSQL tries all ways only where what was found must come again: here an even number of letters, and one. */
const SLOW = { mariadb: '^(a+)+$', postgres: '^(a*)(a*)(a*)(a*)(a*)\\1\\2\\3\\4\\5ac$' } as const
