import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startTestGateway, type TestGateway } from '../../../support/gateway.ts'
import { startSchemaExecutor } from '../../../support/schema-executor.ts'
import { startUpstream } from '../../../support/upstream.ts'
import { type Item, type PagingOptions, pagingHandler, STYLES, type Style } from './paging-api.ts'
import '../../../support/seed.ts'

/** A URL of the upstream is no cursor for a client. */
const NAMES = (Object.keys(STYLES) as Style[]).filter(name => name !== 'next' && name !== 'link')

const SCHEMA = `
extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}", naming: SNAKE_CASE })
type Query {
${NAMES.map(name => `  ${name}(first: Int, after: String): Items @http(GET: "/${name}", select: "data", pages: { ${STYLES[name]} })`).join('\n')}
}
type Items {
  edges: [ItemEdge!]!
  nodes: [Item!]!
  pageInfo: PageInfo!
}
type Item {
  id: ID!
}
`

interface Page {
  readonly edges: readonly { readonly node: { readonly id: string }; readonly cursor: string }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean }
}

async function ask(gateway: Pick<TestGateway, 'query'>, style: Style, first: number | null, after: string | null) {
  const query = `query ($first: Int, $after: String) {
    ${style}(first: $first, after: $after) {
      edges { node { id } cursor }
      nodes { id }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`
  const { text } = await gateway.query(query, { first, after })
  const { data, errors } = JSON.parse(text)
  expect(errors).toBeUndefined()
  const page = data[style]
  expect(page.nodes).toEqual(page.edges.map(({ node }: Page['edges'][number]) => node))
  expect(page.pageInfo.startCursor).toBe(page.edges[0]?.cursor ?? null)
  expect(page.pageInfo.endCursor).toBe(page.edges.at(-1)?.cursor ?? null)
  return page as Page
}

const idsOf = ({ edges }: Page) => edges.map(({ node }) => Number(node.id))

let items: readonly Item[] = []
let options: PagingOptions = { cap: 1, usual: 1 }
const serve = pagingHandler(
  () => items,
  () => options,
)

async function startBoth() {
  const resources = new AsyncDisposableStack()
  const upstream = resources.use(await startUpstream(serve))
  const started = { schema: SCHEMA, environment: { API_URL: upstream.url } }
  const doors = [
    resources.use(await startTestGateway(started)),
    resources.use(await startSchemaExecutor(started)),
  ] as const
  return { doors, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

const style = fc.constantFrom(...NAMES)
const size = fc.integer({ min: 1, max: 7 })

test('Pages of any size show each item once and in its place, and say exactly whether there are more', async () => {
  await using both = await startBoth()
  const scenario = fc.record({
    style,
    count: fc.integer({ min: 0, max: 14 }),
    options: fc.record({ cap: size, usual: size }),
    sizes: fc.array(size, { minLength: 1, maxLength: 4 }),
    door: fc.constantFrom(0, 1),
  })
  await fc.assert(
    fc.asyncProperty(scenario, async ({ style, count, sizes, door, ...said }) => {
      items = Array.from({ length: count }, (_, id) => ({ id, group: 1 }))
      options = said.options
      const all = items.map(({ id }) => id)
      const seen: number[] = []
      let after: string | null = null
      for (let turn = 0; ; turn++) {
        const first = sizes[turn % sizes.length] as number
        const page: Page = await ask(both.doors[door] as TestGateway, style, first, after)
        expect(idsOf(page)).toEqual(all.slice(seen.length, seen.length + first))
        expect(page.pageInfo.hasPreviousPage).toBe(after !== null)
        seen.push(...idsOf(page))
        expect(page.pageInfo.hasNextPage).toBe(seen.length < count)
        if (!page.pageInfo.hasNextPage) break
        after = page.edges.at(-1)?.cursor ?? null
      }
      expect(seen).toEqual(all)
    }),
    { numRuns: 150 },
  )
})

test('Each cursor of a page goes on behind its own item', async () => {
  await using both = await startBoth()
  items = Array.from({ length: 7 }, (_, id) => ({ id, group: 1 }))
  options = { cap: 3, usual: 2 }
  for (const style of NAMES) {
    const { edges } = await ask(both.doors[0], style, null, null)
    expect(edges.length).toBe(7)
    for (const { node, cursor } of edges) {
      const behind = items.map(({ id }) => id).slice(Number(node.id) + 1)
      expect(idsOf(await ask(both.doors[0], style, null, cursor))).toEqual(behind)
      expect(idsOf(await ask(both.doors[0], style, 2, cursor))).toEqual(behind.slice(0, 2))
    }
  }
})

test('What is added in front while a client reads moves nothing where pages have cursors', async () => {
  await using both = await startBoth()
  const scenario = fc.record({
    style: fc.constantFrom<Style>('cursor', 'item', 'itemHasMore', 'nextCursor', 'linkCursor'),
    count: fc.integer({ min: 1, max: 12 }),
    first: size,
    added: fc.integer({ min: 1, max: 5 }),
  })
  await fc.assert(
    fc.asyncProperty(scenario, async ({ style, count, first, added }) => {
      const old = Array.from({ length: count }, (_, id) => ({ id: 100 + id, group: 1 }))
      items = old
      options = { cap: 100, usual: 100 }
      const seen: number[] = []
      let after: string | null = null
      do {
        const page: Page = await ask(both.doors[0], style, first, after)
        seen.push(...idsOf(page))
        after = page.pageInfo.hasNextPage ? (page.edges.at(-1)?.cursor ?? null) : null
        items = [...Array.from({ length: added }, (_, id) => ({ id, group: 1 })), ...old]
      } while (after !== null)
      expect(seen).toEqual(old.map(({ id }) => id))
    }),
    { numRuns: 60 },
  )
})
