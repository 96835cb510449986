import { expect, test } from 'vitest'
import { openSession } from '../../gateway/transaction/sessions.ts'
import { createDatabase } from '../../support/dialects.ts'
import { createFaultProxy } from '../../support/fault-proxy.ts'
import { startTestGateway } from '../../support/gateway.ts'
import { untilRunning } from '../../support/running-statements.ts'
import { load, loadSlots, openSource, query, sqlBinding } from './support.ts'

const ITEMS = `
  CREATE TABLE items (id BIGINT NOT NULL PRIMARY KEY, text VARCHAR(20));
  INSERT INTO items VALUES (1, 'a'), (2, 'b')
`
const ALL = { slots: [[{ id: 1 }, { id: 2 }]] }
const SLEEP = { mariadb: 'SELECT SLEEP', postgres: 'SELECT pg_sleep' }

/** Ends long after the test has been given up. */
function slow(dialect: keyof typeof SLEEP) {
  return sqlBinding({ from: query(`${SLEEP[dialect]}(600) AS done`) })
}

for (const dialect of ['mariadb', 'postgres'] as const) {
  test(`Statements that nobody waits for are ended on the server, over one connection more (${dialect})`, async () => {
    await using database = await createDatabase(dialect, ITEMS)
    await using way = await createFaultProxy(database.url)
    await way.start()
    await using source = await openSource(way.url, { poolSize: 3 })
    expect(await load(source, sqlBinding())).toMatchObject(ALL)
    for (let round = 0; round < 20; round++) {
      const client = new AbortController()
      const waiting = [1, 2, 3].map(() => loadSlots(source, slow(dialect), [[]], { signal: client.signal }))
      await untilRunning(dialect, database, SLEEP[dialect], 3)
      client.abort()
      // What comes next waits for a connection, and meets none of what ended the statements.
      const next = await Promise.all([1, 2, 3, 4, 5, 6].map(() => load(source, sqlBinding())))
      expect(next).toMatchObject(next.map(() => ALL))
      await untilRunning(dialect, database, SLEEP[dialect], 0)
      await Promise.all(waiting)
    }
    expect(way.opened).toBe(4)
  })

  test(`A statement that is given up as it is sent hits none that follows (${dialect})`, async () => {
    await using database = await createDatabase(dialect, ITEMS)
    await using way = await createFaultProxy(database.url)
    await way.start()
    await using source = await openSource(way.url, { poolSize: 1 })
    expect(await load(source, sqlBinding())).toMatchObject(ALL)
    for (let round = 0; round < 50; round++) {
      const client = new AbortController()
      // Half of them end by themselves at the same time.
      const given = round % 2 ? slow(dialect) : sqlBinding()
      const late = loadSlots(source, given, [[]], { signal: client.signal })
      for (let turn = 0; turn < round % 7; turn++) await new Promise(setImmediate)
      client.abort()
      expect(await load(source, sqlBinding())).toMatchObject(ALL)
      await late
    }
    await untilRunning(dialect, database, SLEEP[dialect], 0)
    expect(way.opened).toBe(2)
  })

  test(`Where the server can not be told, the connection is given up (${dialect})`, async () => {
    await using database = await createDatabase(dialect, ITEMS)
    await using way = await createFaultProxy(database.url)
    await way.start()
    await using source = await openSource(way.url, { poolSize: 1 })
    expect(await load(source, sqlBinding())).toMatchObject(ALL)
    const client = new AbortController()
    const waiting = loadSlots(source, slow(dialect), [[]], { signal: client.signal })
    await untilRunning(dialect, database, SLEEP[dialect], 1)
    way.refuseNext()
    client.abort()
    expect(await load(source, sqlBinding())).toMatchObject(ALL)
    await waiting
    expect(way.opened).toBe(2)
  })

  test(`A late mutation is undone on the server at once, and its connection goes on (${dialect})`, async () => {
    await using database = await createDatabase(dialect, ITEMS)
    await using way = await createFaultProxy(database.url)
    await way.start()
    await using gateway = await startTestGateway({
      schema: `
        extend schema @source(name: "db", sql: { url: "{$env.DB_URL}", timeout: "20s", poolSize: 2 })
        type Query { rows: [Row!] @sql(orderBy: "id") }
        type Mutation {
          change(ids: [ID!]!, text: String): Int @sql(type: "Row", update: { text: "{$args.text}" }, where: { id: "{$args.ids}" })
        }
        type Row @sql(table: "items") { id: ID! text: String }
      `,
      environment: { DB_URL: way.url },
    })
    const change = (ids: number[], signal?: AbortSignal) =>
      fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: `mutation { change(ids: [${ids}], text: "ours") }` }),
        ...(signal && { signal }),
      }).then(response => response.json())
    const client = new AbortController()
    await using other = await openSession(dialect, database)
    await other.run('START TRANSACTION')
    await other.run('SELECT id FROM items WHERE id = 2 FOR UPDATE')
    const late = change([1, 2], client.signal).catch((error: Error) => error.name)
    await untilRunning(dialect, database, 'update', 1)
    client.abort()
    expect(await late).toBe('AbortError')
    await untilRunning(dialect, database, 'update', 0)
    const before = way.opened
    // The first row would be locked if the transaction were still there.
    expect(await change([1])).toEqual({ data: { change: 1 } })
    expect(way.opened).toBe(before)
    expect(await database.run('SELECT text FROM items ORDER BY id')).toEqual([{ text: 'ours' }, { text: 'b' }])
  })
}
