import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createUsersDatabase } from '../../demo/users-database.ts'
import { startTestGateway } from '../support/gateway.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { openPage, pasteQuery, patience, runQuery } from './open-page.ts'

const SCHEMA = `extend schema
  @source(name: "api", http: { baseURL: "http://127.0.0.1:1", retries: 0 })
  @source(name: "db", sql: { url: "{$env.DB}" })
type Query {
  greeting: String @http(source: "api", GET: "/greeting")
  users: [User!] @sql(source: "db")
}
type User @sql(source: "db", table: "users", key: "id") {
  name: String!
}
`

/** A gateway whose API is not there and whose database is not there yet, with the panel open. */
async function openSources() {
  await using resources = new AsyncDisposableStack()
  const directory = resources.use(await createTempDirectory())
  const database = join(directory.path, 'users.db')
  const environment = { DB: `sqlite:${database}` }
  const gateway = resources.use(await startTestGateway({ schema: SCHEMA, environment, config: { trace: true } }))
  const open = resources.use(await openPage(`${gateway.url}/graphql`))
  await open.page.getByRole('button', { name: 'Show Sources' }).click()
  const all = resources.move()
  return { ...open, database, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

test('A database is told as it is now, and an API as the last operation has found it', async () => {
  await using open = await openSources()
  const { page, database, problems } = open
  const rows = page.locator('.sources li')
  await page.getByText('The gateway takes requests.').waitFor()
  await expect
    .poll(() => rows.allInnerTexts(), patience)
    .toEqual([expect.stringMatching(/^db\s+✕ has not been reached/)])
  await createUsersDatabase(database)
  await pasteQuery(page, '{ users { name } greeting }')
  await runQuery(page)
  await expect
    .poll(() => rows.allInnerTexts(), patience)
    .toEqual([
      expect.stringMatching(/^api\s+✕ failed in the last operation: connect$/),
      expect.stringMatching(/^db\s+✓ has what the schema asks of it\s+✓ answered 1 call of the last operation$/),
    ])
  expect(problems).toEqual([])
})

test('Where a proxy keeps the state inside, the panel says so', async () => {
  await using open = await openSources()
  const { page } = open
  await page.route('**/ready', route => route.fulfill({ contentType: 'text/html', body: '<p>Nothing here' }))
  await page.getByText('keeps its state (/ready) inside').waitFor()
})
