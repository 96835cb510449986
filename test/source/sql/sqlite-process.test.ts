import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { unlimitedCalls } from '../../../src/source/call-budget.ts'
import { openSqlite } from '../../../src/source/sql/sqlite/database.ts'
import { createSqliteDatabase } from '../../support/sqlite.ts'
import { sqliteProcesses, untilBusy, untilGone } from '../../support/sqlite-processes.ts'
import { load, loadSlots, openSource, query, sqlBinding } from './support.ts'

const ITEMS = `
  CREATE TABLE items (id INTEGER PRIMARY KEY, text TEXT);
  INSERT INTO items VALUES (1, 'a'), (2, 'b')
`
const ALL = { slots: [[{ id: 1 }, { id: 2 }]] }
const LATE = { slots: [{ code: 'GATEWAY_TIMEOUT', reason: 'deadline' }] }
const ENDLESS = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)'

/** Never ends by itself. */
const runaway = sqlBinding({ from: query(`${ENDLESS} SELECT count(*) AS id FROM n`) })
const soon = () => ({ deadline: performance.now() + 300 })

test('A runaway statement ends with its time, and with its process; another one is started when it is needed', async () => {
  await using database = await createSqliteDatabase(ITEMS)
  await using source = await openSource(database.url)
  expect(await load(source, sqlBinding())).toMatchObject(ALL)
  const before = await sqliteProcesses(database.url)
  expect(before).toHaveLength(1)
  expect(await load(source, runaway, [[]], soon())).toMatchObject(LATE)
  await untilGone(database.url)
  expect(await load(source, sqlBinding())).toMatchObject(ALL)
  const after = await sqliteProcesses(database.url)
  expect(after).toHaveLength(1)
  expect(after).not.toEqual(before)
})

test('A runaway statement ends with its client, and what runs beside it goes on', async () => {
  await using database = await createSqliteDatabase(ITEMS)
  await using source = await openSource(database.url)
  const client = new AbortController()
  const late = loadSlots(source, runaway, [[]], { signal: client.signal })
  const first = await untilBusy(database.url)
  const beside = load(source, sqlBinding({ from: query(`${ENDLESS} SELECT i AS id FROM n LIMIT 1 OFFSET 2000000`) }))
  client.abort()
  await untilGone(database.url, first)
  expect(await beside).toMatchObject({ slots: [[{ id: 2_000_001 }]] })
  expect(await late).toMatchObject([{ message: 'The request was cancelled.' }])
})

test('Many runaway statements at once are ended, and what comes after them is served', async () => {
  await using database = await createSqliteDatabase(ITEMS)
  await using source = await openSource(database.url)
  const late = Array.from({ length: 40 }, () => load(source, runaway, [[]], soon()))
  const others = Array.from({ length: 10 }, () => load(source, sqlBinding()))
  expect(await Promise.all(late)).toMatchObject(late.map(() => LATE))
  expect(await Promise.all(others)).toMatchObject(others.map(() => ALL))
  expect((await sqliteProcesses(database.url)).length).toBeLessThanOrEqual(6)
})

test('A request with many runaway statements leaves a reader to the others', async () => {
  await using database = await createSqliteDatabase(ITEMS)
  await using source = await openSource(database.url)
  const [calls, client] = [unlimitedCalls(), new AbortController()]
  const held = Array.from({ length: 20 }, () => loadSlots(source, runaway, [[]], { calls, signal: client.signal }))
  await untilBusy(database.url)
  for (let turn = 0; turn < 10; turn++) expect(await load(source, sqlBinding())).toMatchObject(ALL)
  expect(await sqliteProcesses(database.url)).toHaveLength(3)
  client.abort()
  await Promise.all(held)
  expect(await load(source, sqlBinding())).toMatchObject(ALL)
})

test('Runaway statements of many requests hold up nobody: what waits gets a reader, at last that of one of them', async () => {
  await using database = await createSqliteDatabase(ITEMS)
  await using source = await openSource(database.url)
  const client = new AbortController()
  const requests = Array.from({ length: 5 }, () => unlimitedCalls())
  const held = requests.flatMap(calls =>
    [1, 2].map(() => load(source, runaway, [[]], { calls, signal: client.signal })),
  )
  for (let turn = 0; turn < 3; turn++) expect(await load(source, sqlBinding())).toMatchObject(ALL)
  expect((await sqliteProcesses(database.url)).length).toBeLessThanOrEqual(6)
  client.abort()
  const codes = (await Promise.all(held)).map(({ slots: [slot] }) => (slot as { code: string }).code)
  expect(codes).toContain('REQUEST_CONCURRENCY_LIMITED')
  expect(await load(source, sqlBinding())).toMatchObject(ALL)
})

