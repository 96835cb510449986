import { createConnection } from 'mysql2/promise'
import { expect, test } from 'vitest'
import { cutOnce } from '../support/cut-where.ts'
import { startFaultProxy } from '../support/fault-proxy.ts'
import { startTestGateway } from '../support/gateway.ts'
import { createMariaDatabase } from '../support/mariadb.ts'
import { createSqliteDatabase } from '../support/sqlite.ts'

const SCHEMA = `
  extend schema @source(name: "db", sql: { url: "{$env.DB_URL}", timeout: "20s" })
  type Query { rows: [Row!] @sql(orderBy: "id") }
  type Mutation {
    add(id: ID!, text: String): Row @sql(insert: { id: "{$args.id}", text: "{$args.text}" })
    change(id: ID!, text: String): Row @sql(update: { text: "{$args.text}" }, where: { id: "{$args.id}" })
    changeAll(text: String): Int @sql(type: "Row", update: { text: "{$args.text}" }, where: { id: { gt: 0 } })
  }
  type Row @sql(table: "items") { id: ID! text: String }
`

const TABLE = `
  CREATE TABLE items (id BIGINT NOT NULL PRIMARY KEY, text VARCHAR(20));
  INSERT INTO items VALUES (1, 'a'), (2, 'b')
`

test('A deadlock undoes the mutation, which is done again', async () => {
  await using database = await createMariaDatabase(`${TABLE};
    CREATE TABLE weights (id BIGINT NOT NULL PRIMARY KEY);
    INSERT INTO weights SELECT seq FROM seq_1_to_1000`)
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
  const other = await createConnection({ uri: database.url })
  try {
    await other.query('START TRANSACTION')
    // The server gives up the transaction that has done less.
    await other.query('UPDATE weights SET id = id + 10000')
    await other.query("UPDATE items SET text = 'other' WHERE id = 2")
    const answer = gateway.query('mutation { changeAll(text: "ours") }')
    await untilWaiting(database)
    await other.query("UPDATE items SET text = 'other' WHERE id = 1")
    await other.query('COMMIT')
    expect((await answer).body).toEqual({ data: { changeAll: 2 } })
  } finally {
    await other.end()
  }
  expect(await database.run('SELECT text FROM items ORDER BY id')).toEqual([{ text: 'ours' }, { text: 'ours' }])
  const sent = gateway.log.filter(line => typeof line.text === 'string')
  expect(sent.map(line => [line.text, 'err' in line])).toEqual([
    ['update `items` set `text` = ? where `id` > ?', true],
    ['update `items` set `text` = ? where `id` > ?', false],
  ])
})

test('A connection that breaks at the COMMIT leaves the outcome unknown, and nothing is done again', async () => {
  await using database = await createMariaDatabase(TABLE)
  await using proxy = await startFaultProxy(database.url, cutOnce('COMMIT', 'after'))
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: proxy.url } })
  const { body } = await gateway.query('mutation { add(id: 3, text: "c") { id } }')
  expect(body).toMatchObject({
    errors: [
      {
        message: 'The database could not be reached; the outcome of the mutation is unknown.',
        extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', reason: 'db_lost', retryable: false },
      },
    ],
    data: { add: null },
  })
  expect(await database.run('SELECT id FROM items ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }])
  expect(gateway.log.filter(line => String(line.text).startsWith('insert'))).toHaveLength(1)
})

test('A connection that breaks before the COMMIT has changed nothing', async () => {
  await using database = await createMariaDatabase(TABLE)
  await using proxy = await startFaultProxy(database.url, cutOnce('COMMIT', 'before'))
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: proxy.url } })
  const { body } = await gateway.query('mutation { change(id: 1, text: "x") { id } }')
  expect(body).toMatchObject({ errors: [{ extensions: { reason: 'db_lost' } }], data: { change: null } })
  expect(await database.run('SELECT text FROM items WHERE id = 1')).toEqual([{ text: 'a' }])
  const again = await gateway.query('mutation { change(id: 1, text: "x") { text } }')
  expect(again.body).toEqual({ data: { change: { text: 'x' } } })
})

test('A mutation that waits for a lock too long is undone', async () => {
  await using database = await createMariaDatabase(TABLE)
  const environment = { DB_URL: database.url }
  await using gateway = await startTestGateway({ schema: SCHEMA.replace('20s', '300ms'), environment })
  const other = await createConnection({ uri: database.url })
  try {
    await other.query('START TRANSACTION')
    await other.query("UPDATE items SET text = 'other' WHERE id = 2")
    const { body } = await gateway.query('mutation { changeAll(text: "ours") }')
    expect(body).toMatchObject({
      errors: [{ message: 'The database did not answer in time.', extensions: { code: 'GATEWAY_TIMEOUT' } }],
    })
    await other.query('COMMIT')
  } finally {
    await other.end()
  }
  expect(await database.run('SELECT text FROM items ORDER BY id FOR UPDATE')).toEqual([
    { text: 'a' },
    { text: 'other' },
  ])
})

test('On SQLite mutations wait for each other, and reads go on', async () => {
  await using database = await createSqliteDatabase(TABLE)
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
  const ids = Array.from({ length: 20 }, (_, index) => index + 10)
  const answers = await Promise.all([
    ...ids.map(id => gateway.query('mutation ($id: ID!) { add(id: $id, text: "x") { id } }', { id })),
    ...ids.map(() => gateway.query('{ rows { id } }')),
  ])
  expect(answers.map(({ body }) => 'errors' in (body as object))).toEqual(answers.map(() => false))
  expect(await database.run('SELECT count(*) AS n FROM items')).toEqual([{ n: 22 }])
})

/** Asks until a transaction waits for a lock. */
async function untilWaiting(database: { url: string; run(sql: string): Promise<unknown[]> }): Promise<void> {
  // information_schema.innodb_trx would answer from a cache for as long as it is asked often.
  const isWaiting = new RegExp(`\`${new URL(database.url).pathname.slice(1)}\`\\.\`items\` .* waiting$`, 'm')
  for (;;) {
    const [{ Status } = { Status: '' }] = (await database.run('SHOW ENGINE INNODB STATUS')) as { Status: string }[]
    if (isWaiting.test(Status)) return
  }
}
