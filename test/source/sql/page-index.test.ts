import { expect, test } from 'vitest'
import type { CallRecord } from '../../../src/source/call-record.ts'
import { createDatabase, type Dialect } from '../../support/dialects.ts'
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
const ITEMS = `
  CREATE TABLE digits (d INTEGER);
  INSERT INTO digits VALUES ${DIGITS};
  CREATE TABLE items (id INTEGER NOT NULL PRIMARY KEY, a INTEGER NOT NULL, b INTEGER);
  INSERT INTO items
    SELECT x.d + 10 * y.d + 100 * z.d, y.d, CASE WHEN z.d = 0 THEN NULL ELSE z.d END FROM digits x, digits y, digits z;
  CREATE INDEX items_by_a ON items (a, b, id);`

/** How the database reads a page behind a cursor, and looks what is before it; all values of the statement are 5. */
async function explain(dialect: Dialect, prefix: string): Promise<string[]> {
  await using database = await createDatabase(dialect, ITEMS)
  await using source = await openSource(database.url)
  const [first, after] = ['first', 'after'].map(name => template(arg(name)))
  const page = { key: ['id'], first, last: undefined, after, before: undefined }
  const orderBy = [
    { column: 'a', direction: 'ASC' as const },
    { column: 'b', direction: 'ASC' as const },
  ]
  const binding = sqlBinding({ orderBy, page })
  const reports: CallRecord[] = []
  const ask = (args: Record<string, unknown>) =>
    loadSlots(source, binding, [[]], { args, projection: SELECTION, reports })
  const [start] = (await ask({ first: 5 })) as [{ pageInfo: { endCursor: string } }]
  await ask({ first: 3, after: start.pageInfo.endCursor })
  const text = reports.at(-1)?.text.replaceAll('?', '5')
  const plan = await database.run(`${prefix} ${text}`)
  return plan.map(row => JSON.stringify(row))
}

test('On SQLite a page is a range of an index, and so is what lies before it', async () => {
  const plan = await explain('sqlite', 'EXPLAIN QUERY PLAN')
  const reads = plan.filter(row => row.includes(' items'))
  expect(reads.length).toBe(2)
  for (const row of reads) expect(row).toContain('SEARCH items USING COVERING INDEX items_by_a (a')
})

test('On MariaDB a page is a range of an index, and so is what lies before it', async () => {
  const plan = await explain('mariadb', 'EXPLAIN')
  const reads = plan.map(row => JSON.parse(row)).filter(({ table }) => table === 'items')
  expect(reads.map(({ type, key }) => ({ type, key }))).toEqual([
    { type: 'range', key: 'items_by_a' },
    { type: 'range', key: 'items_by_a' },
  ])
})
