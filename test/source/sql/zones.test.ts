import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMariaDatabase } from '../../support/mariadb.ts'
import { startMariaServer } from '../../support/mariadb-server.ts'
import type { PrivateServer } from '../../support/private-server.ts'
import { load, openSource, query, sqlBinding } from './support.ts'

let server: PrivateServer
const { TZ } = process.env

beforeAll(async () => {
  server = await startMariaServer()
  await using database = await createMariaDatabase('', server.url)
  await database.run("SET GLOBAL time_zone = '+05:30'")
})

afterAll(async () => {
  if (TZ === undefined) delete process.env.TZ
  else process.env.TZ = TZ
  await server[Symbol.asyncDispose]()
})

for (const zone of ['UTC', 'America/St_Johns', 'Pacific/Kiritimati']) {
  test(`With the server in +05:30 and the gateway in ${zone}, a point in time is what was stored`, async () => {
    process.env.TZ = zone
    await using database = await createMariaDatabase(
      `CREATE TABLE items (id INT PRIMARY KEY, at DATETIME, seen TIMESTAMP NULL, day DATE);
       INSERT INTO items VALUES (1, '2026-01-31 23:30:00', '2026-01-31 23:30:00', '2026-01-31');
       SET time_zone = '-08:00';
       INSERT INTO items VALUES (2, '2026-01-31 23:30:00', '2026-01-31 23:30:00', '2026-01-31');`,
      server.url,
    )
    await using source = await openSource(database.url)
    const select = ['at', 'seen', 'day']
    const all = sqlBinding({ orderBy: [{ column: 'id', direction: 'ASC' }] })
    expect((await load(source, all, [[]], { select })).slots).toEqual([
      [
        { at: '2026-01-31 23:30:00', seen: '2026-01-31T18:00:00Z', day: '2026-01-31' },
        { at: '2026-01-31 23:30:00', seen: '2026-02-01T07:30:00Z', day: '2026-01-31' },
      ],
    ])
    const found = async (column: string, value: string) =>
      (await load(source, sqlBinding({ keyColumns: [column] }), [[value]])).slots[0]
    expect(await found('seen', '2026-01-31T19:00:00+01:00')).toMatchObject([{ id: 1 }])
    expect(await found('seen', '2026-02-01 07:30:00')).toMatchObject([{ id: 2 }])
    expect(await found('at', '2026-02-01T05:00:00+05:30')).toMatchObject([{ id: 1 }, { id: 2 }])
  })
}

test('A statement of the author sees the clock in UTC', async () => {
  await using database = await createMariaDatabase('', server.url)
  await using source = await openSource(database.url)
  const difference = sqlBinding({
    from: query('SELECT timestampdiff(MINUTE, utc_timestamp(), now())'),
    scalar: true,
    list: false,
  })
  expect((await load(source, difference)).slots).toEqual([0])
})