test('Slow statements for which there are readers are answered, and three readers stay', async () => {
  await using database = await createSqliteDatabase(ITEMS)
  await using source = await openSource(database.url)
  const slow = sqlBinding({ from: query(`${ENDLESS} SELECT i AS id FROM n LIMIT 1 OFFSET 600000`) })
  const answers = await Promise.all(Array.from({ length: 6 }, () => load(source, slow)))
  expect(answers).toMatchObject(answers.map(() => ({ slots: [[{ id: 600_001 }]] })))
  while ((await sqliteProcesses(database.url)).length > 3) await load(source, sqlBinding())
})

test('Closing ends the processes, also one at work', async () => {
  await using database = await createSqliteDatabase(ITEMS)
  const source = await openSource(database.url)
  const waiting = loadSlots(source, runaway)
  await untilBusy(database.url)
  await source[Symbol.asyncDispose]()
  expect(await sqliteProcesses(database.url)).toEqual([])
  expect(await waiting).toMatchObject([{ code: expect.any(String) }])
})

test('Signals to the whole group, as by Ctrl-C, end no reader', async () => {
  await using database = await createSqliteDatabase(ITEMS)
  await using source = await openSource(database.url)
  expect(await load(source, sqlBinding())).toMatchObject(ALL)
  const before = await sqliteProcesses(database.url)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1'] as const)
    for (const id of before) process.kill(id, signal)
  expect(await load(source, sqlBinding())).toMatchObject(ALL)
  expect(await sqliteProcesses(database.url)).toEqual(before)
})

test('A reader that something else has ended is db_lost for its statement only', async () => {
  await using database = await createSqliteDatabase(ITEMS)
  await using source = await openSource(database.url)
  const lost = load(source, runaway)
  process.kill(await untilBusy(database.url), 'SIGKILL')
  expect(await lost).toMatchObject({ slots: [{ reason: 'db_lost' }] })
  expect(await load(source, sqlBinding())).toMatchObject(ALL)
})

test('A gateway that is killed leaves no process behind, whatever SQLite is doing', async () => {
  await using database = await createSqliteDatabase(ITEMS)
  const gateway = spawn(process.execPath, [join(import.meta.dirname, 'runaway.ts'), database.url])
  await untilBusy(database.url)
  gateway.kill('SIGKILL')
  await once(gateway, 'exit')
  await untilGone(database.url)
})

test('A late mutation is undone with its process; reads and mutations after it find the file as it was', async () => {
  await using database = await createSqliteDatabase(ITEMS)
  await using file = openSqlite({ name: 'db', url: database.url, timeout: 30_000 })
  const [calls, all] = [unlimitedCalls(), { sql: 'select id from items', parameters: [] }]
  const { signal } = new AbortController()
  const late = new AbortController()
  const transaction = await file.begin(signal, calls)
  await transaction.execute({ sql: "update items set text = 'ours'", parameters: [] }, signal)
  // More than SQLite keeps in memory: half of it is in the file, and its journal has what was there before.
  const big = { sql: `insert into items ${ENDLESS} select i + 2, hex(zeroblob(2000)) from n`, parameters: [] }
  const growing = transaction.execute(big, late.signal)
  const writer = await untilBusy(database.url)
  late.abort(new Error('late'))
  await expect(growing).rejects.toThrow('late')
  const next = file.begin(signal, calls)
  await transaction[Symbol.asyncDispose]()
  await using second = await next
  expect(await second.execute({ sql: 'select text from items', parameters: [] }, signal)).toMatchObject({
    rows: [['a'], ['b']],
  })
  await second.commit(signal)
  expect(await file.execute(all, signal, calls)).toMatchObject({ rows: [[1], [2]] })
  expect(await sqliteProcesses(database.url)).not.toContain(writer)
})

test('A transaction that a killed gateway has left is undone before the first read', async () => {
  await using database = await createSqliteDatabase(ITEMS)
  const gateway = spawn(process.execPath, [join(import.meta.dirname, 'runaway.ts'), database.url, 'write'])
  await untilBusy(database.url)
  gateway.kill('SIGKILL')
  await untilGone(database.url)
  await using source = await openSource(database.url)
  expect(await load(source, sqlBinding())).toMatchObject(ALL)
})

test('Who waits for the end of a process is told, also where it answers meanwhile', async () => {
  const script = join(import.meta.dirname, 'end-while-answered.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script])
  expect(stdout).toBe('ended')
})
