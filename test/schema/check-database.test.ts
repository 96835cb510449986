import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkSchema } from '../../src/compose/check-schema.ts'
import { printProblems } from '../../src/schema/problem.ts'
import { createDatabase, DIALECTS } from '../support/dialects.ts'
import { freePort } from '../support/free-port.ts'
import { createTempDirectory } from '../support/temp-directory.ts'

const SCHEMA = `extend schema
  @source(name: "api", http: { baseURL: "{$env.API_URL ?? 'https://api.example.com'}" })
  @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query {
  users(name: String): [User!] @sql(where: { nme: "{$args.name}" })
  posts: [Post!] @http(GET: "/posts")
}
type User @sql(table: "users") {
  id: ID!
}
type Post {
  id: ID!
}
`

async function check(environment: Record<string, string>, offline: boolean): Promise<string> {
  await using directory = await createTempDirectory()
  const schemaPath = join(directory.path, 'schema.graphql')
  await writeFile(schemaPath, SCHEMA)
  return printProblems(await checkSchema({ schemaPath, environment, offline })).replaceAll(schemaPath, 'schema.graphql')
}

test('A database that can not be reached is a problem, unless the check is offline', async () => {
  for (const [url, why] of [
    [`mysql://nobody:secret@127.0.0.1:${await freePort()}/nothing`, 'nothing listens at its address'],
    [`postgres://nobody:secret@127.0.0.1:${await freePort()}/nothing`, 'nothing listens at its address'],
    ['sqlite:missing.db', 'its file can not be opened'],
  ] as const) {
    expect(await check({ DB_URL: url }, false)).toBe(unreachable(why))
    expect(await check({ DB_URL: url }, true)).toBe('')
  }
})

function unreachable(why: string): string {
  return `schema.graphql:3:3 error the database of the source "db" can not be reached: ${why}. See to it, or check without it: sluice check --offline`
}

for (const dialect of ['mariadb', 'postgres'] as const)
  test(`A wrong user or database is said in words (${dialect})`, async () => {
    await using database = await createDatabase(dialect)
    const changed = (change: (url: URL) => void) => {
      const url = new URL(database.url)
      change(url)
      return check({ DB_URL: url.href }, false)
    }
    const nobody = (url: URL) => Object.assign(url, { username: 'nobody', password: 'wrong' })
    expect(await changed(nobody)).toBe(unreachable('it refuses the user or the password'))
    const nowhere = (url: URL) => Object.assign(url, { pathname: '/no_such_database' })
    expect(await changed(nowhere)).toBe(unreachable('the server has no database of this name'))
  })

for (const dialect of DIALECTS)
  test(`Mistakes of the file and those that only the database tells are told together (${dialect})`, async () => {
    await using database = await createDatabase(dialect, 'CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(9))')
    expect(await check({ DB_URL: database.url, API_URL: 'api.example.com' }, false)).toBe(
      `schema.graphql:2:41 error @source(name: "api"): the base URL is no absolute http: or https: URL. Write "https://host/path".
schema.graphql:5:51 error Query.users: the table "users" has no column "nme". Did you mean "name"?`,
    )
  })

test('A source whose URL is wrong is not connected to', async () => {
  expect(await check({ DB_URL: 'oracle://host/db', API_URL: '' }, false)).toBe(
    `schema.graphql:2:41 error @source(name: "api"): the base URL is no absolute http: or https: URL. Write "https://host/path".
schema.graphql:3:35 error @source(name: "db"): the database URL has an unknown scheme. Known schemes: mysql:, mariadb:, postgres:, postgresql:, sqlite:.`,
  )
})
