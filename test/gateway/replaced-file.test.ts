import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { unlimitedCalls } from '../../src/source/call-budget.ts'
import { openSqlite } from '../../src/source/sql/sqlite/database.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { createSqliteDatabase } from '../support/sqlite.ts'
import { sqliteProcesses } from '../support/sqlite-processes.ts'
import type { TestDatabase } from '../support/test-database.ts'

const SCHEMA = `
  extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
  type Query {
    items(where: ItemFilter): [Item!] @sql(orderBy: "id")
    extras: [Item!] @sql(where: { extra: 7 })
  }
  type Mutation { change(id: ID!, text: String): Item @sql(update: { text: "{$args.text}" }, where: { id: "{$args.id}" }) }
  type Item @sql(table: "items", key: "id") { id: ID!  text: String }
`
const table = (text: string, type = 'TEXT') => `
  CREATE TABLE items (id INTEGER PRIMARY KEY, text ${type}, extra INTEGER);
  INSERT INTO items VALUES (1, '${text}', 7)
`
const answered = (text: string) => ({ data: { items: [{ text }] } })
const LOST = { data: { items: null }, errors: [{ extensions: { reason: 'db_lost', retryable: true } }] }

const pathOf = ({ url }: TestDatabase) => url.slice('sqlite:'.length)

/** Puts another file, with this in it, where the database's is. */
async function replace(database: TestDatabase, sql: string): Promise<void> {
  const path = join(dirname(pathOf(database)), 'new.db')
  using made = new DatabaseSync(path)
  made.exec(sql)
  await rename(path, pathOf(database))
}

async function startGateway(database: TestDatabase): Promise<TestGateway> {
  return await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
}

const ask = async ({ query }: TestGateway, text = '{ items { text } }') => (await query(text)).body
const change = (gateway: TestGateway, text: string) =>
  ask(gateway, `mutation { change(id: 1, text: "${text}") { text } }`)
const timesTold = ({ log }: TestGateway) =>
  log.filter(({ msg }) => msg === 'the database file is another one now').length

test('A file that is renamed over is read and written from the next statement on, by the processes that are there', async () => {
  await using database = await createSqliteDatabase(table('old'))
  await using gateway = await startGateway(database)
  expect(await change(gateway, 'older')).toEqual({ data: { change: { text: 'older' } } })
  expect(await ask(gateway)).toEqual(answered('older'))
  const before = await sqliteProcesses(database.url)
  for (const text of ['second', 'third']) {
    await replace(database, table(text))
    expect(await ask(gateway)).toEqual(answered(text))
    expect(await change(gateway, `${text} and more`)).toEqual({ data: { change: { text: `${text} and more` } } })
    expect(await database.run('SELECT text FROM items')).toEqual([{ text: `${text} and more` }])
    expect(await ask(gateway)).toEqual(answered(`${text} and more`))
  }
  expect(await sqliteProcesses(database.url)).toEqual(expect.arrayContaining(before))
  expect(timesTold(gateway)).toBe(2)
})

test('A mutation is the first to find another file, or none', async () => {
  await using database = await createSqliteDatabase(table('old'))
  await using gateway = await startGateway(database)
  await change(gateway, 'older')
  await replace(database, table('new'))
  expect(await change(gateway, 'newer')).toEqual({ data: { change: { text: 'newer' } } })
  expect(await database.run('SELECT text FROM items')).toEqual([{ text: 'newer' }])
  await rm(pathOf(database))
  expect(await change(gateway, 'lost')).toMatchObject({ errors: [{ extensions: { reason: 'db_lost' } }] })
})

test('A file that is gone is db_lost, is never made, and is read again once it is back', async () => {
  await using database = await createSqliteDatabase(table('old'))
  await using gateway = await startGateway(database)
  expect(await ask(gateway)).toEqual(answered('old'))
  await rm(pathOf(database))
  expect(await ask(gateway)).toMatchObject(LOST)
  expect(await ask(gateway)).toMatchObject(LOST)
  expect(await change(gateway, 'lost')).toMatchObject({ errors: [{ extensions: { reason: 'db_lost' } }] })
  expect(existsSync(pathOf(database))).toBe(false)
  await replace(database, table('new'))
  expect(await ask(gateway)).toEqual(answered('new'))
  // What stands there is no file.
  await rm(pathOf(database))
  await mkdir(pathOf(database))
  expect(await ask(gateway)).toMatchObject(LOST)
})

test('The schema is checked against the file that is there now', async () => {
  await using database = await createSqliteDatabase(table('old'))
  await using gateway = await startGateway(database)
  const status = async () => {
    const ready = await fetch(`${gateway.url}/ready`)
    return ((await ready.json()) as { sources: { db: string } }).sources.db
  }
  const extras = '{ extras { id } }'
  expect(await ask(gateway, extras)).toEqual({ data: { extras: [{ id: '1' }] } })
  await replace(database, "CREATE TABLE items (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO items VALUES (1, 'new')")
  expect(await ask(gateway)).toEqual(answered('new'))
  await untilTrue(async () => (await status()) === 'mismatch')
  expect(await ask(gateway, extras)).toMatchObject({
    errors: [{ message: 'The database does not have what this field needs.' }],
  })
  await replace(database, table('newer'))
  expect(await ask(gateway)).toEqual(answered('newer'))
  await untilTrue(async () => (await status()) === 'ok')
  expect(await ask(gateway, extras)).toEqual({ data: { extras: [{ id: '1' }] } })
})

test('Columns have the types that they have in the file that is there now', async () => {
  await using database = await createSqliteDatabase(table('12', 'INTEGER'))
  await using gateway = await startGateway(database)
  const where = (text: string) => ask(gateway, `{ items(where: { text: { eq: "${text}" } }) { text } }`)
  expect(await where('12')).toEqual(answered('12'))
  await replace(database, table('c7'))
  expect(await where('c7')).toEqual(answered('c7'))
})

test('A transaction that has begun on a file that is replaced changes nothing', async () => {
  await using database = await createSqliteDatabase(table('old'))
  await using file = openSqlite({ name: 'db', url: database.url, timeout: 30_000 })
  const { signal } = new AbortController()
  const begin = () => file.begin(signal, unlimitedCalls())
  const update = { sql: "update items set text = 'ours'", parameters: [] }
  for (const last of ['write', 'commit'] as const) {
    await using transaction = await begin()
    if (last === 'commit') await transaction.execute(update, signal)
    await replace(database, table('new'))
    const ended = last === 'write' ? transaction.execute(update, signal) : transaction.commit(signal)
    await expect(ended).rejects.toMatchObject({ reason: 'db_read_only' })
  }
  expect(await database.run('SELECT text FROM items')).toEqual([{ text: 'new' }])
  await using next = await begin()
  expect(await next.execute(update, signal)).toMatchObject({ affected: 1 })
  await next.commit(signal)
  expect(await database.run('SELECT text FROM items')).toEqual([{ text: 'ours' }])
})

/** Many times more than it takes. */
const MAX_ATTEMPTS = 10_000

async function untilTrue(isTrue: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) if (await isTrue()) return
  throw new Error('it was never true')
}
