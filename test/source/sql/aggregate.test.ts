import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AggregateName, SqlAggregate } from '../../../src/plan/sql/sql-aggregate.ts'
import { AGGREGATE_NAMES } from '../../../src/schema/aggregate-functions.ts'
import { createDatabase, DIALECTS } from '../../support/dialects.ts'
import { createDatabaseOn, dialectOf, SERVERS, type Server, testOn } from '../../support/servers.ts'
import { type AggregateRow, computed, decimalText } from './aggregate-oracle.ts'
import { arg, compare, DB_ERROR, load, openSource, plain, sqlBinding, template } from './support.ts'

const EXACT_TEXT: Readonly<Record<Server, string>> = {
  sqlite: 'VARCHAR(20)',
  mariadb: 'VARCHAR(20) COLLATE utf8mb4_nopad_bin',
  mysql: 'VARCHAR(20) COLLATE utf8mb4_0900_bin',
  postgres: 'VARCHAR(20) COLLATE "C"',
}

const COLUMNS = ['whole', 'cents', 'float', 'name'] as const
const SCALES = { whole: true, cents: true, float: false, name: false }

/** What is asked of each column. */
const ASKED = new Map<AggregateName, readonly (typeof COLUMNS)[number][]>(
  AGGREGATE_NAMES.map(name => [name, COLUMNS.filter(column => column !== 'name' || /count|min|max/.test(name))]),
)

const AGGREGATE: SqlAggregate = {
  functions: new Map(
    [...ASKED].map(([name, columns]) => [
      name,
      new Map(columns.map(column => [column, { column, exact: SCALES[column] && name === 'sum' }])),
    ]),
  ),
  empty: { count: 0 },
}

const PROJECTION = new Map([
  ['count', new Map()],
  ...[...ASKED].map(([name, columns]) => [name, new Map(columns.map(column => [column, new Map()]))] as const),
])

/**
 * Small and large integers. Large ones are as far from each other as doubles are not: some databases compute a variance with these,
 * and of what lies close together at such a height nothing of it is left.
 */
function integerUpTo(most: bigint, step: bigint): fc.Arbitrary<bigint> {
  const large = fc.bigInt({ min: -(most / step), max: most / step }).map(steps => steps * step)
  return fc.oneof(fc.bigInt({ min: -5n, max: 5n }), large)
}

const row: fc.Arbitrary<AggregateRow> = fc.record({
  parent: fc.option(fc.integer({ min: 1, max: 3 })),
  whole: fc.option(integerUpTo(2n ** 63n - 1n, 10n ** 12n + 39n)),
  // SQLite keeps fifteen digits of a decimal.
  cents: fc.option(integerUpTo(10n ** 15n - 1n, 10n ** 9n + 7n)),
  float: fc.option(fc.integer({ min: -1000, max: 1000 }).map(value => value / 8)),
  name: fc.option(fc.string({ unit: fc.constantFrom('a', 'A', 'b', ' ', 'é', '0'), maxLength: 3 })),
})

function valuesOf({ parent, whole, cents, float, name }: AggregateRow): string {
  const values = [parent, whole, cents === null ? null : decimalText(cents), float, name === null ? null : `'${name}'`]
  return `(${values.map(value => value ?? 'NULL').join()})`
}

function expected(rows: readonly AggregateRow[]) {
  const parts = [...ASKED].map(([part, columns]) => [
    part,
    Object.fromEntries(columns.map(column => [column, computed(part, column, rows)])),
  ])
  return { count: rows.length, ...Object.fromEntries(parts) }
}

/** Decimals in their shortest text, and what is no exact number by its first digits: the order of an addition is the database's. */
function comparable(value: unknown, path: readonly string[] = []): unknown {
  if (typeof value === 'object' && value !== null && !(value instanceof Error))
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, comparable(part, [...path, name])]))
  const [part, column] = path
  if (value === null || column === undefined || part === 'countDistinct' || column === 'name') return value
  const isExact = column !== 'float' && (part === 'sum' || part === 'min' || part === 'max')
  if (!isExact) return Math.abs(Number(value)) < 1e-7 ? 0 : Number(value).toPrecision(6)
  const text = String(value)
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

