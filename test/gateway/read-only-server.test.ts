import { expect, test } from 'vitest'
import { createDatabase } from '../support/dialects.ts'
import { createFaultProxy } from '../support/fault-proxy.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { createMariaDatabase } from '../support/mariadb.ts'
import { startMariaServer } from '../support/mariadb-server.ts'
import { startPostgresServer } from '../support/postgres-server.ts'
import type { TestDatabase } from '../support/test-database.ts'
import { openSession } from './transaction/sessions.ts'

const SCHEMA = `
  extend schema @source(name: "db", sql: { url: "{$env.DB_URL}", timeout: "20s" })
  type Query { rows: [Row!] @sql(orderBy: "id") }
  type Mutation {
    change(id: ID!, text: String): Row @sql(update: { text: "{$args.text}" }, where: { id: "{$args.id}" })
  }
  type Row @sql(table: "items", key: "id") { id: ID!  text: String }
`
const TABLE = `
  CREATE TABLE items (id BIGINT NOT NULL PRIMARY KEY, text VARCHAR(20));
  INSERT INTO items VALUES (1, 'a'), (2, 'b')
`
const REFUSED = {
  errors: [
    {
      message: 'The database takes no writes at the moment.',
      path: ['change'],
      extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', source: 'db', reason: 'db_read_only', retryable: true },
    },
  ],
  data: { change: null },
}
const CHANGE = 'mutation { change(id: 1, text: "x") { text } }'
const CHANGED = { data: { change: { text: 'x' } } }
const BOTH = { data: { rows: [{ id: '1' }, { id: '2' }] } }

async function ask(gateway: TestGateway, text: string): Promise<unknown> {
  return (await gateway.query(text)).body
}

/** The database's URL for a user who is nobody special: others may write to a server that is read-only. */
async function asOrdinaryUser({ url, run }: TestDatabase): Promise<string> {
  const ordinary = new URL(url)
  await run(`
    CREATE USER app@'127.0.0.1' IDENTIFIED BY 'pw';
    GRANT SELECT, INSERT, UPDATE, DELETE ON ${ordinary.pathname.slice(1)}.* TO app@'127.0.0.1'`)
  return Object.assign(ordinary, { username: 'app', password: 'pw' }).href
}

test('A write that MariaDB refuses because it is read-only reaches the new primary on a new connection', async () => {
  await using oldServer = await startMariaServer()
  await using newServer = await startMariaServer()
  await using old = await createMariaDatabase(TABLE, oldServer.url)
  await using primary = await createMariaDatabase('', newServer.url)
  const name = new URL(old.url).pathname.slice(1)
  await primary.run(`CREATE DATABASE ${name}; USE ${name}; ${TABLE}`)
  const renamed = { ...primary, url: Object.assign(new URL(primary.url), { pathname: `/${name}` }).href }
  const url = await asOrdinaryUser(old)
  const newUrl = await asOrdinaryUser(renamed)
  await using way = await createFaultProxy(url)
  await way.start()
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: way.url } })
  expect(await ask(gateway, '{ a: rows { id } b: rows { id } }')).toMatchObject({ data: { a: BOTH.data.rows } })

  await old.run('SET GLOBAL read_only = 1')
  expect(await ask(gateway, CHANGE)).toMatchObject(REFUSED)
  expect(await ask(gateway, '{ rows { id } }')).toEqual(BOTH)

  way.redirect(newUrl)
  expect(await ask(gateway, CHANGE)).toEqual(CHANGED)
  await old.run('SET GLOBAL read_only = 0')
  expect(await old.run('SELECT text FROM items WHERE id = 1')).toEqual([{ text: 'a' }])
})

test('A write that a standby of PostgreSQL refuses is done once it is the primary', async () => {
  await using server = await startPostgresServer()
  await using administrator = await openSession('postgres', { url: server.url } as TestDatabase)
  await administrator.run(TABLE)
  await administrator[Symbol.asyncDispose]()
  await server.stop()
  await server.startStandby()
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: server.url } })
  expect(await ask(gateway, '{ rows { id } }')).toEqual(BOTH)
  expect(await ask(gateway, CHANGE)).toMatchObject(REFUSED)
  await using promoting = await openSession('postgres', { url: server.url } as TestDatabase)
  await promoting.run('SELECT pg_promote()')
  expect(await ask(gateway, CHANGE)).toEqual(CHANGED)
})

test('A write that a standby refuses reaches the primary on a new connection', async () => {
  await using primary = await createDatabase('postgres', TABLE)
  await using server = await startPostgresServer()
  await using administrator = await openSession('postgres', { url: server.url } as TestDatabase)
  const { username, password, pathname } = new URL(primary.url)
  await administrator.run(`CREATE DATABASE "${pathname.slice(1)}"`)
  await administrator.run(`ALTER USER ${username} PASSWORD '${password}'`)
  await administrator[Symbol.asyncDispose]()
  const old = Object.assign(new URL(primary.url), { port: new URL(server.url).port }).href
  await using filling = await openSession('postgres', { url: old } as TestDatabase)
  await filling.run(TABLE)
  await filling[Symbol.asyncDispose]()
  await server.stop()
  await server.startStandby()
  await using way = await createFaultProxy(old)
  await way.start()
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: way.url } })
  expect(await ask(gateway, '{ rows { id } }')).toEqual(BOTH)
  way.redirect(primary.url)
  expect(await ask(gateway, CHANGE)).toEqual(CHANGED)
  expect(await primary.run('SELECT text FROM items WHERE id = 1')).toEqual([{ text: 'x' }])
})
