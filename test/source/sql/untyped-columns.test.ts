import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SqlComparison } from '../../../src/plan/sql/sql-filter.ts'
import type { Source } from '../../../src/source/source.ts'
import { createSqliteDatabase } from '../../support/sqlite.ts'
import { arg, compare, loadSlots, openSource, sqlBinding, template } from './support.ts'

type Stored = number | string | Uint8Array | null
type Operator = SqlComparison['operator']

const OPERATORS: Readonly<Partial<Record<Operator, (place: number) => boolean>>> = {
  eq: place => place === 0,
  ne: place => place !== 0,
  lt: place => place < 0,
  lte: place => place <= 0,
  gt: place => place > 0,
  gte: place => place >= 0,
}

const literal = (value: Stored) => {
  if (value === null) return 'NULL'
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`
  return typeof value === 'string' ? `'${value}'` : Number.isFinite(value) ? String(value) : '9e999'
}

const signOf = (a: number | string, b: number | string) => (a < b ? -1 : a > b ? 1 : 0)

/** Where a row stands to a value: numbers before texts before bytes, and what is shown alike is equal. */
function placeOf(row: number | string | Uint8Array, value: number | string): number {
  const isBytes = row instanceof Uint8Array
  if ((isBytes ? Buffer.from(row).toString('base64') : String(row)) === String(value)) return 0
  if (isBytes) return 1
  const isNumeral = String(Number(value)) === value
  if (typeof row === 'number') return typeof value === 'number' || isNumeral ? signOf(row, Number(value)) : -1
  return typeof value === 'number' ? 1 : signOf(row, value)
}

async function idsOf(source: Source, operator: Operator, value: unknown, keyColumns: readonly string[] = []) {
  const where = keyColumns.length > 0 ? [] : [compare('v', template(arg('value')), operator)]
  const binding = sqlBinding({ where, keyColumns, orderBy: [{ column: 'id', direction: 'ASC' }] })
  const [slot] = await loadSlots(source, binding, [keyColumns.length > 0 ? [value] : []], { args: { value } })
  if (slot instanceof Error) throw slot
  return (slot as readonly { readonly id: number }[]).map(({ id }) => id)
}

const texts = fc.constantFrom('9', '10', '7.5', 'abc', '', '1e+21', 'Infinity', '1234', 'MTIz', '007')
const numbers = fc.constantFrom(9, 10, 7.5, -3, 1e21, Number.POSITIVE_INFINITY, 1234, 0, 7)
const bytes = fc.constantFrom(Buffer.from('1234', 'base64'), Buffer.from('123'), Buffer.of())
const rows = fc.array(fc.oneof(texts, numbers, bytes, fc.constant(null)), { maxLength: 14 })

test('Values of a column without a type are compared as what they are, and found by what is shown of them', async () => {
  await using database = await createSqliteDatabase('CREATE TABLE items (id INTEGER PRIMARY KEY, v)')
  await using source = await openSource(database.url)
  const property = fc.asyncProperty(rows, fc.oneof(texts, numbers), async (stored, value) => {
    await database.run('DELETE FROM items')
    for (const [id, row] of stored.entries()) await database.run(`INSERT INTO items VALUES (${id}, ${literal(row)})`)
    const expectedOf = (holds: (place: number) => boolean) =>
      stored.flatMap((row, id) => (row !== null && holds(placeOf(row, value)) ? [id] : []))
    for (const [operator, holds] of Object.entries(OPERATORS))
      expect({ operator, ids: await idsOf(source, operator as Operator, value) }).toEqual({
        operator,
        ids: expectedOf(holds),
      })
    expect(await idsOf(source, 'in', [value, 'xyz'])).toEqual(expectedOf(place => place === 0))
    expect(await idsOf(source, 'notIn', [value, 'xyz'])).toEqual(expectedOf(place => place !== 0))
    expect(await idsOf(source, 'eq', value, ['v'])).toEqual(expectedOf(place => place === 0))
  })
  await fc.assert(property, { numRuns: 60 })
})

/** A time as programs write it to SQLite. */
const WRITERS: readonly ((day: string, second: string, milliseconds: string) => string)[] = [
  (day, second, ms) => `${day} ${second}${`.${ms}`.replace(/\.?0+$/, '')}`,
  (day, second, ms) => `${day} ${second}.${ms}`,
  (day, second, ms) => `${day} ${second}.${ms}000`,
  (day, second, ms) => `${day}T${second}.${ms}Z`,
  (day, second, ms) => `${day}T${second}.${ms}000`,
]

const times = fc.record({
  writer: fc.constantFrom(...WRITERS),
  day: fc.constantFrom('2026-01-30', '2026-01-31'),
  second: fc.constantFrom('00:00:00', '08:00:00', '08:00:01'),
  milliseconds: fc.constantFrom('000', '500', '050'),
})

test.for(['DATETIME', ''])(
  'Times are compared as times, whatever zeros and separator were written ("%s")',
  async type => {
    await using database = await createSqliteDatabase(`CREATE TABLE items (id INTEGER PRIMARY KEY, v ${type})`)
    await using source = await openSource(database.url)
    const property = fc.asyncProperty(fc.array(times, { maxLength: 10 }), times, async (stored, asked) => {
      await database.run('DELETE FROM items')
      for (const [id, { writer, day, second, milliseconds }] of stored.entries())
        await database.run(`INSERT INTO items VALUES (${id}, '${writer(day, second, milliseconds)}')`)
      const instant = ({ day, second, milliseconds }: typeof asked) => `${day}T${second}.${milliseconds}Z`
      for (const [operator, holds] of Object.entries(OPERATORS))
        expect({ operator, ids: await idsOf(source, operator as Operator, instant(asked)) }).toEqual({
          operator,
          ids: stored.flatMap((row, id) => (holds(signOf(instant(row), instant(asked))) ? [id] : [])),
        })
    })
    await fc.assert(property, { numRuns: 40 })
  },
)
