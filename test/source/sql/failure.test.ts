import { DatabaseSync } from 'node:sqlite'
import { expect, test, vi } from 'vitest'
import type { CallRecord } from '../../../src/source/call-record.ts'
import { mysqlError } from '../../../src/source/sql/mysql/error.ts'
import { cutWhere } from '../../support/cut-where.ts'
import { createDatabase, DIALECTS, type Dialect } from '../../support/dialects.ts'
import { startFaultProxy } from '../../support/fault-proxy.ts'
import { freePort } from '../../support/free-port.ts'
import { createMariaDatabase } from '../../support/mariadb.ts'
import { startMariaServer } from '../../support/mariadb-server.ts'
import { createSqliteDatabase } from '../../support/sqlite.ts'
import { createTempDirectory } from '../../support/temp-directory.ts'
import { DB_LOST, load, loadSlots, openSource, plain, query, sqlBinding } from './support.ts'

const ITEMS = 'CREATE TABLE items (id BIGINT PRIMARY KEY); INSERT INTO items VALUES (1);'
const ONE = { slots: [[{ id: 1 }]] }

/** Longer than any test waits. */
const SLOW = {
  mariadb: 'SELECT SLEEP(20) AS done',
  postgres: 'SELECT pg_sleep(20) AS done',
  sqlite: 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS done FROM n',
}

function slow(dialect: Dialect) {
  return sqlBinding({ from: query(SLOW[dialect]) })
}

const TIMEOUT = {
  code: 'GATEWAY_TIMEOUT',
  reason: 'timeout',
  message: 'The database did not answer in time.',
  retryable: true,
  source: 'db',
}

const QUEUE_FULL = {
  code: 'REQUEST_CONCURRENCY_LIMITED',
  message: 'Too many calls wait for the database already; nothing was sent.',
  retryable: true,
  source: 'db',
}

for (const dialect of DIALECTS) {
  test(`A slow statement holds up nothing else (${dialect})`, async () => {
    await using database = await createDatabase(dialect, ITEMS)
    await using source = await openSource(database.url)
    const controller = new AbortController()
    const waiting = loadSlots(source, slow(dialect), [[]], { signal: controller.signal })
    expect(await load(source, sqlBinding())).toMatchObject(ONE)
    // Had the slow statement been first, its slot would hold rows.
    controller.abort(new Error('gone'))
    expect((await waiting).map(plain)).toEqual([
      { code: 'INTERNAL_SERVER_ERROR', message: 'The request was cancelled.', retryable: false, source: 'db' },
    ])
    expect(await waiting).toMatchObject([{ cause: { message: 'gone' } }])
  })

  test(`The source's timeout ends a statement (${dialect})`, async () => {
    await using database = await createDatabase(dialect)
    await using source = await openSource(database.url, { timeout: 100 })
    expect(await load(source, slow(dialect))).toEqual({ slots: [TIMEOUT], sent: [SLOW[dialect]] })
  })

  test(`The request's deadline ends a statement, and keeps one from being sent (${dialect})`, async () => {
    await using database = await createDatabase(dialect, ITEMS)
    await using source = await openSource(database.url)
    const deadline = {
      code: 'GATEWAY_TIMEOUT',
      reason: 'deadline',
      message: "The request's time was up.",
      retryable: true,
      source: 'db',
    }
    const soon = performance.now() + 100
    expect(await load(source, slow(dialect), [[]], { deadline: soon })).toMatchObject({ slots: [deadline] })
    const past = performance.now()
    expect(await load(source, sqlBinding(), [[]], { deadline: past })).toEqual({ slots: [deadline], sent: [] })
  })

  test(`A request that is gone sends nothing (${dialect})`, async () => {
    await using database = await createDatabase(dialect, ITEMS)
    await using source = await openSource(database.url)
    const signal = AbortSignal.abort(new Error('gone'))
    expect(await load(source, sqlBinding(), [[]], { signal })).toMatchObject({ slots: [{}], sent: [] })
    await expect(source.catalog?.(signal)).rejects.toMatchObject({ cause: { message: 'gone' } })
  })

  test(`A closed source answers db_lost (${dialect})`, async () => {
    await using database = await createDatabase(dialect, ITEMS)
    const source = await openSource(database.url)
    const waiting = load(source, slow(dialect))
    await source[Symbol.asyncDispose]()
    expect((await waiting).slots).toEqual([DB_LOST])
    expect((await load(source, sqlBinding())).slots).toEqual([DB_LOST])
  })

  test(`The queue is bounded, those that give up leave it, and what comes after them is served (${dialect})`, async () => {
    await using database = await createDatabase(dialect, ITEMS)
    await using source = await openSource(database.url, { poolSize: 1, timeout: 60_000 })
    const one = sqlBinding({ from: query('SELECT 1 AS id') })
    const holding = new AbortController()
    const waiting = new AbortController()
    // SQLite has three readers.
    const held = [1, 2, 3].map(() => loadSlots(source, slow(dialect), [[]], { signal: holding.signal }))
    const inQueue = () => loadSlots(source, one, [[]], { signal: waiting.signal })
    const queue = Array.from({ length: dialect === 'sqlite' ? 1_000 : 998 }, inQueue)
    expect(await load(source, one)).toMatchObject({ slots: [QUEUE_FULL] })
    waiting.abort()
    for (const slots of await Promise.all(queue))
      expect(slots).toMatchObject([{ message: 'The request was cancelled.' }])
    const after = load(source, one)
    holding.abort()
    expect(await after).toMatchObject(ONE)
    await Promise.all(held)
  })

  test(`Every statement is recorded with its text, its rows and its try (${dialect})`, async () => {
    await using database = await createDatabase(dialect, ITEMS)
    await using source = await openSource(database.url)
    const reports: CallRecord[] = []
    const broken = sqlBinding({ from: query('SELEC 1') })
    const keyed = sqlBinding({ from: query('SELECT 1 AS id'), keyColumns: ['id'] })
    await loadSlots(source, keyed, [[1], [2], ['1']], { reports })
    await loadSlots(source, broken, [[]], { reports })
    const common = { source: 'db', coordinate: 'Query.items' }
    expect(reports).toMatchObject([
      { ...common, text: 'SELECT 1 AS id', keys: 2, nulls: { no_row: 1 }, rows: 1, tries: [{ error: undefined }] },
      { ...common, text: 'SELEC 1', keys: 1, tries: [{ error: 'db_error' }], error: { reason: 'db_error' } },
    ])
  })
}