async function itemsOf(server: Server) {
  return await createDatabaseOn(
    server,
    `CREATE TABLE items (parent INTEGER, whole BIGINT, cents DECIMAL(20, 2), ${dialectOf(server) === 'mariadb' ? '`float`' : '"float"'} DOUBLE PRECISION, name ${EXACT_TEXT[server]})`,
  )
}

for (const server of SERVERS) {
  testOn(server)(`Of random rows is computed what SQL says, for each parent and for all (${server})`, async () => {
    await using database = await itemsOf(server)
    await using source = await openSource(database.url)
    const all = sqlBinding({ aggregate: AGGREGATE })
    const perParent = sqlBinding({ aggregate: AGGREGATE, keyColumns: ['parent'] })
    const holds = fc.asyncProperty(fc.array(row, { maxLength: 12 }), async rows => {
      await database.run('DELETE FROM items')
      if (rows.length > 0) await database.run(`INSERT INTO items VALUES ${rows.map(valuesOf).join()}`)
      const whole = await load(source, all, [[]], { projection: PROJECTION })
      expect(whole.slots.map(slot => comparable(slot))).toEqual([comparable(expected(rows))])
      const keys = [[1], [2], [3], [null], [1]]
      const { slots, sent } = await load(source, perParent, keys, { projection: PROJECTION })
      expect(sent).toHaveLength(1)
      const ofParents = keys.map(([key]) => rows.filter(({ parent }) => key !== null && parent === key))
      expect(slots.map(slot => comparable(slot))).toEqual(
        ofParents.map(found => (found.length > 0 ? comparable(expected(found)) : AGGREGATE.empty)),
      )
    })
    await fc.assert(holds, { numRuns: 40 })
  })
}

for (const dialect of DIALECTS) {
  test(`What is computed is what the same statement answers past the gateway (${dialect})`, async () => {
    await using database = await itemsOf(dialect)
    await using source = await openSource(database.url)
    await database.run(
      "INSERT INTO items VALUES (1, 5, 1.25, 0.5, 'a'), (1, 7, 2.50, 1.5, 'b'), (2, NULL, NULL, NULL, NULL)",
    )
    const where = [compare('parent', template(arg('parent')))]
    const projection = new Map([
      ['count', new Map()],
      ['max', new Map([['name', new Map()]])],
    ])
    const asked = { projection, args: { parent: 1 } }
    const { slots, sent } = await load(source, sqlBinding({ aggregate: AGGREGATE, where }), [[]], asked)
    expect(slots).toEqual([{ count: 2, max: { name: 'b' } }])
    const [statement = ''] = sent
    const [direct] = await database.run(statement.replace(/\?|\$1/, '1'))
    expect(Object.values(direct as object).map(String)).toEqual(['2', 'b'])
  })

  test(`A column that is not there fails its own value only (${dialect})`, async () => {
    await using database = await itemsOf(dialect)
    await using source = await openSource(database.url)
    const lost = new Map([['lost', { column: 'lost', exact: false }]])
    const aggregate = { functions: new Map([['max' as const, lost]]), empty: {} }
    const projection = new Map([
      ['count', new Map()],
      ['max', new Map([['lost', new Map()]])],
    ])
    const { slots } = await load(source, sqlBinding({ aggregate }), [[]], { projection })
    const [{ count, max }] = slots as [{ count: number; max: { lost: unknown } }]
    expect([count, plain(max.lost)]).toEqual([0, DB_ERROR])
  })
}

test('A key that SQLite holds in two forms is an error where its groups can not be put together', async () => {
  await using database = await createDatabase(
    'sqlite',
    "CREATE TABLE items (parent, n INTEGER); INSERT INTO items VALUES (1, 1), ('1', 2)",
  )
  await using source = await openSource(database.url)
  const sum = new Map([['n', { column: 'n', exact: false }]])
  const aggregate = { functions: new Map([['sum' as const, sum]]), empty: {} }
  const binding = sqlBinding({ aggregate, keyColumns: ['parent'] })
  const count = new Map([['count', new Map()]])
  expect((await load(source, binding, [['1'], ['2']], { projection: count })).slots).toEqual([{ count: 2 }, {}])
  const both = new Map([...count, ['sum', new Map([['n', new Map()]])]])
  expect((await load(source, binding, [['1'], ['2']], { projection: both })).slots).toMatchObject([
    { reason: 'wrong_shape' },
    { reason: 'wrong_shape' },
  ])
})
