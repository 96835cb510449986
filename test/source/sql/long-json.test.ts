import { expect, test } from 'vitest'
import { AnswerBudget, AnswerRoom } from '../../../src/source/answer-budget.ts'
import { CallBudget } from '../../../src/source/call-budget.ts'
import type { Table } from '../../../src/source/catalog.ts'
import { readerOf } from '../../../src/source/sql/row/read-long-json.ts'
import { rowReader } from '../../../src/source/sql/row/row-reader.ts'
import { createDatabase, DIALECTS } from '../../support/dialects.ts'
import { load, openSource, sqlBinding } from './support.ts'

const TABLE: Table = {
  name: 'items',
  columns: new Map([
    ['id', { name: 'id', kind: 'integer', nullable: false }],
    ['data', { name: 'data', kind: 'json', nullable: true }],
  ]),
}
const reader = rowReader({
  plan: { binding: sqlBinding(), args: {}, projection: new Map() },
  table: TABLE,
  columns: ['id', 'data'],
})
const long = JSON.stringify(Array.from({ length: 400_000 }, (_, n) => ({ n, text: `item ${n}` })))

test('Long JSON is read in slices, and comes to what it is read to at once', async () => {
  const texts = [long, '1', '"a"', 'null', '9007199254740993', '{"a":[1]}']
  const rows = [...texts.map((text, id) => [id, text]), [9, null], [10, new Uint8Array([1])]]
  const copies = rows.map(row => [...row])
  let turns = 0
  const count = () => {
    turns++
    counting = setImmediate(count)
  }
  let counting = setImmediate(count)
  const read = await readerOf(rows, reader, undefined)
  clearImmediate(counting)
  // More than twice what a slice of 10 ms can read.
  expect(turns).toBeGreaterThan(2)
  expect(rows).toEqual(copies)
  expect(rows.map(read)).toEqual(rows.map(reader.read))
})

test('Much short JSON is read in slices too, little of it at once', () => {
  const short = [1, '{"a":1}']
  expect(readerOf([short], reader, undefined)).toBe(reader.read)
  expect(readerOf(Array(40_000).fill(short), reader, undefined)).toBeInstanceOf(Promise)
})

test('JSON in rows counts by what it takes before it is read, and is not read where there is no room for that', async () => {
  const budget = new AnswerBudget(Number.POSITIVE_INFINITY, new AnswerRoom(1_000_000))
  const listsOf = (count: number) => [[1, `[${'[],'.repeat(count)}1]`]]
  const tooMuch = listsOf(20_000)
  await expect(readerOf(tooMuch, reader, budget)).rejects.toMatchObject({ code: 'OPERATION_LIMIT_EXCEEDED' })
  const [middle] = listsOf(3_000)
  const read = await readerOf([middle as [number, string]], reader, budget)
  expect(read(middle as [number, string])).toMatchObject({ data: { length: 3_001 } })
  // What is short is not looked at.
  const short = [1, '{"a":[1]}']
  expect(readerOf([short], reader, new AnswerBudget(1, new AnswerRoom(10_000)))).toBe(reader.read)
})

test('Text that is no JSON fails its own field', async () => {
  const rows = [
    [1, long],
    [2, '{"a":'],
    [3, `${long}]`],
  ]
  const [whole, ...others] = rows.map(await readerOf(rows, reader, undefined))
  expect(whole).toEqual({ id: 1, data: JSON.parse(long) })
  expect(others).toMatchObject([2, 3].map(id => ({ id, data: { reason: 'invalid_json' } })))
})

for (const dialect of DIALECTS)
  test(`A long value of a JSON column is read whole (${dialect})`, async () => {
    const text = JSON.stringify(Array.from({ length: 20_000 }, (_, n) => `item ${n}`))
    const type = dialect === 'postgres' ? 'JSONB' : 'JSON'
    const sql = `CREATE TABLE items (id INTEGER PRIMARY KEY, data ${type}); INSERT INTO items VALUES (1, '${text}'), (2, '{"a": 1}');`
    await using database = await createDatabase(dialect, sql)
    await using source = await openSource(database.url)
    const binding = sqlBinding({ orderBy: [{ column: 'id', direction: 'ASC' }] })
    expect(await load(source, binding, [[]], { select: ['id', 'data'] })).toMatchObject({
      slots: [
        [
          { id: 1, data: JSON.parse(text) },
          { id: 2, data: { a: 1 } },
        ],
      ],
    })
  })

for (const dialect of DIALECTS)
  test(`Rows count by what they take, however short their values are (${dialect})`, async () => {
    const rows = Array.from({ length: 1_000 }, (_, id) => `(${id})`)
    await using database = await createDatabase(
      dialect,
      `CREATE TABLE items (id INTEGER PRIMARY KEY); INSERT INTO items VALUES ${rows}`,
    )
    await using source = await openSource(database.url)
    const loadWithin = async (bytes: number) => {
      const calls = new CallBudget(9, new AnswerBudget(Number.POSITIVE_INFINITY, new AnswerRoom(bytes)))
      const { slots } = await load(source, sqlBinding({ orderBy: [] }), [[]], { calls })
      return slots[0]
    }
    expect(await loadWithin(150_000)).toMatchObject({ code: 'OPERATION_LIMIT_EXCEEDED' })
    expect(await loadWithin(1_000_000)).toMatchObject({ length: 1_000 })
  })
