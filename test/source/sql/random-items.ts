import fc from 'fast-check'
import type { SqlOrder } from '../../../src/plan/sql/sql-binding.ts'

export const ITEM_TABLES = `CREATE TABLE items (
          id INTEGER NOT NULL PRIMARY KEY, owner INTEGER, n INTEGER, t VARCHAR(10), d TIMESTAMP(6) NULL,
          f FLOAT, m DECIMAL(10, 2), big BIGINT, yes BOOLEAN);
        CREATE TABLE links (owner_id INTEGER, item INTEGER)`

/** A row of `items`. */
export interface Item {
  readonly id: number
  readonly owner: number
  readonly n: number | null
  readonly t: string | null
  readonly d: string | null
  readonly f: number | null
  readonly m: number | null
  readonly big: bigint | null
  readonly yes: boolean | null
}

export const OWNERS = [1, 2, 3]
const COLUMNS = ['n', 't', 'd', 'f', 'm', 'big', 'yes', 'id'] as const

export const items: fc.Arbitrary<Item[]> = fc
  .uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 14 })
  .chain(ids => fc.tuple(...ids.map(itemOf)))

function itemOf(id: number): fc.Arbitrary<Item> {
  return fc.record({
    id: fc.constant(id),
    owner: fc.constantFrom(...OWNERS),
    n: fc.option(fc.integer({ min: -1, max: 1 })),
    t: fc.option(fc.constantFrom('', 'a', "b'", 'c')),
    d: fc.option(fc.constantFrom('2026-01-31 10:00:00.000001', '2026-01-31 10:00:00.000002')),
    f: fc.option(fc.constantFrom(0.1, 0.7, -3.3)),
    m: fc.option(fc.constantFrom(1.5, 2.25)),
    big: fc.option(fc.constantFrom(2n ** 53n, 2n ** 53n + 1n)),
    yes: fc.option(fc.boolean()),
  })
}

/** No, one or several columns, each in a direction of its own. */
const orders: fc.Arbitrary<SqlOrder[]> = fc.uniqueArray(
  fc.record({ column: fc.constantFrom(...COLUMNS), direction: fc.constantFrom('ASC', 'DESC') }),
  { selector: ({ column }) => column, maxLength: 4 },
)

/** Rows, an order, and a walk through them. */
export const cases = fc.record({
  rows: items,
  order: orders,
  size: fc.integer({ min: 1, max: 5 }),
  backward: fc.boolean(),
})

/** What a plain sort makes of the rows: null comes first, and the id decides in the direction of the last column. */
export function sorted(rows: readonly Item[], order: readonly SqlOrder[]): number[] {
  const whole = [...order, { column: 'id', direction: order.at(-1)?.direction ?? 'ASC' }]
  const compare = (a: Item, b: Item) => {
    for (const { column, direction } of whole) {
      const [x, y] = [a[column as keyof Item], b[column as keyof Item]]
      if (x === y) continue
      const isLess = x === null || (y !== null && x < y)
      return isLess === (direction === 'ASC') ? -1 : 1
    }
    return 0
  }
  return [...rows].sort(compare).map(({ id }) => id)
}

const literal = (value: unknown) =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value ?? 'NULL')

/** The statement that inserts the rows, of which there is one at least. */
export function insertItems(rows: readonly Item[]): string {
  const values = rows.map(
    ({ id, owner, n, t, d, f, m, big, yes }) => `(${[id, owner, n, t, d, f, m, big, yes].map(literal).join()})`,
  )
  return `INSERT INTO items (id, owner, n, t, d, f, m, big, yes) VALUES ${values.join()}`
}
