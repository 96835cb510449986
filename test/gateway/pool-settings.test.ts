import { expect, test } from 'vitest'
import { createDatabase } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'
import { SERVERS } from './secure-server.ts'

const USERS = 'CREATE TABLE users (id BIGINT PRIMARY KEY); INSERT INTO users VALUES (1)'

/** The connections to the database but that of the statement itself. */
const CONNECTIONS = {
  mariadb:
    'SELECT count(*) AS count FROM information_schema.processlist WHERE db = DATABASE() AND id <> connection_id()',
  postgres:
    'SELECT count(*) AS count FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
}

function schema(settings: string): string {
  return `
    extend schema @source(name: "db", sql: { url: "{$env.URL}", ${settings} })
    type Query { user(id: ID!): User @sql(query: "SELECT id FROM users WHERE id = {$args.id}") }
    type User @sql(table: "users") { id: ID! }
  `
}

for (const kind of SERVERS) {
  test(`poolSize and maxWaiting bound what a server is asked at once (${kind})`, async () => {
    await using database = await createDatabase(kind, USERS)
    const environment = { URL: database.url }
    const query = '{ a: user(id: 1) { id } b: user(id: 2) { id } c: user(id: 3) { id } }'
    const limited = (path: string) => ({ path: [path], extensions: { code: 'REQUEST_CONCURRENCY_LIMITED' } })

    await using none = await startTestGateway({ schema: schema('poolSize: 1, maxWaiting: 0'), environment })
    expect((await none.query(query)).body).toMatchObject({
      data: { a: { id: '1' }, b: null, c: null },
      errors: [limited('b'), limited('c')],
    })
    await using one = await startTestGateway({ schema: schema('poolSize: 1, maxWaiting: 1'), environment })
    expect((await one.query(query)).body).toMatchObject({
      data: { a: { id: '1' }, b: null, c: null },
      errors: [limited('c')],
    })
    expect(await database.run(CONNECTIONS[kind])).toEqual([{ count: 2 }])
  })

  test(`A connection without work is closed after idleTimeout (${kind})`, async () => {
    await using database = await createDatabase(kind, USERS)
    const environment = { URL: database.url }
    await using gateway = await startTestGateway({ schema: schema('idleTimeout: "50ms"'), environment })
    expect((await gateway.query('{ user(id: 1) { id } }')).body).toEqual({ data: { user: { id: '1' } } })
    const patience = { timeout: 20_000, interval: 100 }
    await expect.poll(() => database.run(CONNECTIONS[kind]), patience).toEqual([{ count: 0 }])
    expect((await gateway.query('{ user(id: 1) { id } }')).body).toEqual({ data: { user: { id: '1' } } })
  })
}

test('PostgreSQL compiles no statement to machine code', async () => {
  await using database = await createDatabase('postgres')
  await database.run(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET jit = 'on'`)
  await using gateway = await startTestGateway({
    schema: `
      extend schema @source(name: "db", sql: { url: "{$env.URL}" })
      type Query { jit: String @sql(query: "SELECT current_setting('jit')") }`,
    environment: { URL: database.url },
  })
  expect((await gateway.query('{ jit }')).body).toEqual({ data: { jit: 'off' } })
})
