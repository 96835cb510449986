import { expect, test } from 'vitest'
import { createDatabase, DIALECTS, type Dialect } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'

const TABLES: Readonly<Record<Dialect, string>> = {
  sqlite: `CREATE TABLE users (id TEXT PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(16)))), name TEXT)`,
  mariadb: `CREATE TABLE users (id CHAR(36) PRIMARY KEY DEFAULT (uuid()), name VARCHAR(20))`,
  postgres: `CREATE TABLE users (id UUID PRIMARY KEY DEFAULT gen_random_uuid(), name VARCHAR(20))`,
}

const SCHEMA = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query { users: [User!] @sql(orderBy: "name") }
type Mutation {
  add(name: String): User @sql(insert: { name: "{$args.name}" })
  addAll(users: [NewUser!]!): [User!] @sql(insert: "{$args.users}")
}
type User @sql(table: "users") { id: ID! name: String }
input NewUser { name: String }
`

for (const dialect of DIALECTS)
  test(`A row whose key the database makes up is the answer (${dialect})`, async () => {
    await using database = await createDatabase(dialect, TABLES[dialect])
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const added = await gateway.query(
      'mutation { add(name: "Ann") { id name } addAll(users: [{ name: "Bob" }, { name: "Cem" }]) { id name } }',
    )
    const { add, addAll } = (added.body as { data: { add: object; addAll: object[] } }).data
    expect([add, ...addAll]).toMatchObject([{ name: 'Ann' }, { name: 'Bob' }, { name: 'Cem' }])
    const { body } = await gateway.query('{ users { id name } }')
    expect(body).toEqual({ data: { users: [add, ...addAll] } })
  })
