import fc from 'fast-check'
import type { SqlRelation } from '../../../src/plan/sql/sql-filter.ts'
import type { SqlColumnOrder, SqlOrder } from '../../../src/plan/sql/sql-order.ts'
import type { SqlTerm } from '../../../src/plan/sql/sql-terms.ts'
import { compare, literal } from './support.ts'

export const ITEM_TABLES = `CREATE TABLE items (
          id INTEGER NOT NULL PRIMARY KEY, owner INTEGER, parent INTEGER, n INTEGER, t VARCHAR(10), d TIMESTAMP(6) NULL,
          f FLOAT, m DECIMAL(10, 2), big BIGINT, yes BOOLEAN, j JSON);
        CREATE TABLE links (owner_id INTEGER, item INTEGER)`

/** A row of `items`. */
export interface Item {
  readonly id: number
  readonly owner: number
  /** The id of an item, or of none. */
  readonly parent: number | null
  readonly n: number | null
  readonly t: string | null
  readonly d: string | null
  readonly f: number | null
  readonly m: number | null
  readonly big: bigint | null
  readonly yes: boolean | null
  /** What its column of JSON has as `v`; the column is null with it. */
  readonly j: number | null
}

export const OWNERS = [1, 2, 3]
const COLUMNS = ['n', 't', 'd', 'f', 'm', 'big', 'yes', 'j', 'id'] as const

export const items: fc.Arbitrary<Item[]> = fc
  .uniqueArray(fc.integer({ min: 1, max: 20 }), { maxLength: 14 })
  .chain(ids => fc.tuple(...ids.map(itemOf)))

function itemOf(id: number): fc.Arbitrary<Item> {
  return fc.record({
    id: fc.constant(id),
    owner: fc.constantFrom(...OWNERS),
    parent: fc.option(fc.integer({ min: 1, max: 20 }), { freq: 8 }),
    n: fc.option(fc.integer({ min: -1, max: 1 })),
    t: fc.option(fc.constantFrom('', 'a', "b'", 'c')),
    d: fc.option(fc.constantFrom('2026-01-31 10:00:00.000001', '2026-01-31 10:00:00.000002')),
    f: fc.option(fc.constantFrom(0.1, 0.7, -3.3)),
    m: fc.option(fc.constantFrom(1.5, 2.25)),
    big: fc.option(fc.constantFrom(2n ** 53n, 2n ** 53n + 1n)),
    yes: fc.option(fc.boolean()),
    j: fc.option(fc.constantFrom(-2, 0, 1.5, 10)),
  })
}

/** The item whose id is the parent, where it may be seen: not where its n is 0 or null. */
const PARENT: SqlRelation = {
  table: 'items',
  on: [{ column: 'parent', related: 'id' }],
  where: [compare('n', literal(0), 'ne')],
}

/** No, one or several columns, each in a direction of its own, with null at either end. */
const orders: fc.Arbitrary<SqlColumnOrder[]> = fc.uniqueArray(
  fc.record({
    column: fc.constantFrom(...COLUMNS),
    direction: fc.constantFrom('ASC' as const, 'DESC' as const),
    nullsLargest: fc.boolean(),
  }),
  { selector: ({ column }) => column, maxLength: 4 },
)

/** The items whose parent it is, of them only those whose n is not 1 or null. */
export const CHILDREN: SqlRelation = {
  table: 'items',
  on: [{ column: 'id', related: 'parent' }],
  where: [compare('n', literal(1), 'ne')],
}

/** What is computed over the children of an item, or of its parent. */
const aggregateOrders: fc.Arbitrary<SqlOrder> = fc
  .record({
    term: fc.constantFrom<SqlTerm>(
      { name: 'count', column: undefined },
      { name: 'sum', column: 'n' },
      { name: 'max', column: 'big' },
      { name: 'min', column: 't' },
      { name: 'max', column: 'd' },
      { name: 'sum', column: 'm' },
    ),
    steps: fc.nat(1),
    direction: fc.constantFrom('ASC' as const, 'DESC' as const),
    nullsLargest: fc.boolean(),
  })
  .map(({ term, steps, ...way }) => {
    const relations = [...Array<SqlRelation>(steps).fill(PARENT), CHILDREN]
    return { by: { kind: 'aggregate', relations, term }, ...way }
  })

