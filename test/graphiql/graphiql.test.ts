import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { startDemoGateway } from '../client/demo-gateway.ts'
import { editorText, openPage, pasteQuery, patience } from './open-page.ts'

const joinedQuery = '{ posts(limit: 3) { title author { name } comments { body } } }'

/** The demo with a browser that has its GraphiQL open. */
async function openGraphiql(path = '/graphql') {
  await using resources = new AsyncDisposableStack()
  const { api, database, url: base } = resources.use(await startDemoGateway())
  const url = new URL(path, base)
  const open = resources.use(await openPage(url))
  const all = resources.move()
  return { ...open, api, database, url, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

/** The rows of `joinedQuery`, read from the upstreams without the gateway. */
async function joinedRows(api: string, database: string) {
  const read = async <T>(path: string) => (await (await fetch(new URL(path, api))).json()) as T
  using users = new DatabaseSync(database, { readOnly: true })
  const author = users.prepare('SELECT name FROM users WHERE id = ?')
  const rows: object[] = []
  for (const post of await read<{ id: number; userId: number; title: string }[]>('/posts?_limit=3')) {
    const comments = await read<{ body: string }[]>(`/comments?postId=${post.id}`)
    rows.push({ title: post.title, author: author.get(post.userId), comments: comments.map(({ body }) => ({ body })) })
  }
  return rows
}

test('GraphiQL shows the schema and the joined rows, and asks nobody but the gateway', async () => {
  await using graphiql = await openGraphiql()
  const { api, database, origins, page, problems, url } = graphiql

  const config = JSON.parse((await page.locator('#sluice-config').textContent()) ?? '')
  await expect.poll(() => editorText(page, '.graphiql-query-editor'), patience).toBe(config.defaultQuery)

  const docs = page.locator('.graphiql-doc-explorer')
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click()
  await docs.getByRole('link', { name: 'Query', exact: true }).click()
  await docs.getByRole('link', { name: 'posts', exact: true }).waitFor()
  await docs.getByRole('link', { name: 'Post', exact: true }).first().click()
  await docs.getByRole('link', { name: 'author', exact: true }).waitFor()

  await pasteQuery(page, joinedQuery)
  await page.getByRole('button', { name: 'Execute query' }).click()
  const posts = await joinedRows(api.url, database)
  await expect
    .poll(async () => JSON.parse(await editorText(page, '.result-window')), patience)
    .toEqual({ data: { posts } })

  expect({ rows: posts.length, origins: [...origins], problems }).toEqual({
    rows: 3,
    origins: [url.origin],
    problems: [],
  })
})

test('A field that the schema does not have is marked as it is written, after 1.2 MB of page at most', async () => {
  await using graphiql = await openGraphiql()
  const { page, problems, received } = graphiql
  await pasteQuery(page, '{ nobody }')
  await page.locator('.graphiql-query-editor .squiggly-error').waitFor()
  expect(problems).toEqual([])
  // By now the workers are there too.
  const bytes = received()
  expect(bytes).toBeGreaterThan(600_000)
  expect(bytes).toBeLessThan(1_200_000)
})

test('A query in the URL is opened with its variables, and not run before a reader says so', async () => {
  const query = 'query Some($limit: Int) { posts(limit: $limit) { id } }'
  await using graphiql = await openGraphiql(`/graphql?${new URLSearchParams({ query, variables: '{"limit":2}' })}`)
  const { page, problems } = graphiql
  expect(await editorText(page, '.graphiql-query-editor')).toBe(query)
  expect((await editorText(page, '.result-window')).trim()).toBe('')
  await page.getByRole('button', { name: /execute/i }).click()
  await expect
    .poll(async () => (await editorText(page, '.result-window')).replaceAll(/\s/g, ''), patience)
    .toBe('{"data":{"posts":[{"id":"1"},{"id":"2"}]}}')
  expect(problems).toEqual([])
})

test('The stop button takes back the request', async () => {
  await using graphiql = await openGraphiql()
  const { page, url } = graphiql
  await pasteQuery(page, joinedQuery)
  // A request that is neither continued nor answered stays under way.
  await page.route(url.href, () => {})
  await page.getByRole('button', { name: 'Execute query' }).click()
  const failed = page.waitForEvent('requestfailed')
  await page.getByRole('button', { name: 'Stop query' }).click()
  expect((await failed).failure()).toEqual({ errorText: 'net::ERR_ABORTED' })
})

test('Variables are checked against what the operation declares', async () => {
  await using graphiql = await openGraphiql()
  const { page, problems } = graphiql
  await pasteQuery(page, 'query ($limit: Int) { posts(limit: $limit) { title } }')
  await page.getByRole('button', { name: 'Variables' }).click()
  await page.locator('.graphiql-editor-tool .view-lines').first().click()
  await page.keyboard.type('{ "limit": "many" ')
  await page.locator('.graphiql-editor-tool .squiggly-warning, .graphiql-editor-tool .squiggly-error').first().waitFor()
  expect(problems).toEqual([])
})

test('On a narrow screen the answer stands below the query, both as wide as they can be', async () => {
  await using graphiql = await openGraphiql()
  const { page } = graphiql
  await page.setViewportSize({ width: 390, height: 800 })
  await page.getByRole('button', { name: 'Execute query' }).click()
  // Broken into one letter a line, no word would be there.
  await page.locator('.result-window .view-line', { hasText: '"posts"' }).waitFor()
  const box = async (selector: string) =>
    (await page.locator(selector).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  const query = await box('.graphiql-editors')
  const answer = await box('.graphiql-response')
  expect(answer.y).toBeGreaterThanOrEqual(query.y + query.height)
  for (const { x, width, height } of [query, answer]) {
    expect(width).toBeGreaterThan(250)
    expect(x + width).toBeLessThanOrEqual(390)
    expect(height).toBeGreaterThan(200)
  }
  // A panel takes the screen, and gives it back.
  await page.getByRole('button', { name: 'Show Upstream' }).click()
  const { x, width } = await box('.graphiql-plugin')
  expect([x + width, width > 300, await page.locator('.graphiql-editors').isVisible()]).toEqual([390, true, false])
  await page.getByRole('button', { name: 'Hide Upstream' }).click()
  await page.locator('.graphiql-editors').waitFor()
})
