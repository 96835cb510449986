import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SqlAggregate } from '../../../src/plan/sql/sql-aggregate.ts'
import type { SqlGroups } from '../../../src/plan/sql/sql-groups.ts'
import type { SqlTerm } from '../../../src/plan/sql/sql-terms.ts'
import { createDatabase } from '../../support/dialects.ts'
import { createDatabaseOn, dialectOf, SERVERS, type Server, testOn } from '../../support/servers.ts'
import { decimalText } from './aggregate-oracle.ts'
import { arg, load, openSource, plain, sqlBinding, template } from './support.ts'

interface GroupedRow {
  readonly name: string | null
  readonly cents: bigint | null
  /** Epoch milliseconds, at whole seconds. */
  readonly at: number | null
}

const EXACT_TEXT: Readonly<Record<Server, string>> = {
  sqlite: 'VARCHAR(20)',
  mariadb: 'VARCHAR(20) COLLATE utf8mb4_nopad_bin',
  mysql: 'VARCHAR(20) COLLATE utf8mb4_0900_bin',
  postgres: 'VARCHAR(20) COLLATE "C"',
}
const PERIODS = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const
type Period = (typeof PERIODS)[number]
const DAY = 86_400_000

const sum: SqlTerm = { name: 'sum', column: 'cents' }
const AGGREGATE: SqlAggregate = {
  functions: new Map([['sum', new Map([['cents', { column: 'cents', exact: true }]])]]),
  empty: [],
}
const GROUPS: SqlGroups = {
  keys: new Map([
    ['name', { kind: 'column', column: 'name' }],
    ['at', { kind: 'column', column: 'at' }],
  ]),
  having: {
    kind: 'names',
    fields: new Map([['count', { kind: 'operators', column: 'count', operators: new Map([['gte', 'gte']]) }]]),
  },
  terms: new Map<string, SqlTerm>([
    ['count', { name: 'count', column: undefined }],
    ['sum.cents', sum],
  ]),
  timeZone: template(arg('timeZone')),
}
const BINDING = sqlBinding({ aggregate: AGGREGATE, groups: GROUPS, limit: template(arg('limit')) })
const PROJECTION = new Map([
  ['keys', new Map()],
  ['count', new Map()],
  ['sum', new Map([['cents', new Map()]])],
])

const row: fc.Arbitrary<GroupedRow> = fc.record({
  name: fc.option(fc.constantFrom('a', 'A', 'b', '')),
  cents: fc.option(fc.bigInt({ min: -300n, max: 300n })),
  at: fc.option(
    fc.integer({ min: Date.UTC(1971, 0, 1) / 1000, max: Date.UTC(2037, 11, 31) / 1000 }).map(second => second * 1000),
  ),
})
const near: fc.Arbitrary<GroupedRow> = fc
  .tuple(row, fc.integer({ min: -200, max: 200 }))
  .map(([cells, hours]) => ({ ...cells, at: Date.UTC(2024, 11, 30) + hours * 3_600_000 }))

function textOf(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ')
}

function valuesOf({ name, cents, at }: GroupedRow): string {
  const values = [
    name === null ? null : `'${name}'`,
    cents === null ? null : decimalText(cents),
    at === null ? null : `'${textOf(at)}'`,
  ]
  return `(${values.map(value => value ?? 'NULL').join()})`
}

/** The first day of the period, by the calendar. */
function firstDay(period: Period, local: number): string {
  const date = new Date(Math.floor(local / DAY) * DAY)
  if (period === 'WEEK') date.setTime(date.getTime() - ((date.getUTCDay() + 6) % 7) * DAY)
  if (period === 'MONTH' || period === 'QUARTER' || period === 'YEAR') date.setUTCDate(1)
  if (period === 'QUARTER') date.setUTCMonth(date.getUTCMonth() - (date.getUTCMonth() % 3))
  if (period === 'YEAR') date.setUTCMonth(0)
  return date.toISOString().slice(0, 10)
}

interface Asked {
  readonly period: Period | undefined
  readonly byName: boolean
  readonly offset: number
  readonly least: number
}

