import { expect, test } from 'vitest'
import { readQueryPlan } from '../../src/graphiql/plan/query-plan.ts'
import { startDemoGateway } from '../client/demo-gateway.ts'
import { openPage, pasteQuery, patience } from './open-page.ts'

test.each([{}, { extensions: null }, { extensions: { queryPlan: 1 } }, { extensions: { queryPlan: { version: 2 } } }])(
  '%j has no plan that the page can show',
  answer => {
    expect(readQueryPlan(answer)).toBeUndefined()
  },
)

test('What a plan lacks, or has of another kind, counts as absent', () => {
  const queryPlan = {
    version: 1,
    calls: { most: '3' },
    steps: [null, { after: [0, 1, 7, 'a'], feeds: 'posts' }],
    lists: [{}],
  }
  expect(readQueryPlan({ extensions: { queryPlan } })).toMatchObject({
    least: 0,
    calls: { formula: '', most: null },
    steps: [
      { at: 0, after: [] },
      { at: 1, after: [0], feeds: [] },
    ],
    lists: [{ name: '', most: null }],
  })
})

test('The page tells the calls of an operation before it runs, also while no source answers', async () => {
  await using gateway = await startDemoGateway({ trace: true })
  await using open = await openPage(`${gateway.url}/graphql`)
  const { page, problems } = open
  await gateway.api[Symbol.asyncDispose]()
  await pasteQuery(page, '{ posts(limit: 250) { title author { name } comments { id } } }')
  await page.getByRole('button', { name: 'Show Plan' }).click()
  const panel = page.getByRole('region', { name: 'Plan' })
  await panel.locator('.plan-step').first().waitFor()
  const text = await panel.innerText()
  expect(text).toContain('ceil(posts / 100)')
  expect(text).toContain('Nothing has been called.')
  expect(text).toContain('GET /posts')
  expect(text).toMatch(/select .* from "users"/)
  expect(await panel.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
    'At first',
    'After Query.posts',
    'Lists',
  ])

  expect(problems).toEqual([])

  await pasteQuery(page, '{ posts { name } }')
  await panel.getByRole('button', { name: 'Plan what is in the editor' }).click()
  await expect.poll(() => panel.locator('.plan-problems').innerText(), patience).toContain('Cannot query field "name"')
})

test('Where the gateway shows nobody its inside, there is no plan to ask for', async () => {
  await using gateway = await startDemoGateway()
  await using open = await openPage(`${gateway.url}/graphql`)
  await open.page.getByRole('button', { name: 'Show Sources' }).waitFor()
  expect(await open.page.getByRole('button', { name: 'Show Plan' }).count()).toBe(0)
})
