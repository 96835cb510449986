import '../../support/seed.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDatabase, DIALECTS } from '../../support/dialects.ts'
import { startTestGateway } from '../../support/gateway.ts'
import { arbitraryFields, type Items, playTransaction, printTransaction } from './item-oracle.ts'
import { ITEMS, SCHEMA, TABLE } from './schema.ts'

interface Body {
  readonly data: unknown
  readonly errors?: readonly {
    readonly path: readonly string[]
    readonly extensions: { readonly code: string; readonly reason?: string }
  }[]
}

test.for(DIALECTS)('Random transactions change the table as a whole, or not at all (%s)', async dialect => {
  await using database = await createDatabase(dialect, TABLE)
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
  let [done, undone] = [0, 0]
  const transactions = fc.array(arbitraryFields, { minLength: 1, maxLength: 4 })
  const isAsTheOracleSays = fc.asyncProperty(transactions, async list => {
    await database.run('DELETE FROM items')
    await database.run('INSERT INTO items VALUES (1, 1), (2, 2), (3, 3)')
    let items: Items = new Map([1, 2, 3].map(id => [id, id]))
    for (const fields of list) {
      const expected = playTransaction(items, fields)
      const { data, errors = [] } = (await gateway.query(printTransaction(fields))).body as Body
      const told = errors.map(({ path, extensions: { code, reason } }) => [path.join(), reason ?? code])
      expect({ data, errors: told }).toEqual({ data: expected.data, errors: expected.errors })
      items = expected.items
      const rows = (await database.run(ITEMS)) as { id: number; n: number }[]
      expect(rows.map(({ id, n }) => [id, n])).toEqual([...items].sort(([a], [b]) => a - b))
      if (errors.length === 0) done++
      else undone++
    }
  })
  await fc.assert(isAsTheOracleSays, { numRuns: 40 })
  expect(Math.min(done, undone)).toBeGreaterThan(15)
})