function expected(rows: readonly GroupedRow[], { period, byName, offset, least }: Asked) {
  const groups = new Map<string, GroupedRow[]>()
  for (const each of rows) {
    const day = each.at === null || !period ? null : firstDay(period, each.at + offset * 60_000)
    const id = JSON.stringify([...(byName ? [each.name] : []), ...(period ? [day] : [])])
    groups.set(id, [...(groups.get(id) ?? []), each])
  }
  // Without a key there is one group, of no rows too.
  if (!byName && !period && rows.length === 0) groups.set('[]', [])
  const text = (value: string | null | undefined) => (value === null || value === undefined ? '' : `.${value}`)
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return [...groups]
    .map(([id, found]) => ({ id: JSON.parse(id) as (string | null)[], found }))
    .filter(({ found }) => found.length >= least)
    .sort((a, b) => order(text(a.id[0]), text(b.id[0])) || order(text(a.id[1]), text(b.id[1])))
    .map(({ id, found }) => {
      const cents = found.flatMap(each => (each.cents === null ? [] : [each.cents]))
      const keys = { ...(byName && { name: id[0] }), ...(period && { at: id.at(-1) }) }
      const total = cents.length === 0 ? null : Number(cents.reduce((all, each) => all + each, 0n)) / 100
      return { keys, count: found.length, sum: { cents: total } }
    })
}

for (const server of SERVERS) {
  const dialect = dialectOf(server)
  testOn(server)(`Random rows are grouped as an oracle does (${server})`, async () => {
    await using database = await createDatabaseOn(
      server,
      `CREATE TABLE items (name ${EXACT_TEXT[server]}, cents DECIMAL(20, 2), at ${dialect === 'postgres' ? 'TIMESTAMP' : 'DATETIME'})`,
    )
    await using source = await openSource(database.url)
    const asked: fc.Arbitrary<Asked> = fc.record({
      period: fc.option(fc.constantFrom(...PERIODS), { nil: undefined }),
      byName: fc.boolean(),
      offset: fc.constantFrom(0, 330, -210, 840),
      least: fc.constantFrom(0, 2),
    })
    const holds = fc.asyncProperty(
      fc.array(fc.oneof(row, near), { maxLength: 12 }),
      fc.array(asked, { minLength: 4, maxLength: 4 }),
      async (rows, all) => {
        await database.run('DELETE FROM items')
        if (rows.length > 0) await database.run(`INSERT INTO items VALUES ${rows.map(valuesOf).join()}`)
        for (const each of all) {
          const groupBy = [...(each.byName ? [{ name: 'VALUE' }] : []), ...(each.period ? [{ at: each.period }] : [])]
          const args = { groupBy, timeZone: zoneText(each.offset), having: { count: { gte: each.least } } }
          const { slots } = await load(source, BINDING, [[]], { projection: PROJECTION, args })
          expect((slots[0] as Group[]).map(shown), JSON.stringify(each)).toEqual(expected(rows, each))
        }
      },
    )
    await fc.assert(holds, { numRuns: 30 })
  })
}

interface Group {
  readonly keys: object
  readonly count: number
  readonly sum: { readonly cents: unknown }
}

function shown({ keys, count, sum: { cents } }: Group) {
  return { keys, count, sum: { cents: cents === null ? null : Number(cents) } }
}

