import { expect } from 'vitest'
import { runSluice } from '../command/sluice.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { createMysqlDatabase } from '../support/mariadb.ts'
import { testOnMysql } from '../support/servers.ts'
import type { TestDatabase } from '../support/test-database.ts'

const ask = async ({ query }: TestGateway, text: string) => (await query(text)).body

/** The database's URL for a user of its own, with the password `secret`. */
async function urlOf(database: TestDatabase, rights: (user: string, name: string) => string): Promise<string> {
  const url = new URL(database.url)
  const name = url.pathname.slice(1)
  // A name has at most 32 characters.
  url.username = name.replace('sluice_test_', 'u')
  url.password = 'secret'
  await database.run(`CREATE USER '${url.username}'@'127.0.0.1' IDENTIFIED BY 'secret'`)
  await database.run(rights(`'${url.username}'@'127.0.0.1'`, name))
  return url.href
}

const USERS = `
  CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(20) NOT NULL);
  INSERT INTO users VALUES (1, 'Ann'), (2, 'Bob');
`
const READING = `
  extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
  type Query { users: [User!] @sql(orderBy: "id") }
  type User @sql(table: "users", key: "id") { id: ID! name: String! }
`
const WHOLE = { data: { users: [{ name: 'Ann' }, { name: 'Bob' }] } }

testOnMysql('caching_sha2_password logs in without TLS, whether the server knows the password yet or not', async () => {
  await using database = await createMysqlDatabase(USERS)
  const url = await urlOf(database, (user, name) => `GRANT SELECT ON ${name}.* TO ${user}`)
  expect(await database.run(`SELECT plugin FROM mysql.user WHERE user = '${new URL(url).username}'`)).toEqual([
    { plugin: 'caching_sha2_password' },
  ])
  // The first login sends the password under the server's key, the second one a hash of it; then it is forgotten again.
  for (let turn = 0; turn < 3; turn++) {
    await using gateway = await startTestGateway({ schema: READING, environment: { DB_URL: url } })
    expect(await ask(gateway, '{ users { name } }')).toEqual(WHOLE)
    if (turn === 1) await database.run('FLUSH PRIVILEGES')
  }
  const wrong = Object.assign(new URL(url), { password: 'wrong-one' })
  await using gateway = await startTestGateway({ schema: READING, environment: { DB_URL: wrong.href } })
  expect(await ask(gateway, '{ users { name } }')).toMatchObject({
    data: { users: null },
    errors: [{ extensions: { reason: 'db_lost' } }],
  })
  expect(JSON.stringify(gateway.log)).toContain('Access denied')
  expect(JSON.stringify(gateway.log)).not.toContain('wrong-one')
})

testOnMysql("A user's rights may come from roles that are on by default", async () => {
  await using database = await createMysqlDatabase(USERS)
  const role = `'r${new URL(database.url).pathname.slice(-16)}'`
  await database.run(`CREATE ROLE ${role}`)
  const url = await urlOf(database, (user, name) => `GRANT SELECT ON ${name}.* TO ${role}; GRANT ${role} TO ${user}`)
  const user = `'${new URL(url).username}'@'127.0.0.1'`
  await using before = await startTestGateway({ schema: READING, environment: { DB_URL: url } })
  expect(await ask(before, '{ users { name } }')).toMatchObject({ errors: [{ extensions: { reason: 'db_lost' } }] })
  expect(JSON.stringify(before.log)).toContain('Access denied')
  await database.run(`SET DEFAULT ROLE ALL TO ${user}`)
  await using gateway = await startTestGateway({ schema: READING, environment: { DB_URL: url } })
  expect(await ask(gateway, '{ users { name } }')).toEqual(WHOLE)
})

testOnMysql('Invisible columns are read, filtered and imported as others, and so are invisible keys', async () => {
  await using database = await createMysqlDatabase(`
    SET sql_generate_invisible_primary_key = ON;
    CREATE TABLE notes (text VARCHAR(20), hidden VARCHAR(20) DEFAULT 'none' INVISIBLE);
    INSERT INTO notes (text, hidden) VALUES ('a', 'x'), ('b', 'y');
  `)
  const { out, code } = await runSluice(['import', 'sql', database.url])
  expect([code, out]).toEqual([0, expect.stringMatching(/type Note @sql\([^)]*key: "myRowId"[^}]*hidden: String/)])
  const schema = `
    extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
    type Query { notes(where: NoteFilter): [Note!] @sql(where: "{$args.where}", orderBy: "my_row_id") }
    type Mutation { add(text: String!, hidden: String): Note @sql(insert: { text: "{$args.text}", hidden: "{$args.hidden}" }) }
    type Note @sql(table: "notes", key: "my_row_id") { my_row_id: ID! text: String hidden: String }
  `
  await using gateway = await startTestGateway({ schema, environment: { DB_URL: database.url } })
  expect(await ask(gateway, 'mutation { add(text: "c") { my_row_id text hidden } }')).toEqual({
    data: { add: { my_row_id: '3', text: 'c', hidden: 'none' } },
  })
  expect(await ask(gateway, '{ notes(where: { hidden: { in: ["y", "none"] } }) { text hidden } }')).toEqual({
    data: {
      notes: [
        { text: 'b', hidden: 'y' },
        { text: 'c', hidden: 'none' },
      ],
    },
  })
})