test('A missing SQLite file is db_lost, is never created, and is found once it is there', async () => {
  await using directory = await createTempDirectory()
  const path = `${directory.path}/late.db`
  await using source = await openSource(`sqlite:${path}`)
  expect(await load(source, sqlBinding())).toEqual({ slots: [DB_LOST], sent: [] })
  await expect(source.catalog?.(new AbortController().signal)).rejects.toMatchObject({ reason: 'db_lost' })
  const database = new DatabaseSync(path)
  expect(database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()).toEqual({ tables: 0 })
  database.exec(ITEMS)
  database.close()
  expect(await load(source, sqlBinding())).toMatchObject(ONE)
})

test('A SQLite file that another process has locked is db_conflict', async () => {
  await using database = await createSqliteDatabase(ITEMS)
  await using source = await openSource(database.url, { timeout: 1_000 })
  expect(await load(source, sqlBinding())).toMatchObject(ONE)
  using writer = new DatabaseSync(database.url.slice('sqlite:'.length))
  writer.exec('BEGIN EXCLUSIVE')
  expect(await load(source, sqlBinding())).toMatchObject({ slots: [{ reason: 'db_conflict', retryable: true }] })
  writer.exec('COMMIT')
  expect(await load(source, sqlBinding())).toMatchObject(ONE)
})

test.for(DIALECTS)('What only reads is refused to write, by %s itself', async dialect => {
  await using database = await createDatabase(dialect, ITEMS)
  await using source = await openSource(database.url)
  const remove = sqlBinding({ from: query('DELETE FROM items') })
  expect(await load(source, remove)).toMatchObject({ slots: [{ reason: 'db_error' }] })
  expect(await load(source, sqlBinding())).toMatchObject(ONE)
})

test('A MySQL server that is not there, a wrong password and a wrong database are db_lost', async () => {
  await using database = await createMariaDatabase(ITEMS)
  const changed = (change: (url: URL) => void) => {
    const url = new URL(database.url)
    change(url)
    return url.href
  }
  const port = await freePort()
  for (const url of [
    changed(url => Object.assign(url, { port })),
    changed(url => Object.assign(url, { password: 'wrong' })),
    changed(url => Object.assign(url, { pathname: '/nowhere' })),
  ]) {
    await using source = await openSource(url)
    expect(await load(source, sqlBinding())).toEqual({ slots: [DB_LOST], sent: [] })
    await expect(source.catalog?.(new AbortController().signal)).rejects.toMatchObject({ reason: 'db_lost' })
  }
})

test('Pooled connections that the server has closed do not fail the next statements', async () => {
  await using database = await createMariaDatabase(ITEMS)
  await using source = await openSource(database.url)
  const together = () => Promise.all([1, 2, 3].map(() => load(source, sqlBinding())))
  await together()
  const connections = (await database.run(
    'SELECT id FROM information_schema.processlist WHERE db = database() AND id <> connection_id()',
  )) as { id: number }[]
  for (const { id } of connections) await database.run(`KILL ${id}`)
  expect(await together()).toMatchObject([ONE, ONE, ONE])
})

