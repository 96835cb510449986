import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SqlRelation } from '../../../src/plan/sql/sql-filter.ts'
import type { SqlOrder } from '../../../src/plan/sql/sql-order.ts'
import type { SqlTerm } from '../../../src/plan/sql/sql-terms.ts'
import type { Source } from '../../../src/source/source.ts'
import type { Projection } from '../../../src/source/source-plan.ts'
import { createDatabase, DIALECTS } from '../../support/dialects.ts'
import type { TestDatabase } from '../../support/test-database.ts'
import {
  CHILDREN,
  cases,
  ITEM_TABLES,
  type Item,
  insertItems,
  items,
  OWNERS,
  plainCases,
  sorted,
} from './random-items.ts'
import { arg, loadSlots, openSource, sqlBinding, template } from './support.ts'

interface Page {
  readonly edges: readonly { readonly node: { readonly id: number }; readonly cursor: string }[]
  readonly pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string }
  readonly totalCount: number
}

const leaf: Projection = new Map()
const SELECTION: Projection = new Map([
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
  const slots = await loadSlots(source, binding, keys, { args, projection: SELECTION })
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
      database = await createDatabase(dialect, ITEM_TABLES)
      source = await openSource(database.url)
    })

    afterAll(async () => {
      await source[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    })

    const fill = async (rows: readonly Item[]) => {
      await database.run('DELETE FROM items')
      if (rows.length > 0) await database.run(insertItems(rows))
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
      const property = fc.asyncProperty(plainCases, changes, async ({ rows, ...said }, { added, gone }) => {
        await fill(rows)
        const all = [...rows, ...added.filter(({ id }) => rows.every(row => row.id !== id))]
        const coming = all.slice(rows.length)
        const stays = new Set(rows.map(({ id }) => id))
        const walked = await walk(source, said, async () => {
          const [next] = coming.splice(0, 1)
          if (next) await database.run(insertItems([next]))
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
            rows,
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

    test('A cursor is one of the rows over which its order is computed, of the function and of its column', async () => {
      await fill(fc.sample(items, { numRuns: 20, seed: 7 }).find(rows => rows.length > 3) ?? [])
      const orderOf = (relation: SqlRelation, term: SqlTerm): SqlOrder[] => [
        { by: { kind: 'aggregate', relations: [relation], term }, direction: 'DESC' },
      ]
      const most = { name: 'max' as const, column: 'n' }
      const [page] = (await pagesOf(source, orderOf(CHILDREN, most), { first: 1 })) as [Page]
      const after = page.pageInfo.endCursor
      expect(await pagesOf(source, orderOf(CHILDREN, most), { after })).toHaveLength(1)
      const others = [
        orderOf({ ...CHILDREN, where: [] }, most),
        orderOf(CHILDREN, { ...most, name: 'min' }),
        orderOf(CHILDREN, { ...most, column: 'id' }),
      ]
      for (const other of others)
        await expect(pagesOf(source, other, { after })).rejects.toThrow(
          '"after" is no cursor of this list in this order.',
        )
    })

    test("A client's order by what is computed goes through so many tables, and null in it says nothing", async () => {
      const rows = fc.sample(items, { numRuns: 20, seed: 7 }).find(some => some.length > 3) ?? []
      await fill(rows)
      const terms = new Map<string, SqlTerm>([['max.n', { name: 'max', column: 'n' }]])
      const clientOrder = new Map([['children', { kind: 'aggregate' as const, relation: CHILDREN, terms }]])
      const idsBy = async (orderBy: unknown, maxFilterRelations: number) => {
        const binding = sqlBinding({ clientOrder, maxFilterRelations, orderBy: [{ column: 'id', direction: 'ASC' }] })
        const [slot] = await loadSlots(source, binding, [[]], { args: { orderBy } })
        return slot instanceof Error ? slot.message : (slot as { id: number }[]).map(({ id }) => id)
      }
      const computed: SqlOrder = {
        by: { kind: 'aggregate', relations: [CHILDREN], term: { name: 'max', column: 'n' } },
        direction: 'ASC',
      }
      expect(await idsBy([{ children: { max: { n: 'ASC' } } }], 1)).toEqual(sorted(rows, [computed]))
      expect(await idsBy([{ children: { max: { n: 'ASC' } } }], 0)).toBe('The order goes through more than 0 tables.')
      for (const nothing of [{ children: null }, { children: { max: null } }, { children: { max: { n: null } } }])
        expect(await idsBy(nothing, 1)).toEqual(sorted(rows, []))
    })

    test('Limit and offset count for each parent by itself, by a column and through a join table', async () => {
      const pairs = fc.array(fc.record({ owner: fc.constantFrom(...OWNERS), item: fc.nat(15) }), { maxLength: 20 })
      const amounts = fc.record({ limit: fc.option(fc.nat(5)), offset: fc.option(fc.nat(3)) })
      const property = fc.asyncProperty(cases, pairs, amounts, async ({ rows, order }, joined, args) => {
        await fill(rows)
        const links = joined.flatMap(({ owner, item }) => {
          const { id } = rows[item] ?? {}
          return id === undefined ? [] : [{ owner, id }]
        })
        await database.run('DELETE FROM links')
        if (links.length > 0)
          await database.run(`INSERT INTO links VALUES ${links.map(({ owner, id }) => `(${owner}, ${id})`).join()}`)
        const [limit, offset] = ['limit', 'offset'].map(name => template(arg(name)))
        const orderBy: SqlOrder[] = [...order, { column: 'id', direction: order.at(-1)?.direction ?? 'ASC' }]
        const direct = sqlBinding({ orderBy, limit, offset, keyColumns: ['owner'] })
        const on = [{ column: 'item', target: 'id' }]
        const indirect = sqlBinding({
          orderBy,
          limit,
          offset,
          keyColumns: ['owner_id'],
          through: { table: 'links', where: [], on },
        })
        const keys = OWNERS.map(owner => [owner])
        const idsIn = async (binding: typeof direct) =>
          ((await loadSlots(source, binding, keys, { args })) as { id: number }[][]).map(slot =>
            slot.map(({ id }) => id),
          )
        const cut = (own: readonly Item[]) => {
          const start = args.offset ?? 0
          return sorted(own, order, rows).slice(start, args.limit === null ? undefined : start + args.limit)
        }
        expect(await idsIn(direct)).toEqual(OWNERS.map(owner => cut(rows.filter(row => row.owner === owner))))
        expect(await idsIn(indirect)).toEqual(
          OWNERS.map(owner => cut(rows.filter(({ id }) => links.some(link => link.owner === owner && link.id === id)))),
        )
      })
      await fc.assert(property, { numRuns: 60 })
    })
  })