const WRITING = `
  extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
  type Query {
    items: [Item!] @sql(orderBy: "id")
    ranked: [Item!] @sql(query: "WITH top AS (SELECT * FROM items) SELECT top.id, best.name FROM top, LATERAL (SELECT i.name FROM items AS i WHERE i.id >= top.id ORDER BY i.id DESC LIMIT 1) AS best ORDER BY top.id")
    emptied: Int @sql(query: "SELECT sluice_empty()")
  }
  type Mutation {
    put(id: ID!, name: String!): Item @sql(upsert: { id: "{$args.id}", name: "{$args.name}" })
    keep(id: ID!, name: String!): Item @sql(insert: { id: "{$args.id}", name: "{$args.name}" }, on: ["id"])
    more(id: ID!, n: Int!): Item @sql(update: { stock: { add: "{$args.n}" } }, where: { id: "{$args.id}" })
    remove(id: ID!): Boolean @sql(type: "Item", delete: true, where: { id: "{$args.id}" })
  }
  type Item @sql(table: "items", key: "id") { id: ID! name: String! stock: Int! }
`

testOnMysql('Rows are written where every table must have a key, and what reads does not write', async () => {
  await using database = await createMysqlDatabase(`
    SET sql_require_primary_key = ON;
    CREATE TABLE items (id BIGINT PRIMARY KEY, name VARCHAR(20) NOT NULL, stock INT NOT NULL DEFAULT 1, CHECK (stock >= 0));
    INSERT INTO items VALUES (1, 'one', 1);
    CREATE FUNCTION sluice_empty() RETURNS INT MODIFIES SQL DATA BEGIN DELETE FROM items; RETURN 1; END;
  `)
  await database.run('SET GLOBAL sql_require_primary_key = ON')
  try {
    await using gateway = await startTestGateway({ schema: WRITING, environment: { DB_URL: database.url } })
    expect(
      await ask(
        gateway,
        'mutation { a: put(id: 1, name: "uno") { name } b: put(id: 2, name: "dos") { stock } keep(id: 2, name: "deux") { name } }',
      ),
    ).toEqual({ data: { a: { name: 'uno' }, b: { stock: 1 }, keep: { name: 'dos' } } })
    expect(await ask(gateway, 'mutation @transaction { more(id: 2, n: 5) { stock } remove(id: 1) }')).toEqual({
      data: { more: { stock: 6 }, remove: true },
    })
    expect(await ask(gateway, 'mutation { more(id: 2, n: -7) { stock } }')).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    })
    expect(await ask(gateway, '{ ranked { id name } emptied items { stock } }')).toMatchObject({
      data: { ranked: [{ id: '2', name: 'dos' }], emptied: null, items: [{ stock: 6 }] },
      errors: [{ path: ['emptied'], extensions: { reason: 'db_error' } }],
    })
  } finally {
    await database.run('SET GLOBAL sql_require_primary_key = OFF')
  }
})

testOnMysql('Pages under utf8mb4_0900_ai_ci have each row once, there and back, equal names among them', async () => {
  const names = ['a', 'A', 'á', 'a ', 'b', 'ß', 'ss', '', ' ', 'Ж', '😀', 'e\u0301', 'é', 'E', 'ﬀ', 'ff']
  await using database = await createMysqlDatabase(`
    CREATE TABLE items (id BIGINT PRIMARY KEY, name VARCHAR(20) COLLATE utf8mb4_0900_ai_ci);
    INSERT INTO items VALUES ${names.map((name, at) => `(${at}, '${name}')`)};
  `)
  const schema = `
    extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
    type Query { items(first: Int, after: String, last: Int, before: String): ItemConnection @sql(orderBy: "name") }
    type Item @sql(table: "items", key: "id") { id: ID! name: String! }
  `
  await using gateway = await startTestGateway({ schema, environment: { DB_URL: database.url } })
  const rows = (await database.run('SELECT id FROM items ORDER BY name, id')) as { id: number }[]
  const ids = rows.map(({ id }) => String(id))
  const walk = async (pages: (cursor: string) => string, next: 'endCursor' | 'startCursor') => {
    const found: string[][] = []
    for (let cursor: string | null = ''; cursor !== null && found.length <= names.length; ) {
      const body = (await ask(
        gateway,
        `{ items(${pages(cursor)}) { nodes { id } pageInfo { endCursor startCursor hasNextPage hasPreviousPage } } }`,
      )) as { data: { items: { nodes: { id: string }[]; pageInfo: Record<string, string | boolean> } } }
      const { nodes, pageInfo } = body.data.items
      found.push(nodes.map(({ id }) => id))
      const more = next === 'endCursor' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage
      cursor = more === true ? String(pageInfo[next]) : null
    }
    return found
  }
  const forth = await walk(cursor => `first: 3${cursor && `, after: "${cursor}"`}`, 'endCursor')
  expect(forth.flat()).toEqual(ids)
  const back = await walk(cursor => `last: 3${cursor && `, before: "${cursor}"`}`, 'startCursor')
  expect(back.toReversed().flat()).toEqual(ids)
})
