import { expect, test } from 'vitest'
import type { CallRecord } from '../../../src/source/call-record.ts'
import { createDatabase, type Dialect } from '../../support/dialects.ts'
import type { TestDatabase } from '../../support/test-database.ts'
import { rowsReadByKeptPlan } from './kept-plan.ts'
import { arg, loadSlots, openSource, sqlBinding, template } from './support.ts'

const leaf = new Map()
const SELECTION = new Map([
  ['nodes', new Map([['id', leaf]])],
  [
    'pageInfo',
    new Map([
      ['hasNextPage', leaf],
      ['hasPreviousPage', leaf],
      ['endCursor', leaf],
    ]),
  ],
])

const DIGITS = Array.from({ length: 10 }, (_, digit) => `(${digit})`).join()
/** All rows have the same b. The key is no INTEGER: that would be SQLite's own number of the row, at which the range of an index ends. */
const ITEMS = `
  CREATE TABLE digits (d INTEGER);
  INSERT INTO digits VALUES ${DIGITS};
  CREATE TABLE items (
    id INT NOT NULL PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL, c INTEGER
  );
  INSERT INTO items
    SELECT n.d + 10 * x.d + 100 * y.d + 1000 * z.d, y.d, 5, CASE WHEN z.d = 0 THEN NULL ELSE z.d END
    FROM digits n, digits x, digits y, digits z;
  CREATE INDEX items_by_a ON items (a, c, id);
  CREATE INDEX items_by_b ON items (b, id);`
/** The databases know how many rows there are. */
const COUNTED: Readonly<Record<Dialect, string>> = {
  sqlite: 'ANALYZE;',
  mariadb: 'ANALYZE TABLE items;',
  postgres: 'ANALYZE items;',
}

interface Column {
  readonly column: string
  readonly direction: 'ASC' | 'DESC'
}

/** The statement of a page behind a cursor, which looks what is before it. */
async function pageText({ url }: TestDatabase, orderBy: readonly Column[]): Promise<string> {
  await using source = await openSource(url)
  const [first, after] = ['first', 'after'].map(name => template(arg(name)))
  const page = { key: ['id'], first, last: undefined, after, before: undefined }
  const binding = sqlBinding({ orderBy, page })
  const reports: CallRecord[] = []
  const ask = (args: Record<string, unknown>) =>
    loadSlots(source, binding, [[]], { args, projection: SELECTION, reports })
  const [start] = (await ask({ first: 5 })) as [{ pageInfo: { endCursor: string } }]
  await ask({ first: 3, after: start.pageInfo.endCursor })
  return reports.at(-1)?.text ?? ''
}

/** How the database reads such a page; all values of the statement are 5. */
async function explain(dialect: Dialect, prefix: string, orderBy: readonly Column[]): Promise<string[]> {
  await using database = await createDatabase(dialect, ITEMS + COUNTED[dialect])
  const text = await pageText(database, orderBy)
  const plan = await database.run(`${prefix} ${text.replaceAll('?', '5')}`)
  return plan.map(row => JSON.stringify(row))
}

const BY_A: readonly Column[] = [
  { column: 'a', direction: 'ASC' },
  { column: 'c', direction: 'ASC' },
]

test('On SQLite a page is a range of an index, and so is what lies before it', async () => {
  const plan = await explain('sqlite', 'EXPLAIN QUERY PLAN', BY_A)
  const reads = plan.filter(row => row.includes(' items'))
  expect(reads.length).toBe(2)
  for (const row of reads) expect(row).toContain('SEARCH items USING COVERING INDEX items_by_a (a')
})

test('On MariaDB a page is a range of an index, and so is what lies before it', async () => {
  const plan = await explain('mariadb', 'EXPLAIN', BY_A)
  const reads = plan.map(row => JSON.parse(row)).filter(({ table }) => table === 'items')
  expect(reads.map(({ type, key }) => ({ type, key }))).toEqual([
    { type: 'range', key: 'items_by_a' },
    { type: 'range', key: 'items_by_a' },
  ])
})

/** How many rows MariaDB reads by an index. */
async function rowsRead(database: TestDatabase): Promise<number> {
  const rows = (await database.run("SHOW SESSION STATUS LIKE 'Handler_read%'")) as Record<string, unknown>[]
  // Those without an index are of the table that holds the answer's parts.
  const byIndex = rows.filter(row => !String(row.Variable_name).startsWith('Handler_read_rnd'))
  return byIndex.reduce((sum, row) => sum + Number(row.Value), 0)
}

const BY_B: readonly Column[] = [{ column: 'b', direction: 'DESC' }]
/** Two for what is before the page, four for the page, and some for what it takes to begin; before it come thousands. */
const FEW = 20

test('On SQLite a page behind a cursor begins there, whatever is equal to it', async () => {
  const plan = await explain('sqlite', 'EXPLAIN QUERY PLAN', BY_B)
  const reads = plan.filter(row => row.includes(' items'))
  expect(reads.length).toBe(2)
  for (const row of reads) expect(row).toMatch(/items_by_b \(\(b,id\)[<>]\(\?,\?\)\)/)
})

test('On MariaDB a page behind a cursor begins there, whatever is equal to it', async () => {
  await using database = await createDatabase('mariadb', ITEMS + COUNTED.mariadb)
  const text = await pageText(database, BY_B)
  const before = await rowsRead(database)
  await database.run(text.replaceAll('?', '5'))
  expect((await rowsRead(database)) - before).toBeLessThan(FEW)
})

test('On PostgreSQL a page behind a cursor begins there, whatever is equal to it', async () => {
  await using database = await createDatabase('postgres', ITEMS + COUNTED.postgres)
  const text = await pageText(database, BY_B)
  const values = Array(new Set(text.match(/\$\d+/g)).size).fill(5)
  expect(await rowsReadByKeptPlan(database, text, values)).toBeLessThan(FEW)
})
