import { expect, test } from 'vitest'
import type { SqlOrder } from '../../../src/plan/sql/sql-order.ts'
import type { Source } from '../../../src/source/source.ts'
import { createDatabase, DIALECTS, type Dialect } from '../../support/dialects.ts'
import type { TestDatabase } from '../../support/test-database.ts'
import { arg, compare, loadSlots, openSource, sqlBinding, template } from './support.ts'

interface OddTable {
  readonly columns: Readonly<Record<string, string>>
  /** The values of each column as SQL; null is added to all. */
  readonly values: Readonly<Record<string, readonly string[]>>
  /** What has to be said before such values are taken. */
  readonly before?: string
}

const quoted = (...texts: readonly string[]) => texts.map(text => `'${text}'`)

/** What a column can hold and few programs think of. */
const TABLES: Readonly<Record<Dialect, OddTable>> = {
  postgres: {
    columns: {
      f: 'double precision',
      r: 'real',
      n: 'numeric',
      d: 'date',
      t: 'timestamp',
      z: 'timestamptz',
      c: 'time',
      o: 'timetz',
      i: 'interval',
      p: 'daterange',
      s: 'tstzrange',
      q: 'numrange',
      b: 'bytea',
    },
    values: {
      f: quoted('Infinity', '-Infinity', 'NaN', '-0', '1e-300', '2.5'),
      r: quoted('Infinity', '-Infinity', 'NaN', '0.1', '3e38'),
      n: [...quoted('Infinity', '-Infinity', 'NaN', '0.10'), '10::numeric ^ 200', '10::numeric ^ -200'],
      d: quoted(
        'infinity',
        '-infinity',
        '0044-03-15 BC',
        '4714-11-24 BC',
        '5874897-12-31',
        '12024-02-29',
        '2024-01-01',
      ),
      t: quoted(
        'infinity',
        '-infinity',
        '0044-03-15 10:00:00.5 BC',
        '294276-12-31 23:59:59.999999',
        '2024-01-01 10:00:00.120',
      ),
      z: quoted(
        'infinity',
        '-infinity',
        '0044-03-15 10:00:00+02 BC',
        '12024-02-29 10:00:00.5+00',
        '2024-01-01 10:00:00+00',
      ),
      c: quoted('24:00:00', '00:00:00', '23:59:59.999999'),
      o: quoted('24:00:00+00', '10:00:00+15:59:59', '10:00:00-05:30', '10:00:00+00'),
      i: quoted(
        '178000000 years',
        '-178000000 years',
        '2147483647 days',
        '-1 year 2 months -3 days 4 hours',
        '2562047788 hours',
        '0.000001 seconds',
      ),
      p: quoted('[2024-01-01,infinity)', '(-infinity,0044-03-15 BC)', '(,)', 'empty', '[12024-01-01,13024-01-01)'),
      s: quoted('["2024-01-01 10:00:00+00",infinity)', '[-infinity,"0044-03-15 10:00:00 BC")', 'empty'),
      q: quoted('[-Infinity,1)', '[1,Infinity)', '[2,NaN)', '(,5]'),
      b: quoted('\\x', '\\x00ff', '\\x31323334'),
    },
  },
  mariadb: {
    before: "SET sql_mode = 'ALLOW_INVALID_DATES';",
    columns: {
      d: 'date',
      t: 'datetime(3)',
      z: 'timestamp NULL',
      c: 'time(1)',
      f: 'float',
      n: 'decimal(65, 30)',
      b: 'varbinary(9)',
      y: 'year',
      k: 'bit(9)',
    },
    values: {
      d: quoted('0000-00-00', '2024-00-00', '2024-05-00', '2024-02-31', '0000-01-01', '9999-12-31', '2024-01-01'),
      t: quoted('0000-00-00', '2024-05-00 10:00:00.5', '2024-02-31 10:00:00', '0001-01-01', '9999-12-31 23:59:59.999'),
      z: quoted('0000-00-00', '2024-01-01 10:00:00', '1970-01-02 00:00:00'),
      c: quoted('838:59:59', '-838:59:59', '-00:00:00.5', '00:00:00'),
      f: ['0.1', '-3.4e38', '1e-38', '0'],
      n: [`${'9'.repeat(35)}.${'9'.repeat(30)}`, '-0.000000000000000000000000000001', '0'],
      b: ["x''", "x'00ff'", "'1234'"],
      y: ['0', '1901', '2155'],
      k: ["b'0'", "b'111111111'", "b'1'"],
    },
  },
  sqlite: {
    columns: {
      f: 'real',
      n: 'numeric',
      t: 'text',
      i: 'integer',
      b: 'blob',
      z: 'datetime',
      y: 'boolean',
      u: '',
      a: 'any',
    },
    values: {
      f: ['9e999', '-9e999', '0.1', "'none'"],
      n: ['9e999', '9007199254740993', '0.5', "'none'", "x'00'"],
      t: ["'a'", "''", "x'61'", "'9'", '10', "'é'"],
      i: ['-9223372036854775808', '9223372036854775807', '2.5', "'none'", "x'00'", '7'],
      b: ["x'31323334'", "'1234'", '1234', '7.5', "x''"],
      z: ["'2026-01-31 08:00:00.000'", '1700000000', '1.5', "'2026-01-31'"],
      y: ['0', '1', '2', "'true'"],
      u: ['15', "'15'", '7.5', "'7.5'", "x'3135'", '9e999', "'Infinity'", "'abc'", "'9'", '1e21', "''"],
      a: ['15', "'x15'", '7.5', '9007199254740993', "x''"],
    },
  },
}

