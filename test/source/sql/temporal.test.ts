import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMariaDatabase } from '../../support/mariadb.ts'
import { load, openSource, query, sqlBinding } from './support.ts'

const DECIMALS = [0, 1, 2, 3, 4, 5, 6]
const COLUMNS = ['day', ...DECIMALS.flatMap(decimals => [`at${decimals}`, `moment${decimals}`])]
const TABLE = `
  SET time_zone = '+00:00';
  CREATE TABLE items (
    id INT PRIMARY KEY, day DATE,
    ${DECIMALS.map(n => `at${n} DATETIME(${n}), moment${n} TIMESTAMP(${n}) NULL`).join()}
  );`

/** Of the years that a TIMESTAMP has too; the rest of those that a DATE has are among the examples. */
const moments = fc.date({ min: new Date('1970-01-02'), max: new Date('2037-12-31'), noInvalidDate: true })
const fractions = fc.oneof(fc.constant(0), fc.constant(500_000), fc.integer({ min: 0, max: 999_999 }))
const ODD = ['0000-00-00', '0001-01-01', '0099-12-31', '2020-00-00', '2020-05-00', '9999-12-31']

test('Dates and times are read as the server writes them', async () => {
  const rows = fc.sample(fc.tuple(moments, fractions), { numRuns: 200, seed: 4 }).map(([moment, fraction]) => {
    const text = moment.toISOString().slice(0, 19).replace('T', ' ')
    return [text.slice(0, 10), ...DECIMALS.flatMap(() => Array(2).fill(`${text}.${String(fraction).padStart(6, '0')}`))]
  })
  const odd = ODD.map(day => [day, ...DECIMALS.flatMap(() => [day, '0000-00-00'])])
  const values = [...rows, ...odd].map((row, id) => `(${id}, ${row.map(text => `'${text}'`)})`)
  await using database = await createMariaDatabase(
    `${TABLE} SET sql_mode = ''; INSERT INTO items VALUES ${values}, (${values.length}${', NULL'.repeat(COLUMNS.length)});`,
  )
  await using source = await openSource(database.url)
  const casts = COLUMNS.map(column => `CAST(${column} AS CHAR) AS ${column}`)
  const texts = query(`SELECT id, ${casts} FROM items`)
  const orderBy = [{ column: 'id', direction: 'ASC' }] as const
  const [read] = (await load(source, sqlBinding({ orderBy }), [[]], { select: ['id', ...COLUMNS] })).slots
  const [written] = (await load(source, sqlBinding({ from: texts }), [[]], { select: ['id', ...COLUMNS] }))
    .slots as Row[][]
  expect(written).toHaveLength(rows.length + ODD.length + 1)
  expect(read).toEqual(written?.map(row => Object.fromEntries(Object.entries(row).map(asRead))))
})

type Row = Readonly<Record<string, string | null>>

/** A point in time says that it is in UTC; zeros in its fraction, and a fraction of zeros, are left out. */
function asRead([column, text]: [string, unknown]): [string, unknown] {
  if (typeof text !== 'string') return [column, text]
  if (column.startsWith('moment') && !text.startsWith('0000'))
    return [
      column,
      `${text
        .replace(' ', 'T')
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '')}Z`,
    ]
  return [column, text.replace(/\.0+$/, '')]
}
