import { expect, test } from 'vitest'
import { createDatabase, DIALECTS, type Dialect } from '../../support/dialects.ts'
import { startFaultProxy } from '../../support/fault-proxy.ts'
import { untilRunning } from '../../support/running-statements.ts'
import { sqliteProcesses } from '../../support/sqlite-processes.ts'
import { load, openSource, query, sqlBinding } from './support.ts'

const ITEMS = 'CREATE TABLE items (id BIGINT NOT NULL PRIMARY KEY, text VARCHAR(20));'
const MAX_BYTES = 100_000

/** Answers rows as long as somebody reads them, for longer than any test. */
const ENDLESS: Readonly<Record<Dialect, string>> = {
  sqlite: 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id FROM n',
  mariadb:
    'SELECT a.seq AS id FROM seq_1_to_100000 AS a, seq_1_to_100000 AS b, seq_1_to_100000 AS c, seq_1_to_100000 AS d',
  postgres: 'WITH RECURSIVE n (i) AS (SELECT 1::bigint UNION ALL SELECT i + 1 FROM n) SELECT i AS id FROM n',
}

/** One row of one value of so many bytes. */
const LONG: Readonly<Record<Dialect, (bytes: number) => string>> = {
  sqlite: bytes => `SELECT replace(hex(zeroblob(${bytes / 2})), '0', 'a') AS id`,
  mariadb: bytes => `SELECT repeat('a', ${bytes}) AS id`,
  postgres: bytes => `SELECT repeat('a', ${bytes}) AS id`,
}

const TOO_LARGE = {
  code: 'RESPONSE_VALIDATION_FAILED',
  reason: 'too_large',
  message: `The database's answer is larger than the source's maxResponseBytes of ${MAX_BYTES}.`,
  retryable: false,
  source: 'db',
}

function bounded(text: string) {
  return sqlBinding({ from: query(text), maxResponseBytes: MAX_BYTES })
}

function lengthOrReason(slot: unknown) {
  const { id, reason } = slot as { id?: string; reason?: string }
  return id?.length ?? reason
}

for (const dialect of DIALECTS) {
  test(`Rows without end are read as far as the limit, and what comes after them is answered (${dialect})`, async () => {
    await using database = await createDatabase(dialect, ITEMS)
    await using source = await openSource(database.url, { poolSize: 1 })
    for (let turn = 0; turn < 3; turn++) {
      expect(await load(source, bounded(ENDLESS[dialect]))).toMatchObject({ slots: [TOO_LARGE] })
      expect(await load(source, sqlBinding())).toMatchObject({ slots: [[]] })
    }
    if (dialect !== 'sqlite') await untilRunning(dialect, database, ENDLESS[dialect].slice(0, 8), 0)
  })

  test(`A value fits to the byte, and the same statement is answered after one that did not (${dialect})`, async () => {
    await using database = await createDatabase(dialect, ITEMS)
    await using source = await openSource(database.url, { poolSize: 1 })
    const text = LONG[dialect](MAX_BYTES)
    const limits = [MAX_BYTES - 2, MAX_BYTES + 1_000, MAX_BYTES - 2, MAX_BYTES + 1_000]
    const answers = limits.map(async maxResponseBytes => {
      const { slots } = await load(source, sqlBinding({ from: query(text), maxResponseBytes, list: false }))
      return slots.map(lengthOrReason)
    })
    expect(await Promise.all(answers)).toEqual([['too_large'], [MAX_BYTES], ['too_large'], [MAX_BYTES]])
  })
}

for (const dialect of ['mariadb', 'postgres'] as const) {
  test(`Of a value that is too long the rest is not waited for (${dialect})`, async () => {
    await using database = await createDatabase(dialect, ITEMS)
    let isHeld = false
    await using way = await startFaultProxy(database.url, link => {
      let passed = 0
      return (said, by) => {
        if (isHeld && by === 'server') passed += said.length
        if (passed < 5 * MAX_BYTES) link.forward(said, by)
      }
    })
    await using source = await openSource(way.url, { poolSize: 1 })
    expect(await load(source, sqlBinding())).toMatchObject({ slots: [[]] })
    isHeld = true
    expect(await load(source, bounded(LONG[dialect](10_000_000)))).toMatchObject({ slots: [TOO_LARGE] })
    isHeld = false
    expect(await load(source, sqlBinding())).toMatchObject({ slots: [[]] })
    expect(way.opened).toBe(2)
  })
}

test('A SQLite process goes on after rows that were too large', async () => {
  await using database = await createDatabase('sqlite', ITEMS)
  await using source = await openSource(database.url)
  expect(await load(source, sqlBinding())).toMatchObject({ slots: [[]] })
  const before = await sqliteProcesses(database.url)
  expect(await load(source, bounded(ENDLESS.sqlite))).toMatchObject({ slots: [TOO_LARGE] })
  expect(await load(source, sqlBinding())).toMatchObject({ slots: [[]] })
  expect(await sqliteProcesses(database.url)).toEqual(before)
})

test('What counts in a SQLite file is the bytes of texts and bytes, and eight of each number', async () => {
  const values = "(1, 'aä€😀'), (2, x'0102'), (9007199254740993, 1.5), (4, NULL)"
  await using database = await createDatabase(
    'sqlite',
    `CREATE TABLE items (id INTEGER PRIMARY KEY, text); INSERT INTO items VALUES ${values};`,
  )
  await using source = await openSource(database.url)
  const read = async (maxResponseBytes: number) => {
    const { slots } = await load(source, sqlBinding({ maxResponseBytes }), [[]], { select: ['id', 'text'] })
    return slots
  }
  const bytes = 4 * 8 + 10 + 2 + 8
  expect(await read(bytes - 1)).toMatchObject([{ reason: 'too_large' }])
  expect(await read(bytes)).toMatchObject([
    [{ text: 'aä€😀' }, { id: 2 }, { id: 4, text: null }, { id: 9007199254740993n, text: 1.5 }],
  ])
})
