import { describe, expect, test } from 'vitest'
import { followEach, followPath } from '../../src/graphiql/try/follow-path.ts'
import { startDemoGateway } from '../client/demo-gateway.ts'
import { createDatabase } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'
import { editorText, openPage, pasteQuery, patience, runQuery } from './open-page.ts'

const ANSWER = {
  data: { rows: [{ id: 1, user: { name: 'Ida' } }, { id: 2, user: null }, { id: 2 }], rates: { eur: 1 }, total: 3 },
}

test.each([
  ['.', { value: ANSWER }],
  ['data.rows[].id', { value: [1, 2, 2] }],
  ['data.rates{}', { value: [{ $key: 'eur', $value: 1 }] }],
  ['data.page?', { value: null }],
  ['data.rows[].user.name', { value: ['Ida', null, undefined] }],
  ['data.items', { problem: 'Nothing is there: data has rows, rates, total.' }],
  ['data.rows[].name', { problem: 'Nothing is there: data.rows[] has id, user.' }],
  ['data.rows.id', { problem: 'The path goes on in an object, but data.rows is a list of 3.' }],
  ['data.total[]', { problem: 'The path goes on in a list, but data.total is a number.' }],
  ['$.data.rows[*]', { problem: 'the path "$.data.rows[*]" can\'t be read from "[*]" on. Write "data.rows[]".' }],
  ['data.__proto__', { problem: 'Nothing is there: data has rows, rates, total.' }],
])('The path %s leads to %j', (path, expected) => {
  expect(followPath(ANSWER, path)).toEqual(expected)
})

test('From each item, or from the one object, a path is followed by itself', () => {
  expect(followEach(ANSWER.data.rows, 'user.name')).toEqual([
    { value: 'Ida' },
    { value: null },
    { problem: 'Nothing is there: the item has id.' },
  ])
  expect(followEach(ANSWER.data, 'total')).toEqual([{ value: 3 }])
  expect(followEach([], 'a')).toEqual([])
})

test('A path of the schema is tried on an answer that was pasted, and what was written stays', async () => {
  await using gateway = await startDemoGateway({ trace: true })
  await using open = await openPage(`${gateway.url}/graphql`)
  const { page, paths, problems } = open
  await page.getByRole('button', { name: 'Show Try a path' }).click()
  await page.getByLabel('Answer, as JSON').fill('{ "data": [{ "userId": 7 }, { "userId": 8 }, { "userId": 7 }] ')
  await page.getByText('This is no JSON').waitFor()
  await page.getByLabel('Answer, as JSON').press('End')
  await page.getByLabel('Answer, as JSON').pressSequentially('}')
  await page.getByLabel('select', { exact: true }).fill('items')
  await page.getByText('Nothing is there: the answer has data.').waitFor()
  await page.getByLabel('select', { exact: true }).fill('data')
  await page.getByLabel('in each item').fill('userId')
  await page.getByText('3 items, 2 different values').waitFor()
  await expect.poll(() => page.locator('.try-values li').allInnerTexts(), patience).toEqual(['7', '8', '7'])
  await page.getByRole('button', { name: 'Hide Try a path' }).click()
  await page.getByRole('button', { name: 'Show Try a path' }).click()
  expect(await page.getByLabel('select', { exact: true }).inputValue()).toBe('data')
  // It asks nobody.
  expect(paths.filter(path => path === '/graphql')).toHaveLength(2)
  expect(problems).toEqual([])
})