function zoneText(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const distance = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(distance / 60))}:${two(distance % 60)}`
}

const BERLIN = [
  // Winter and summer, the hours around the change, and a time with a zone of its own.
  ['2026-01-31 22:59:59', '2026-01-31'],
  ['2026-01-31 23:00:00', '2026-02-01'],
  ['2026-07-31 21:59:59', '2026-07-31'],
  ['2026-07-31 22:00:00', '2026-08-01'],
  ['2026-03-28 23:30:00', '2026-03-29'],
  ['2026-03-29 22:30:00', '2026-03-30'],
] as const

for (const dialect of ['sqlite', 'postgres'] as const)
  test(`A day begins in the time zone that is said, in summer an hour earlier (${dialect})`, async () => {
    const type = dialect === 'postgres' ? 'TIMESTAMPTZ' : 'DATETIME'
    await using database = await createDatabase(
      dialect,
      `CREATE TABLE items (name TEXT, cents DECIMAL(20, 2), at ${type})`,
    )
    await using source = await openSource(database.url)
    for (const [time, day] of BERLIN) {
      await database.run('DELETE FROM items')
      await database.run(`INSERT INTO items VALUES (NULL, NULL, '${time}${dialect === 'postgres' ? '+00' : ''}')`)
      const args = { groupBy: [{ at: 'DAY' }], timeZone: 'Europe/Berlin' }
      const { slots } = await load(source, BINDING, [[]], { projection: new Map([['keys', new Map()]]), args })
      expect(slots, time).toEqual([[{ keys: { at: day } }]])
    }
  })

test('The first and last days of SQLite are in a time zone, too, or in none', async () => {
  await using database = await createDatabase(
    'sqlite',
    `CREATE TABLE items (name TEXT, cents INT, at DATETIME);
    INSERT INTO items (at) VALUES ('0001-01-01 00:00:00'), ('0999-07-01 00:30:00'), ('9999-12-31 23:59:59'), ('2026-07-01 23:30:00')`,
  )
  await using source = await openSource(database.url)
  const days = async (timeZone: string) => {
    const args = { groupBy: [{ at: 'DAY' }], timeZone }
    const { slots } = await load(source, BINDING, [[]], { projection: new Map([['keys', new Map()]]), args })
    return (slots[0] as { keys: { at: string | null } }[]).map(({ keys }) => keys.at)
  }
  expect(await days('+14:00')).toEqual([null, '0001-01-01', '0999-07-01', '2026-07-02'])
  expect(await days('Europe/Berlin')).toEqual([null, '0001-01-01', '0999-07-01', '2026-07-02'])
  expect(await days('America/New_York')).toEqual(['0000-12-31', '0999-06-30', '2026-07-01', '9999-12-31'])
})

test('A server without the tables of time zones says so, and takes a distance from UTC', async () => {
  await using database = await createDatabase(
    'mariadb',
    "CREATE TABLE items (at DATETIME); INSERT INTO items VALUES ('2026-01-31 23:30:00')",
  )
  await using source = await openSource(database.url)
  const binding = sqlBinding({ aggregate: AGGREGATE, groups: { ...GROUPS, terms: new Map() } })
  const ask = async (timeZone: string) => {
    const args = { groupBy: [{ at: 'DAY' }], timeZone }
    return (await load(source, binding, [[]], { projection: new Map([['keys', new Map()]]), args })).slots
  }
  expect(await ask('+01:00')).toEqual([[{ keys: { at: '2026-02-01' } }]])
  const [answer] = await ask('Europe/Berlin')
  const [tables] = await database.run("SELECT convert_tz('2000-01-01', '+00:00', 'Europe/Berlin') AS known")
  if ((tables as { known: unknown }).known !== null) expect(answer).toEqual([{ keys: { at: '2026-02-01' } }])
  else
    expect(plain(answer)).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: 'The database does not know this time zone: say how far it is from UTC, as "+01:00".',
    })
})

for (const server of SERVERS)
  testOn(server)(`A group by a row of which there are several takes any of them (${server})`, async () => {
    await using database = await createDatabaseOn(
      server,
      `CREATE TABLE items (name VARCHAR(9), cents INT); CREATE TABLE makers (code VARCHAR(9), city VARCHAR(9));
      INSERT INTO makers VALUES ('a', 'Rom'), ('a', 'Rom'), ('b', 'Bonn'); INSERT INTO items VALUES ('a', 1), ('a', 2), ('b', 3), ('c', 4)`,
    )
    await using source = await openSource(database.url)
    const relation = { table: 'makers', on: [{ column: 'name', related: 'code' }], where: [] }
    const city = new Map([['city', { kind: 'column', column: 'city' } as const]])
    const keys: SqlGroups['keys'] = new Map([['maker', { kind: 'related', relation, keys: city }]])
    const binding = sqlBinding({ aggregate: AGGREGATE, groups: { ...GROUPS, keys } })
    const args = { groupBy: [{ maker: { city: 'VALUE' } }] }
    const { slots } = await load(source, binding, [[]], { projection: PROJECTION, args })
    expect((slots[0] as Group[]).map(({ keys, count }) => ({ keys, count }))).toEqual([
      { keys: { maker: { city: null } }, count: 1 },
      { keys: { maker: { city: 'Bonn' } }, count: 1 },
      { keys: { maker: { city: 'Rom' } }, count: 2 },
    ])
  })
