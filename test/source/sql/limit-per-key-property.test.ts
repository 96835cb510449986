import '../../support/seed.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDatabase } from '../../support/dialects.ts'
import { arg, compare, load, openSource, sqlBinding, template } from './support.ts'

/** 300 items of 8 owners, with nulls, and with values that many have. */
const ITEMS = `
  CREATE TABLE items (id INTEGER PRIMARY KEY, owner INTEGER NOT NULL, grade INTEGER, place INTEGER NOT NULL, name VARCHAR(9));
  INSERT INTO items VALUES ${Array.from({ length: 300 }, (_, id) => {
    const mixed = (id * 48_271) % 10_007
    return `(${id}, ${mixed % 8}, ${mixed % 4 === 0 ? 'NULL' : mixed % 5}, ${mixed % 6}, 'n${mixed % 9}')`
  }).join()};`

const INDEXES = ['(owner, id)', '(owner, grade, id)', '(owner, place DESC, id)', '(owner DESC, name, id)']

const item = fc.record({
  column: fc.constantFrom('grade', 'place', 'name', 'id'),
  direction: fc.constantFrom('ASC' as const, 'DESC' as const),
  nullsLargest: fc.boolean(),
})
const asked = fc.record({
  // The first one decides whether an index is of use.
  order: fc.uniqueArray(item, { selector: ({ column }) => column, maxLength: 3 }),
  list: fc.boolean(),
  skips: fc.boolean(),
  filters: fc.boolean(),
  owners: fc.array(fc.nat({ max: 10 }), { minLength: 2, maxLength: 9 }),
  args: fc.record({ limit: fc.nat({ max: 5 }), offset: fc.nat({ max: 4 }), place: fc.nat({ max: 6 }) }),
})

test.each(INDEXES)('With an index on %s the rows of each key are those that a window over all finds', async index => {
  await using indexed = await createDatabase('postgres', `${ITEMS} CREATE INDEX ON items ${index}; ANALYZE items;`)
  await using plain = await createDatabase('sqlite', ITEMS)
  await using byIndex = await openSource(indexed.url)
  await using byWindow = await openSource(plain.url)
  let laterals = 0
  await fc.assert(
    fc.asyncProperty(asked, async ({ order, list, skips, filters, owners, args }) => {
      const binding = sqlBinding({
        keyColumns: ['owner'],
        orderBy: [...order, { column: 'id', direction: 'ASC', nullsLargest: true }],
        where: filters ? [compare('place', template(arg('place')), 'lte')] : [],
        list,
        limit: list ? template(arg('limit')) : undefined,
        offset: list && skips ? template(arg('offset')) : undefined,
      })
      const keys = owners.map(owner => [owner])
      const said = { args, select: ['id', 'grade', 'name'] }
      const found = await load(byIndex, binding, keys, said)
      if (found.sent[0]?.includes('lateral')) laterals++
      expect(found.slots).toEqual((await load(byWindow, binding, keys, said)).slots)
    }),
    { numRuns: 100 },
  )
  expect(laterals).toBeGreaterThan(0)
})