describe('The answer of a call of the last operation', () => {
  async function openShop() {
    await using opening = new AsyncDisposableStack()
    const api = opening.use(
      await startUpstream({
        'GET /orders': {
          json: {
            page: {
              rows: [
                { id: 1, title: 'First' },
                { id: 2, title: 'Second' },
              ],
            },
            token: 'abcd',
          },
        },
        'GET /many': { json: Array.from({ length: 3_000 }, (_, id) => ({ id, text: 'x'.repeat(50) })) },
        'GET /stock': { status: 503, json: { error: { reason: 'closed' } } },
      }),
    )
    const database = opening.use(
      await createDatabase(
        'sqlite',
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users VALUES (7, 'Ida')",
      ),
    )
    const gateway = opening.use(
      await startTestGateway({
        schema: `
          extend schema
            @source(name: "api", http: { baseURL: "{$env.API_URL}", retries: 0 })
            @source(name: "db", sql: { url: "{$env.DB_URL}" })
          type Query {
            orders: [Order!] @http(GET: "/orders", select: "page.rows")
            many: [Order!] @http(GET: "/many")
            stock: Int @http(GET: "/stock")
            users: [User!] @sql
          }
          type Order { id: ID! title: String }
          type User @sql(source: "db", table: "users", key: "id") { id: ID! name: String }
        `,
        environment: { API_URL: api.url, DB_URL: database.url },
        config: { trace: true },
      }),
    )
    const open = opening.use(await openPage(`${gateway.url}/graphql`))
    const { page } = open
    const run = async (query: string) => {
      await pasteQuery(page, query)
      await runQuery(page)
    }
    const find = async (select: string) => {
      await page.getByLabel('select', { exact: true }).fill(select)
      return await page.getByLabel('What select finds').innerText()
    }
    const show = () => page.getByRole('button', { name: 'Show Try a path' }).click()
    const calls = page.getByRole('combobox', { name: 'Answer of' })
    const answer = page.getByLabel('Answer, as JSON')
    const all = opening.move()
    return { ...open, run, show, find, calls, answer, [Symbol.asyncDispose]: () => all.disposeAsync() }
  }

  test('is chosen, and a path is tried on it; what is changed in it is the reader’s own', async () => {
    await using shop = await openShop()
    const { page, run, show, find, calls, answer } = shop
    await run('{ orders { title } users { name } }')
    await page.getByText('"Ida"').first().waitFor()
    await show()
    await expect
      .poll(() => calls.locator('option').allInnerTexts(), patience)
      .toEqual(['what is pasted below', 'api Query.orders', 'db Query.users'])
    await calls.selectOption('api Query.orders')
    await expect
      .poll(async () => JSON.parse(await answer.inputValue()), patience)
      .toEqual({
        page: {
          rows: [
            { id: 1, title: 'First' },
            { id: 2, title: 'Second' },
          ],
        },
        token: '…',
      })
    await expect.poll(() => find('page.rows[0].title'), patience).toBe('"First"')
    await expect.poll(() => find('page.items'), patience).toBe('Nothing is there: page has rows.')
    await expect.poll(() => find('page.rows'), patience).toContain('2 items')
    await page.getByLabel('in each item').fill('title')
    await expect.poll(() => page.locator('.try-values li').allInnerTexts(), patience).toEqual(['"First"', '"Second"'])
    await calls.selectOption('db Query.users')
    await expect.poll(() => find('[0].name'), patience).toBe('"Ida"')
    await answer.fill('[{ "name": "Ada" }]')
    await expect.poll(() => find('[0].name'), patience).toBe('"Ada"')
    expect(await calls.inputValue()).toBe('-1')
    // What is shown in the answer's own place has nothing of it.
    expect(await editorText(page, '.result-window')).not.toContain('page')
    expect(shop.problems).toEqual([])
  })

  test('of a failed call is there with its reason, and that of the next run takes its place', async () => {
    await using shop = await openShop()
    const { page, run, show, find, calls } = shop
    await run('{ stock }')
    await page.locator('.result-window .upstream-link').first().waitFor()
    await show()
    await calls.selectOption('api Query.stock: http_5xx')
    await page.getByText('It failed: http_5xx.').waitFor()
    await expect.poll(() => find('error.reason'), patience).toBe('"closed"')
    await run('{ many { id } stock }')
    await page.locator('.result-window').getByText('"many"').waitFor()
    await expect.poll(() => find('error.reason'), patience).toBe('"closed"')
    await calls.selectOption('api Query.many')
    await page.getByText('The answer is larger: of each list the first 100 items at most stand here.').waitFor()
    expect(await page.getByText('It failed').count()).toBe(0)
    await expect.poll(() => find('[99].id'), patience).toBe('99')
    await expect.poll(() => find('[100].id'), patience).toContain('Nothing is there')
    await run('{ orders { id } }')
    await expect.poll(() => calls.locator('option').allInnerTexts(), patience).toContain('api Query.orders')
    expect(await calls.inputValue()).toBe('-1')
  })
})

test('Where the gateway shows nobody its inside, there is no place to try paths', async () => {
  await using gateway = await startDemoGateway()
  await using open = await openPage(`${gateway.url}/graphql`)
  await open.page.getByRole('button', { name: 'Show Sources' }).waitFor()
  expect(await open.page.getByRole('button', { name: 'Show Try a path' }).count()).toBe(0)
})
