import { expect, test } from 'vitest'
import { followEach, followPath } from '../../src/graphiql/try/follow-path.ts'
import { startDemoGateway } from '../client/demo-gateway.ts'
import { openPage, patience } from './open-page.ts'

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

test('Where the gateway shows nobody its inside, there is no place to try paths', async () => {
  await using gateway = await startDemoGateway()
  await using open = await openPage(`${gateway.url}/graphql`)
  await open.page.getByRole('button', { name: 'Show Sources' }).waitFor()
  expect(await open.page.getByRole('button', { name: 'Show Try a path' }).count()).toBe(0)
})
