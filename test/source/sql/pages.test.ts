import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SqlOrder } from '../../../src/plan/sql/sql-binding.ts'
import type { Source } from '../../../src/source/source.ts'
import type { Selection } from '../../../src/source/source-plan.ts'
import { createDatabase, DIALECTS } from '../../support/dialects.ts'
import type { TestDatabase } from '../../support/test-database.ts'
import { arg, loadSlots, openSource, sqlBinding, template } from './support.ts'

interface Item {
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

interface Page {
  readonly edges: readonly { readonly node: { readonly id: number }; readonly cursor: string }[]
  readonly pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string }
  readonly totalCount: number
}

const OWNERS = [1, 2, 3]
const COLUMNS = ['n', 't', 'd', 'f', 'm', 'big', 'yes', 'id'] as const

const items: fc.Arbitrary<Item[]> = fc
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

const cases = fc.record({ rows: items, order: orders, size: fc.integer({ min: 1, max: 5 }), backward: fc.boolean() })

/** What a plain sort makes of the rows: null comes first, and the id decides in the direction of the last column. */
function sorted(rows: readonly Item[], order: readonly SqlOrder[]): number[] {
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

const leaf: Selection = new Map()
const SELECTION: Selection = new Map([
  [
    'edges',
    new Map([
      ['node', new Map([['id', leaf]])],
      ['cursor', leaf],
    ]),
  ],
  ['pageInfo', new Map(['hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'].map(name => [name, leaf]))],
  ['totalCount', leaf],
])

function pageBinding(orderBy: readonly SqlOrder[], keyColumns: readonly string[]) {
  const [first, last, after, before] = ['first', 'last', 'after', 'before'].map(name => template(arg(name)))
  return sqlBinding({ orderBy, keyColumns, page: { key: ['id'], first, last, after, before } })
}

async function pagesOf(
  source: Source,
  order: readonly SqlOrder[],
  args: Readonly<Record<string, unknown>>,
  owners?: readonly number[],
): Promise<readonly Page[]> {
  const binding = pageBinding(order, owners ? ['owner'] : [])
  const keys = owners ? owners.map(owner => [owner]) : [[]]
  const slots = await loadSlots(source, binding, keys, { args, selection: SELECTION })
  const [error] = slots.filter(slot => slot instanceof Error)
  if (error) throw error
  return slots as readonly Page[]
}

const idsOf = ({ edges }: Page) => edges.map(({ node }) => node.id)

/** Walks all pages one way; after each, `between` may change the rows. */
async function walk(
  source: Source,
  { order, size, backward }: { order: readonly SqlOrder[]; size: number; backward: boolean },
  between: (page: Page) => Promise<void> | void,
): Promise<number[]> {
  const ids: number[] = []
  let cursor: string | undefined
  for (;;) {
    const args = backward ? { last: size, before: cursor } : { first: size, after: cursor }
    const [page] = (await pagesOf(source, order, args)) as [Page]
    if (backward) ids.unshift(...idsOf(page))
    else ids.push(...idsOf(page))
    await between(page)
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo
    if (!(backward ? hasPreviousPage : hasNextPage) || page.edges.length === 0) return ids
    cursor = backward ? startCursor : endCursor
  }
}

for (const dialect of DIALECTS)
  describe(dialect, () => {
    let database: TestDatabase
    let source: Source

    beforeAll(async () => {
      database = await createDatabase(
        dialect,
        `CREATE TABLE items (
          id INTEGER NOT NULL PRIMARY KEY, owner INTEGER, n INTEGER, t VARCHAR(10), d TIMESTAMP(6) NULL,
          f FLOAT, m DECIMAL(10, 2), big BIGINT, yes BOOLEAN)`,
      )
      source = openSource(database.url)
    })

    afterAll(async () => {
      await source[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    })

    const literal = (value: unknown) =>
      typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value ?? 'NULL')

    const insert = (rows: readonly Item[]) =>
      database.run(
        `INSERT INTO items (id, owner, n, t, d, f, m, big, yes) VALUES ${rows
          .map(
            ({ id, owner, n, t, d, f, m, big, yes }) => `(${[id, owner, n, t, d, f, m, big, yes].map(literal).join()})`,
          )
          .join()}`,
      )

    const fill = async (rows: readonly Item[]) => {
      await database.run('DELETE FROM items')
      if (rows.length > 0) await insert(rows)
    }

    test('Walking all pages gives every row once, in order, and each page tells what lies around it', async () => {
      const property = fc.asyncProperty(cases, async ({ rows, ...said }) => {
        await fill(rows)
        const expected = sorted(rows, said.order)
        const walked = await walk(source, said, page => {
          const ids = idsOf(page)
          expect(page.totalCount).toBe(rows.length)
          expect(page.pageInfo).toEqual({
            hasPreviousPage: ids.length > 0 && ids[0] !== expected[0],
            hasNextPage: ids.length > 0 && ids.at(-1) !== expected.at(-1),
            startCursor: page.edges[0]?.cursor ?? null,
            endCursor: page.edges.at(-1)?.cursor ?? null,
          })
        })
        expect(walked).toEqual(expected)
      })
      await fc.assert(property, { numRuns: 60 })
    })

    test('Rows that come and go between pages make no other row come twice or be left out', async () => {
      const changes = fc.record({ added: items, gone: fc.infiniteStream(fc.nat()) })
      const property = fc.asyncProperty(cases, changes, async ({ rows, ...said }, { added, gone }) => {
        await fill(rows)
        const all = [...rows, ...added.filter(({ id }) => rows.every(row => row.id !== id))]
        const coming = all.slice(rows.length)
        const stays = new Set(rows.map(({ id }) => id))
        const walked = await walk(source, said, async () => {
          const [next] = coming.splice(0, 1)
          if (next) await insert([next])
          const [index = 0] = gone.take(1)
          const { id } = rows[index % Math.max(rows.length, 1)] ?? {}
          if (id === undefined) return
          stays.delete(id)
          await database.run(`DELETE FROM items WHERE id = ${id}`)
        })
        const position = new Map(sorted(all, said.order).map((id, at) => [id, at]))
        expect(walked.map(id => position.get(id))).toEqual(
          [...walked.map(id => position.get(id) ?? 0)].sort((a, b) => a - b),
        )
        expect(new Set(walked).size).toBe(walked.length)
        expect([...stays].filter(id => !walked.includes(id))).toEqual([])
      })
      await fc.assert(property, { numRuns: 40 })
    })

    test('A page for each parent is that of the parent alone, whatever is behind or before it', async () => {
      const pairs = fc.record({ after: fc.option(fc.nat()), before: fc.option(fc.nat()) })
      const property = fc.asyncProperty(cases, pairs, async ({ rows, order, size, backward }, pair) => {
        await fill(rows)
        const [all] = (await pagesOf(source, order, {})) as [Page]
        const edgeAt = (at: number | null) => (at === null ? undefined : all.edges[at % Math.max(all.edges.length, 1)])
        const [after, before] = [edgeAt(pair.after), edgeAt(pair.before)]
        const args = { [backward ? 'last' : 'first']: size, after: after?.cursor, before: before?.cursor }
        const pages = await pagesOf(source, order, args, OWNERS)
        const alone = await Promise.all(OWNERS.map(owner => pagesOf(source, order, args, [owner])))
        const place = idsOf(all)
        const expected = OWNERS.map(owner => {
          const own = sorted(
            rows.filter(row => row.owner === owner),
            order,
          )
          const inside = own.filter(
            id =>
              (!after || place.indexOf(id) > place.indexOf(after.node.id)) &&
              (!before || place.indexOf(id) < place.indexOf(before.node.id)),
          )
          const ids = backward ? inside.slice(-size) : inside.slice(0, size)
          const isBefore = (id: number) =>
            ids.length > 0 ? place.indexOf(id) < place.indexOf(ids[0] as number) : false
          const isBehind = (id: number) => place.indexOf(id) > place.indexOf(ids.at(-1) as number)
          return ids.length === 0
            ? { ids, totalCount: own.length }
            : {
                ids,
                totalCount: own.length,
                hasPreviousPage: own.some(isBefore),
                hasNextPage: own.some(isBehind),
              }
        })
        const seen = pages.map(page => ({
          ids: idsOf(page),
          totalCount: page.totalCount,
          ...(page.edges.length > 0 && {
            hasPreviousPage: page.pageInfo.hasPreviousPage,
            hasNextPage: page.pageInfo.hasNextPage,
          }),
        }))
        expect(seen).toEqual(expected)
        expect(alone.flat()).toEqual(pages)
      })
      await fc.assert(property, { numRuns: 60 })
    })
  })
