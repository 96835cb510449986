import { createConnection } from 'mysql2/promise'
import { expect, test } from 'vitest'
import { createDatabase, DIALECTS } from './dialects.ts'
import { createMariaDatabase } from './mariadb.ts'
import { startMariaServer } from './mariadb-server.ts'

const USERS =
  "CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(20)); INSERT INTO users VALUES (1, 'Ann'), (2, 'Bob')"

for (const dialect of DIALECTS) {
  test(`Each test has a database of its own, filled at the start (${dialect})`, async () => {
    await using first = await createDatabase(dialect, USERS)
    await using second = await createDatabase(dialect, USERS)
    await first.run('DELETE FROM users WHERE id = 1')
    expect(await first.run('SELECT name FROM users ORDER BY id')).toEqual([{ name: 'Bob' }])
    expect(await second.run('SELECT name FROM users ORDER BY id')).toEqual([{ name: 'Ann' }, { name: 'Bob' }])
  })
}

test('A MariaDB database is dropped at the end', async () => {
  const database = await createMariaDatabase(USERS)
  await database[Symbol.asyncDispose]()
  await expect(createConnection(database.url)).rejects.toMatchObject({ code: 'ER_BAD_DB_ERROR' })
})

test('A MariaDB server comes back on the same port with its data, stopped or killed', async () => {
  await using server = await startMariaServer()
  await using database = await createMariaDatabase(USERS, server.url)
  for (const end of [server.stop, server.kill]) {
    await end()
    await expect(createConnection(database.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await server.start()
    expect(await database.run('SELECT count(*) AS users FROM users')).toEqual([{ users: 2 }])
  }
})