const VALUE = compare('', template(arg('value')))

async function fill(dialect: Dialect): Promise<{ database: TestDatabase; rows: number }> {
  const { columns, values, before = '' } = TABLES[dialect]
  const names = Object.keys(columns)
  const rows = Math.max(...Object.values(values).map(({ length }) => length)) + 2
  const row = (id: number) => [String(id), ...names.map(name => values[name]?.[(id * 7) % rows] ?? 'null')]
  const inserts = Array.from({ length: rows }, (_, id) => `INSERT INTO items VALUES (${row(id).join()});`)
  const definition = names.map(name => `${name} ${columns[name]}`)
  const sql = `${before} CREATE TABLE items (id INTEGER NOT NULL PRIMARY KEY, ${definition.join()}); ${inserts.join('')}`
  return { database: await createDatabase(dialect, sql), rows }
}

/** The ids of all rows, in the order of the database itself. */
async function idsInOrder({ run }: TestDatabase, dialect: Dialect, column: string, direction: string) {
  const nulls = dialect === 'postgres' ? (direction === 'ASC' ? 'NULLS FIRST' : 'NULLS LAST') : ''
  const rows = await run(`SELECT id FROM items ORDER BY ${column} ${direction} ${nulls}, id ${direction}`)
  return rows.map(row => Number((row as { id: unknown }).id))
}

interface Page {
  readonly nodes: readonly { readonly id: number }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
}

const PROJECTION = new Map([
  ['nodes', new Map([['id', new Map()]])],
  ['pageInfo', new Map(['hasNextPage', 'endCursor'].map(name => [name, new Map()]))],
])

/** The ids page by page; ends behind as many pages as there can be. */
async function walk(source: Source, order: SqlOrder, size: number, rows: number): Promise<number[]> {
  const [first, after] = ['first', 'after'].map(name => template(arg(name)))
  const page = { key: ['id'], first, after, last: undefined, before: undefined }
  const binding = sqlBinding({ orderBy: [order], page })
  const ids: number[] = []
  let cursor: string | undefined
  for (let count = 0; count <= rows; count++) {
    const args = { first: size, after: cursor }
    const [slot] = await loadSlots(source, binding, [[]], { args, projection: PROJECTION })
    if (slot instanceof Error) throw slot
    const { nodes, pageInfo } = slot as Page
    ids.push(...nodes.map(({ id }) => id))
    if (!pageInfo.hasNextPage) return ids
    cursor = pageInfo.endCursor
  }
  return ids
}

test.for(DIALECTS)('Pages have every row once, whatever its value is (%s)', async dialect => {
  const { database, rows } = await fill(dialect)
  await using _ = database
  await using source = await openSource(database.url)
  for (const column of Object.keys(TABLES[dialect].columns))
    for (const [direction, size] of [
      ['ASC', 1],
      ['DESC', 2],
    ] as const) {
      const walked = await walk(source, { column, direction }, size, rows)
      expect({ [column]: walked }).toEqual({ [column]: await idsInOrder(database, dialect, column, direction) })
    }
})

/** Where a declared type says what a value is, and SQLite holds another one all the same. */
const UNKNOWN: Readonly<Record<string, readonly unknown[]>> = {
  i: [2.5, 'none', 'AA=='],
  f: ['none'],
  n: ['none', 'AA=='],
  b: ['1234', 1234, 7.5],
  t: ['YQ=='],
  y: ['true'],
}

/** Columns of SQLite in which a number and its text are shown alike. */
const UNTYPED: ReadonlySet<string> = new Set(['u', 'a'])

test.for(DIALECTS)('The rows of a value are found by what is shown of it (%s)', async dialect => {
  const { database } = await fill(dialect)
  await using _ = database
  await using source = await openSource(database.url)
  for (const column of Object.keys(TABLES[dialect].columns)) {
    const [all] = await loadSlots(source, sqlBinding(), [[]], { select: ['id', column] })
    const shown = all as readonly Readonly<Record<string, unknown>>[]
    const where = [{ ...VALUE, column }]
    for (const { [column]: value } of shown) {
      if (value === null || (dialect === 'sqlite' && UNKNOWN[column]?.includes(value))) continue
      const [slot] = await loadSlots(source, sqlBinding({ where }), [[]], { args: { value } })
      const found = (slot as readonly { readonly id: number }[]).map(({ id }) => id)
      const isShownSo = (other: unknown) => (UNTYPED.has(column) ? `${other}` === `${value}` : other === value)
      const expected = shown.filter(row => isShownSo(row[column])).map(({ id }) => id)
      expect({ [column]: value, found }).toEqual({ [column]: value, found: expected })
    }
  }
})