/** Such an order in which some columns are those of the parent, or of its parent; of `j` what is inside. */
const relatedOrders: fc.Arbitrary<SqlOrder[]> = orders.chain(order =>
  fc.tuple(
    ...order.map(({ column, direction, nullsLargest = false }) =>
      fc.nat(2).map((steps): SqlOrder => {
        const term = { column, ...(column === 'j' && { inside: { path: ['v'], as: 'number' as const } }) }
        const by = { kind: 'related' as const, relations: Array<SqlRelation>(steps).fill(PARENT), ...term }
        return steps === 0 ? { ...term, direction, nullsLargest } : { by, direction, nullsLargest }
      }),
    ),
  ),
)

const walks = { rows: items, size: fc.integer({ min: 1, max: 5 }), backward: fc.boolean() }

/** Rows, an order, and a walk through them. */
export const cases = fc.record({
  ...walks,
  order: fc
    .tuple(relatedOrders, fc.option(aggregateOrders, { nil: undefined }))
    .map(([order, first]) => (first ? [first, ...order] : order)),
})

/** The same where a row has its place by itself, whatever others there are. */
export const plainCases = fc.record({
  ...walks,
  order: orders.map(order => order.filter(({ column }) => column !== 'j')),
})

/** What a plain sort makes of the rows: null comes at its end, and the id decides in the direction of the last column. Parents are found among all. */
export function sorted(rows: readonly Item[], order: readonly SqlOrder[], all: readonly Item[] = rows): number[] {
  const whole: SqlOrder[] = [...order, { column: 'id', direction: order.at(-1)?.direction ?? 'ASC' }]
  const visible = all.filter(({ n }) => n !== null && n !== 0)
  const valueIn = (row: Item, { column, by }: SqlOrder) => {
    let found: Item | undefined = row
    const relations = by?.kind === 'related' || by?.kind === 'aggregate' ? by.relations : []
    for (const _ of relations.filter(each => each === PARENT)) found = visible.find(({ id }) => id === found?.parent)
    if (by?.kind === 'aggregate')
      return found
        ? computed(
            by.term,
            all.filter(({ n, parent }) => n !== null && n !== 1 && parent === found?.id),
          )
        : null
    return found?.[(by?.kind === 'related' ? by.column : column) as keyof Item] ?? null
  }
  const compareItems = (a: Item, b: Item) => {
    for (const item of whole) {
      const [x, y] = [valueIn(a, item), valueIn(b, item)]
      if (x === y) continue
      const isLess = x === null ? !item.nullsLargest : y === null ? item.nullsLargest === true : x < y
      return isLess === (item.direction === 'ASC') ? -1 : 1
    }
    return 0
  }
  return [...rows].sort(compareItems).map(({ id }) => id)
}

function computed({ name, column }: SqlTerm, rows: readonly Item[]): Item[keyof Item] {
  if (column === undefined) return rows.length
  const values = rows.map(row => row[column as keyof Item]).filter(value => value !== null)
  if (values.length === 0) return null
  if (name === 'sum') return values.reduce<number>((sum, value) => sum + Number(value), 0)
  const [least, most] = values.reduce(
    ([least, most], value) => [value < least ? value : least, value > most ? value : most],
    [values[0], values[0]] as [NonNullable<Item[keyof Item]>, NonNullable<Item[keyof Item]>],
  )
  return name === 'min' ? least : most
}

const sqlText = (value: unknown) =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value ?? 'NULL')

/** The statement that inserts the rows, of which there is one at least. */
export function insertItems(rows: readonly Item[]): string {
  const values = rows.map(
    ({ id, owner, parent, n, t, d, f, m, big, yes, j }) =>
      `(${[id, owner, parent, n, t, d, f, m, big, yes, j === null ? j : `{"v":${j}}`].map(sqlText).join()})`,
  )
  return `INSERT INTO items (id, owner, parent, n, t, d, f, m, big, yes, j) VALUES ${values.join()}`
}
