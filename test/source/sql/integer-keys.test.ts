import { expect, test } from 'vitest'
import { createDatabase, DIALECTS } from '../../support/dialects.ts'
import { load, openSource, sqlBinding } from './support.ts'

const EDGE = 2n ** 53n
const IDS = [EDGE - 2n, EDGE - 1n, EDGE, EDGE + 1n, EDGE + 2n, -EDGE, -EDGE - 1n, 2n ** 63n - 1n, 0n, 7n]
const ITEMS = `
  CREATE TABLE items (id BIGINT NOT NULL PRIMARY KEY);
  INSERT INTO items VALUES ${IDS.map(id => `(${id})`).join()};`

for (const dialect of DIALECTS)
  test(`An integer key of any size, in any form, finds its own row and no other (${dialect})`, async () => {
    await using database = await createDatabase(dialect, ITEMS)
    await using source = await openSource(database.url)
    const binding = sqlBinding({ keyColumns: ['id'], list: true })
    const number = (id: bigint) => (BigInt(Number(id)) === id && Number.isSafeInteger(Number(id)) ? Number(id) : id)
    const keys = [...IDS, ...IDS.map(String), ...IDS.map(number), -7, 1.5, '07', -0].map(key => [key])
    const { slots } = await load(source, binding, keys)
    const rows = IDS.map(id => [{ id: number(id) }])
    expect(slots).toEqual([...rows, ...rows, ...rows, [], [], [], [{ id: 0 }]])
  })

test('MariaDB finds keys that are bound as doubles by the index of their column', async () => {
  const numbers = Array.from({ length: 1000 }, (_, id) => `(${id}, ${id})`).join()
  await using database = await createDatabase(
    'mariadb',
    `CREATE TABLE items (id BIGINT NOT NULL PRIMARY KEY, year_id YEAR NOT NULL, INDEX years (year_id));
     INSERT INTO items VALUES ${numbers.replaceAll(/, (\d+)\)/g, (_, id) => `, ${1950 + (Number(id) % 150)})`)};`,
  )
  for (const [column, key] of [
    ['id', 'PRIMARY'],
    ['year_id', 'years'],
  ]) {
    const [plan] = await database.run(`EXPLAIN SELECT id FROM items WHERE ${column} IN (2001e0, 2005e0)`)
    expect(plan).toMatchObject({ type: 'range', key })
  }
})
