import { expect, test } from 'vitest'
import { nameAt, textFor } from '../../src/graphiql/headers/header-at.ts'
import { startTestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'
import { editorText, openPage, patience, runQuery } from './open-page.ts'

const SCHEMA = `extend schema @source(name: "api", http: {
  baseURL: "{$env.API}"
  headers: ["Authorization: {$headers.authorization}", "x-request-id: {$headers.x-request-id}"]
})
type Query {
  greeting: String @http(source: "api", GET: "/greeting?tenant={$headers.x-tenant}")
}
`

const EDITOR = '.graphiql-editor-tool .graphiql-editor:not(.hidden)'

test('The headers that the schema reads are offered by their names, and sent as the reader writes them', async () => {
  await using upstream = await startUpstream(() => ({ json: 'Hello' }))
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API: upstream.url } })
  await using open = await openPage(`${gateway.url}/graphql`)
  const { page, problems } = open
  await page.getByRole('button', { name: 'Headers' }).click()
  await page.locator(EDITOR).getByText('The schema reads authorization, x-tenant').waitFor()
  await page.locator(`${EDITOR} .view-lines`).click()
  const offered = page.locator('.suggest-widget.visible .monaco-list-row')
  // Before the editor knows them it offers nothing.
  const askFor = async () => {
    if ((await offered.count()) === 0) await page.keyboard.press('Control+Space')
    return (await offered.allInnerTexts()).slice(0, 2)
  }
  await expect
    .poll(askFor, patience)
    .toEqual([expect.stringContaining('authorization'), expect.stringContaining('x-tenant')])
  await page.keyboard.press('Enter')
  await page.keyboard.type('Bearer 7')
  await expect.poll(() => editorText(page, EDITOR), patience).toBe('{\n  "authorization": "Bearer 7"\n}')
  await runQuery(page)
  await page.locator('.result-window .view-line', { hasText: 'Hello' }).waitFor()
  expect(upstream.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer 7'])
  expect(problems).toEqual([])
})

test.each([
  ['|', ''],
  ['{|', ''],
  ['{ "a": "b", |', ''],
  ['{ "|"', '""'],
  ['{ "x-te|" : 1', '"x-te"'],
  ['{ au|th', 'auth'],
  ['{ "a": |', undefined],
  ['{ "a": "b|"', undefined],
  ['{ "a": "b" |', undefined],
])('The name that is written at %s is %j', (text, expected) => {
  const all = text.replace('|', '')
  const name = nameAt(all, text.indexOf('|'))
  expect(name && all.slice(name.from, name.to)).toBe(expected)
})

test('The first header brings the braces', () => {
  expect([textFor('a', ' '), textFor('a', '{ "')]).toEqual(['{\n  "a": "$0"\n}', '"a": "$0"'])
})
