import { expect, test } from 'vitest'
import { startTestGateway } from '../support/gateway.ts'
import { createMariaDatabase } from '../support/mariadb.ts'
import { startMariaServer } from '../support/mariadb-server.ts'
import { createPostgresDatabase } from '../support/postgres.ts'
import type { TestDatabase } from '../support/test-database.ts'
import { LOCKING, openSession } from './transaction/sessions.ts'

const SCHEMA = `
  extend schema @source(name: "db", sql: { url: "{$env.DB_URL}", timeout: "50s" })
  type Query { rows: [Row!] @sql(orderBy: "id") }
  type Mutation {
    changeAll(text: String): Int @sql(type: "Row", update: { text: "{$args.text}" }, where: { id: { gt: 0 } })
  }
  type Row @sql(table: "items", key: "id") { id: ID!  text: String }
`
const TABLE = `
  CREATE TABLE items (id BIGINT NOT NULL PRIMARY KEY, text VARCHAR(20));
  INSERT INTO items VALUES (1, 'a'), (2, 'b')
`

/** A database that waits for a lock no longer than a second. */
async function createImpatient(
  dialect: (typeof LOCKING)[number],
  resources: AsyncDisposableStack,
): Promise<TestDatabase> {
  if (dialect === 'mariadb') {
    // The setting is one of the whole server.
    const server = resources.use(await startMariaServer())
    const database = resources.use(await createMariaDatabase(TABLE, server.url))
    await database.run('SET GLOBAL innodb_lock_wait_timeout = 1')
    return database
  }
  const database = resources.use(await createPostgresDatabase(TABLE))
  await database.run(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET lock_timeout = '1s'`)
  return database
}

test.for(LOCKING)(
  'A lock that the server gives up waiting for is db_conflict, and nothing has changed (%s)',
  async dialect => {
    await using resources = new AsyncDisposableStack()
    const database = await createImpatient(dialect, resources)
    await using gateway = await startTestGateway({
      schema: SCHEMA,
      environment: { DB_URL: database.url },
      config: { requestTimeout: 60_000 },
    })
    await using other = await openSession(dialect, database)
    await other.run('START TRANSACTION')
    await other.run("UPDATE items SET text = 'other' WHERE id = 2")
    const change = async () => (await gateway.query('mutation { changeAll(text: "ours") }')).body
    expect(await change()).toMatchObject({
      errors: [
        {
          path: ['changeAll'],
          extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', reason: 'db_conflict', retryable: true },
        },
      ],
      data: { changeAll: null },
    })
    expect(await database.run('SELECT text FROM items ORDER BY id')).toEqual([{ text: 'a' }, { text: 'b' }])
    // The first row would still be locked if the transaction were there.
    await other.run("UPDATE items SET text = 'other' WHERE id = 1")
    await other.run('ROLLBACK')
    expect(await change()).toEqual({ data: { changeAll: 2 } })
  },
)
