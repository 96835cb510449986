import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { createBarrier } from '../support/barrier.ts'
import { startTestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'
import { editorText, openPage, paste, pasteQuery, patience, runQuery } from './open-page.ts'

const SCHEMA = `extend schema
  @source(name: "shop", http: { baseURL: "{$env.SHOP}", retries: 0 })
  @source(name: "staff", http: { baseURL: "{$env.STAFF}", retries: 1 })
type Query {
  orders: [Order!] @http(source: "shop", GET: "/orders")
}
type Order {
  id: ID!
  seller: Seller @http(source: "staff", GET: "/sellers/{$this.sellerId}")
  lines: [Line!] @http(source: "shop", GET: "/lines?order={$batch.id}", by: "order")
}
type Seller {
  name: String!
}
type Line {
  text: String!
}
`

const QUERY = '{ orders { id seller { name } lines { text } } }'

/** A shop whose orders have sellers of another service, and a page that is open on it. */
async function openShop(config: Partial<Config> = { trace: true }) {
  await using resources = new AsyncDisposableStack()
  // Neither is answered before both are asked.
  const both = createBarrier(2)
  const shop = resources.use(
    await startUpstream({
      'GET /orders': {
        json: [
          { id: 1, sellerId: 7 },
          { id: 2, sellerId: 7 },
        ],
      },
      'GET /lines?order=1&order=2': async () => {
        await both.arrive()
        return {
          json: [
            { order: 1, text: 'Nails' },
            { order: 2, text: 'Glue' },
          ],
        }
      },
    }),
  )
  const staff = resources.use(
    await startUpstream({
      'GET /sellers/7': async () => {
        await both.arrive()
        return { json: { name: 'Ida' } }
      },
    }),
  )
  const gateway = resources.use(
    await startTestGateway({ schema: SCHEMA, environment: { SHOP: shop.url, STAFF: staff.url }, config }),
  )
  const open = resources.use(await openPage(`${gateway.url}/graphql`))
  await pasteQuery(open.page, QUERY)
  const all = resources.move()
  return { ...open, shop, staff, both, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

const showUpstream = (page: Page) => page.getByRole('button', { name: 'Show Upstream' }).click()

const callOf = (page: Page, coordinate: string) => page.locator('.upstream-call', { hasText: coordinate })

/** From where to where a call's bar goes, in pixels. */
async function barOf(call: Locator): Promise<{ from: number; to: number }> {
  const { x, width } = (await call.locator('.upstream-bar').boundingBox()) ?? { x: 0, width: 0 }
  return { from: x, to: x + width }
}

/** The lines of the answer that are marked, as they are read. */
async function markedLines(page: Page): Promise<string[]> {
  const tops = async (locator: Locator) =>
    await locator.evaluateAll(elements =>
      elements.map(each => Math.round((each as unknown as Box).getBoundingClientRect().top)),
    )
  const marked = new Set(await tops(page.locator('.result-window .upstream-fed')))
  const lines = page.locator('.result-window .view-line')
  const texts = await lines.allInnerTexts()
  const found = (await tops(lines)).map((top, at) => ({ top, text: (texts[at] ?? '').replaceAll(/\s/g, '') }))
  return found
    .filter(({ top }) => marked.has(top))
    .sort((a, b) => a.top - b.top)
    .map(({ text }) => text)
}

interface Box {
  getBoundingClientRect(): { top: number }
}

test('A query is three bars: the first alone, and the two that waited for it side by side', async () => {
  await using open = await openShop()
  const { page, paths, problems } = open
  await runQuery(page)
  await page.locator('.result-window .view-line', { hasText: 'Glue' }).waitFor()
  expect(paths.filter(path => path.includes('/upstream-panel-'))).toEqual([])
  await showUpstream(page)
  const first = callOf(page, 'Query.orders')
  const sellers = callOf(page, 'Order.seller')
  const lines = callOf(page, 'Order.lines')
  await lines.waitFor()
  expect(await page.locator('.upstream-bar').count()).toBe(3)
  expect(await page.locator('.upstream-waterfall h3').allInnerTexts()).toEqual(['At first', 'After Query.orders'])
  const [one, two, three] = [await barOf(first), await barOf(sellers), await barOf(lines)]
  // A bar is a pixel or so wider than its time.
  expect(two.from).toBeGreaterThan(one.to - 4)
  expect(three.from).toBeGreaterThan(one.to - 4)
  expect(Math.min(two.to, three.to)).toBeGreaterThan(Math.max(two.from, three.from))
  expect(await lines.innerText()).toMatch(/shop\s+Order\.lines\s+2 keys/)
  expect(problems).toEqual([])
})

test('A bar that is pointed at or focused marks what it has fed in the answer, and nothing that another call has fed', async () => {
  await using open = await openShop()
  const { page } = open
  await runQuery(page)
  await showUpstream(page)
  const sellers = ['"seller":{', '"name":"Ida"', '},']
  await callOf(page, 'Order.seller').getByRole('button').first().hover()
  await expect.poll(() => markedLines(page), patience).toEqual([...sellers, ...sellers])
  await page.getByRole('heading', { name: 'Upstream' }).hover()
  await expect.poll(() => markedLines(page), patience).toEqual([])
  await callOf(page, 'Query.orders').getByRole('button').first().focus()
  const order = (id: string) => ['{', `"id":"${id}",`]
  await expect
    .poll(() => markedLines(page), patience)
    .toEqual(['"orders":[', ...order('1'), '},', ...order('2'), '}', ']'])
})

test('Of a source that is down the bar is red; the rest of the answer is there, and its error leads to the bar', async () => {
  await using open = await openShop()
  const { page, staff, both, problems } = open
  await staff.stop()
  both.release()
  await runQuery(page)
  await expect
    .poll(async () => JSON.parse(await editorText(page, '.result-window')).data, patience)
    .toEqual({
      orders: [
        { id: '1', seller: null, lines: [{ text: 'Nails' }] },
        { id: '2', seller: null, lines: [{ text: 'Glue' }] },
      ],
    })
  // From the answer: the panel is not open yet.
  await page.locator('.result-window .upstream-link').first().click()
  const call = callOf(page, 'Order.seller')
  await call.getByText('failed: connect').waitFor()
  expect(await call.getByRole('button').first().getAttribute('aria-expanded')).toBe('true')
  const facts = await call.locator('.upstream-facts').innerText()
  expect(facts).toContain('GET /sellers/{$this.sellerId}')
  expect(facts).toMatch(/Tries\s+connect after .*, connect after/)
  expect(await call.locator('.upstream-try').count()).toBe(2)
  const color = await page.evaluate<string>(
    'getComputedStyle(document.querySelector(".upstream-bar.failed")).outlineColor',
  )
  const [red = 0, green = 0, blue = 0] = color.match(/\d+/g)?.map(Number) ?? []
  expect(red).toBeGreaterThan(2 * Math.max(green, blue))
  // From the panel, too, whatever it shows.
  await page.getByRole('button', { name: 'Table' }).click()
  await page.getByRole('button', { name: 'Show Order.seller' }).first().click()
  await call.locator('.upstream-facts').waitFor()
  await expect.poll(() => markedLines(page), patience).toEqual(['"seller":null,', '"seller":null,'])
  expect(problems).toEqual([])
})

test('The same calls are a table, for who does not see bars', async () => {
  await using open = await openShop()
  const { page } = open
  await runQuery(page)
  await showUpstream(page)
  await page.getByRole('button', { name: 'Table' }).click()
  const rows = page.getByRole('table').getByRole('row')
  await expect.poll(() => rows.count(), patience).toBe(4)
  const cells = await rows.filter({ hasText: 'Order.lines' }).locator('th, td').allInnerTexts()
  expect(cells.slice(0, 3)).toEqual(['Order.lines', 'shop', '2'])
  expect(cells.at(6)).toBe('200')
  expect(cells.at(-1)).toBe('Query.orders')
})

test('A call is copied as curl, with its expressions for values', async () => {
  await using open = await openShop()
  const { page } = open
  await runQuery(page)
  await showUpstream(page)
  await callOf(page, 'Order.lines').getByRole('button').first().click()
  await page.getByRole('button', { name: 'Copy as curl' }).click()
  await page.getByText('Copied').waitFor()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
    `curl --globoff "$SHOP_URL"'/lines?order={$batch.id}'`,
  )
})

test('No trace is asked for where the gateway gives none; the panel says who gives one, and takes that of a secret', async () => {
  const traceSecret = 'a secret of sixteen and more'.replaceAll(' ', '-')
  await using open = await openShop({ trace: false, traceSecret })
  const { page } = open
  const asked: (string | undefined)[] = []
  page.on('request', request => {
    if (request.method() === 'POST') asked.push(request.headers()['x-sluice-trace'])
  })
  await showUpstream(page)
  await page.getByText('Run an operation').waitFor()
  await runQuery(page)
  await page.getByText('sluice dev gives one').waitFor()
  expect(asked).toEqual([undefined])
  await page.getByRole('button', { name: 'Headers' }).click()
  await paste(
    page,
    '.graphiql-editor-tool .graphiql-editor:not(.hidden)',
    JSON.stringify({ 'X-Sluice-Trace': traceSecret }),
  )
  await runQuery(page)
  await callOf(page, 'Order.lines').waitFor()
  expect(asked).toEqual([undefined, traceSecret])
})

test('The page does not ask for the trace of its own query for the schema', async () => {
  await using open = await openShop()
  const { page } = open
  const asked = page.waitForRequest(request => request.postData()?.includes('__schema') === true)
  await page.getByRole('button', { name: /Re-fetch GraphQL schema/ }).click()
  expect((await asked).headers()['x-sluice-trace']).toBeUndefined()
})

test('What was not sent is told: an answer that was kept, keys that are null, and an operation that was refused', async () => {
  await using upstream = await startUpstream({
    'GET /orders': {
      headers: { 'cache-control': 'max-age=600' },
      json: [
        { id: 1, sellerId: null },
        { id: 2, sellerId: null },
      ],
    },
  })
  await using gateway = await startTestGateway({
    schema: SCHEMA.replace('{$env.SHOP}"', '{$env.SHOP}", cache: { maxBytes: 100000 }'),
    environment: { SHOP: upstream.url, STAFF: upstream.url },
    config: { trace: true },
  })
  await using open = await openPage(`${gateway.url}/graphql`)
  const { page, problems } = open
  await showUpstream(page)
  await pasteQuery(page, '{ orders { id seller { name } } }')
  await runQuery(page)
  const orders = callOf(page, 'Query.orders')
  await orders.waitFor()
  expect(await page.locator('.upstream-empty li').allInnerTexts()).toEqual(['Order.seller: 2 × null key'])
  expect(await orders.locator('.upstream-try').count()).toBe(1)
  await runQuery(page)
  await orders.getByText('cached', { exact: true }).waitFor()
  expect(await orders.locator('.upstream-bar.unsent').count()).toBe(1)
  expect(await orders.locator('.upstream-try').count()).toBe(0)
  expect(upstream.requests.length).toBe(1)
  await pasteQuery(page, '{ nobody }')
  await runQuery(page)
  await page.getByText('The last operation was refused before anything was called.').waitFor()
  expect(problems.filter(problem => !problem.includes('400'))).toEqual([])
})
