import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createSqliteDatabase } from '../support/sqlite.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startSluice } from './sluice.ts'

const SCHEMA = /* GraphQL */ `
  extend schema @source(name: "db", sql: { url: "{$env.DATABASE_URL}" })
  type Query { users: [User] @sql }
  type User @sql(table: "users") { id: ID }
`

/** What Node does with compiled code, of a gateway from its start to its end, an operation between them. */
async function tellOfCompiledCode(args: readonly string[], environment: Readonly<Record<string, string>>) {
  await using sluice = startSluice(['start', ...args, '--port', '0'], { environment })
  const url = await sluice.said(/ at (http:\S+)\/graphql$/m)
  const answer = await fetch(`${url}/graphql?query={users{id}}`)
  expect(await answer.json()).toEqual({ data: { users: [{ id: '1' }] } })
  sluice.kill('SIGTERM')
  const { out, err } = await sluice.ending
  const times = (what: string) => (out + err).split(what).length - 1
  return { accepted: times('was accepted'), rejected: times('rejected'), written: times('writing cache') }
}

test('What has been compiled is used at the next start', async () => {
  await using directory = await createTempDirectory()
  await using database = await createSqliteDatabase(
    'CREATE TABLE users (id INTEGER PRIMARY KEY); INSERT INTO users VALUES (1)',
  )
  const schema = join(directory.path, 'schema.graphql')
  await writeFile(schema, SCHEMA)
  const environment = {
    DATABASE_URL: database.url,
    NODE_COMPILE_CACHE: join(directory.path, 'compiled'),
    NODE_DEBUG_NATIVE: 'COMPILE_CACHE',
  }
  const first = await tellOfCompiledCode([schema], environment)
  expect(first.written).toBeGreaterThan(300)
  const second = await tellOfCompiledCode([schema], environment)
  expect(second).toEqual({ accepted: expect.any(Number), rejected: 0, written: 0 })
  expect(second.accepted).toBeGreaterThan(300)
}, 60_000)