test('A prepared statement that MySQL no longer knows is prepared again', async () => {
  await using database = await createMariaDatabase(ITEMS)
  let isForgotten = false
  await using way = await startFaultProxy(
    database.url,
    cutWhere(() => (said, by) => {
      // COM_STMT_EXECUTE: the number of the statement becomes one that the server never gave.
      if (isForgotten && by === 'client' && said[4] === 0x17) {
        isForgotten = false
        said.writeUInt32LE(0xfffffff, 5)
      }
      return true
    }),
  )
  await using source = await openSource(way.url)
  expect(await load(source, sqlBinding())).toMatchObject(ONE)
  isForgotten = true
  expect(await load(source, sqlBinding())).toMatchObject(ONE)
  expect(isForgotten).toBe(false)
})

test('A MySQL connection that breaks while it is set up leaves no timer behind', async () => {
  await using database = await createMariaDatabase(ITEMS)
  await using way = await startFaultProxy(
    database.url,
    cutWhere(() => said => !said.includes('SET time_zone')),
  )
  await using source = await openSource(way.url, { connectTimeout: 60_000 })
  const timers = () => process.getActiveResourcesInfo().filter(kind => kind === 'Timeout').length
  const before = timers()
  expect(await load(source, sqlBinding())).toMatchObject({ slots: [DB_LOST] })
  // Others may come and go meanwhile; one of ours would be there for a minute.
  await vi.waitFor(() => expect(timers()).toBeLessThanOrEqual(before))
})

test('A MySQL server that restarts is db_lost while it is away, and there again afterwards', async () => {
  await using server = await startMariaServer()
  await using database = await createMariaDatabase(ITEMS, server.url)
  await using source = await openSource(database.url)
  expect(await load(source, sqlBinding())).toMatchObject(ONE)
  await server.stop()
  expect(await load(source, sqlBinding())).toMatchObject({ slots: [DB_LOST] })
  await server.start()
  expect(await load(source, sqlBinding())).toMatchObject(ONE)
})

test('After a late statement its connection serves the next one', async () => {
  await using database = await createMariaDatabase(ITEMS)
  await using source = await openSource(database.url, { timeout: 1_000, poolSize: 1 })
  expect(await load(source, sqlBinding())).toMatchObject(ONE)
  expect(await load(source, slow('mariadb'))).toMatchObject({ slots: [TIMEOUT] })
  expect(await load(source, sqlBinding())).toMatchObject(ONE)
})

test('A statement that waits for a connection in vain has no answer in time', async () => {
  await using database = await createMariaDatabase(ITEMS)
  await using source = await openSource(database.url, { poolSize: 1 })
  expect(await load(source, sqlBinding())).toMatchObject(ONE)
  const controller = new AbortController()
  const holding = load(source, slow('mariadb'), [[]], { signal: controller.signal })
  const deadline = performance.now() + 100
  expect(await load(source, sqlBinding(), [[]], { deadline })).toMatchObject({ slots: [{ reason: 'deadline' }] })
  controller.abort()
  await holding
  expect(await load(source, sqlBinding())).toMatchObject(ONE)
})

const LIMITED_USER = {
  mariadb: (user: string, name: string) => `
    CREATE USER ${user}@'127.0.0.1' IDENTIFIED BY 'pw' WITH MAX_USER_CONNECTIONS 1;
    GRANT ALL ON ${name}.* TO ${user}@'127.0.0.1'`,
  postgres: (user: string) => `
    CREATE USER ${user} PASSWORD 'pw' CONNECTION LIMIT 1;
    GRANT SELECT ON items TO ${user}`,
}
const DROP_USER = {
  mariadb: (user: string) => `DROP USER ${user}@'127.0.0.1'`,
  postgres: (user: string) => `DROP OWNED BY ${user}; DROP USER ${user}`,
}

for (const dialect of ['mariadb', 'postgres'] as const)
  test(`A server is served with the connections that it allows, and is db_saturated where it allows none (${dialect})`, async () => {
    await using database = await createDatabase(dialect, ITEMS)
    const url = new URL(database.url)
    const user = `limited_${url.pathname.slice(-8)}`
    await database.run(LIMITED_USER[dialect](user, url.pathname.slice(1)))
    await using resources = new AsyncDisposableStack()
    resources.defer(async () => void (await database.run(DROP_USER[dialect](user))))
    Object.assign(url, { username: user, password: 'pw' })
    const source = resources.use(await openSource(url.href))
    const together = await Promise.all([1, 2, 3].map(() => load(source, sqlBinding())))
    expect(together).toMatchObject([ONE, ONE, ONE])
    const late = resources.use(await openSource(url.href))
    const { slots } = await load(late, sqlBinding())
    expect(slots).toMatchObject([{ code: 'DOWNSTREAM_SERVICE_ERROR', reason: 'db_saturated', retryable: true }])
  })

test('A deadlock and a lock that is not given up in time are db_conflict', () => {
  for (const errno of [1205, 1213])
    expect(mysqlError({ errno }, 'db', false)).toMatchObject({ reason: 'db_conflict', retryable: true })
})
