import { describe, expect, test } from 'vitest'
import { createDatabase, DIALECTS, type Dialect } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'

const TABLE = `CREATE TABLE users (id INT PRIMARY KEY, email VARCHAR(20), nick VARCHAR(5), state VARCHAR(9), age SMALLINT,
  amount DECIMAL(4, 2));`

/** Keys that are no plain columns: of an expression, and, where there are such, for some rows only. */
const OTHER_KEYS: Readonly<Record<Dialect, string>> = {
  sqlite:
    'CREATE UNIQUE INDEX by_email ON users (lower(email)); CREATE UNIQUE INDEX by_nick ON users (nick) WHERE age > 0',
  postgres:
    'CREATE UNIQUE INDEX by_email ON users (lower(email)); CREATE UNIQUE INDEX by_nick ON users (nick) INCLUDE (state) WHERE age > 0',
  // MariaDB knows keys of columns only.
  mariadb: 'CREATE UNIQUE INDEX by_email ON users (email); CREATE UNIQUE INDEX by_nick ON users (nick)',
}

const SCHEMA = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query { users: [User!] @sql }
type Mutation {
  add(id: ID!, mail: String, nick: String, state: String, age: String, amount: String): User
    @sql(insert: { id: "{$args.id}", email: "{$args.mail}", nick: "{$args.nick}", state: "{$args.state}",
      age: "{$args.age}", amount: "{$args.amount}" })
  addAll(inputs: [NewUser!]!): Int @sql(type: "User", insert: "{$args.inputs}")
}
input NewUser { id: ID!  mail: String @map(from: "email") }
type User @sql(table: "users") { id: ID! }
`

async function messagesOf(dialect: Dialect, sql: string, fields: string): Promise<string[]> {
  await using database = await createDatabase(dialect, sql)
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
  const { body } = await gateway.query(`mutation { ${fields} }`)
  return (body as { errors: { message: string }[] }).errors.map(({ message }) => message)
}

for (const dialect of DIALECTS)
  describe(dialect, () => {
    test('A key that is taken names its own argument, or none where the database does not tell which key it is', async () => {
      const messages = await messagesOf(
        dialect,
        `${TABLE} ${OTHER_KEYS[dialect]}; INSERT INTO users VALUES (1, 'ann@x', 'ann', 'x', 1, 1)`,
        `a: add(id: 1) { id } b: add(id: 2, mail: "ann@x", state: "x") { id }
         c: add(id: 2, nick: "ann", state: "x", age: "2") { id }
         d: addAll(inputs: [{ id: 2, mail: "bob@x" }, { id: 3, mail: "ann@x" }])`,
      )
      const taken = (names: string) => `${names} is taken: there is a row with this value already.`
      const unknown = 'There is a row with one of these values already.'
      expect(messages).toEqual(
        {
          postgres: [taken('"id"'), taken('"mail"'), taken('"nick"'), taken('"inputs.mail"')],
          mariadb: [
            taken('"id"'),
            taken('"id" or "mail"'),
            taken('"id" or "nick"'),
            taken('"inputs.id" or "inputs.mail"'),
          ],
          sqlite: [unknown, unknown, unknown, unknown],
        }[dialect],
      )
    })

    // SQLite has no lengths and ranges.
    if (dialect !== 'sqlite')
      test('A value that is too long or out of range names what can be so', async () => {
        const messages = await messagesOf(
          dialect,
          TABLE,
          `a: add(id: 2, mail: "a", nick: "longer than five") { id } b: add(id: 2, mail: "a", amount: "123.45") { id }`,
        )
        expect(messages).toEqual([
          '"mail" or "nick" has a value that is too long.',
          '"id" or "amount" has a value that is out of range.',
        ])
      })
  })

test('PostgreSQL: a check names the arguments of its columns, and nothing of a table that a trigger writes', async () => {
  const sql = `${TABLE} ALTER TABLE users ADD CHECK (nick <> state);
    CREATE TABLE log (nick VARCHAR(5) UNIQUE);
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO log VALUES (NEW.nick); RETURN NEW; END';
    CREATE TRIGGER note AFTER INSERT ON users FOR EACH ROW WHEN (NEW.nick IS NOT NULL) EXECUTE FUNCTION note();
    INSERT INTO log VALUES ('ann')`
  const messages = await messagesOf(
    'postgres',
    sql,
    `a: add(id: 2, mail: "a", nick: "b", state: "b") { id } b: add(id: 2, nick: "ann") { id }`,
  )
  expect(messages).toEqual([
    '"nick" with "state" has a value that is not allowed.',
    'There is a row with one of these values already.',
  ])
})
