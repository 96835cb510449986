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

async function messagesOf(dialect: Dialect, sql: string, fields: string, schema = SCHEMA): Promise<string[]> {
  await using database = await createDatabase(dialect, sql)
  return await askMessages(database.url, fields, schema)
}

async function askMessages(url: string, fields: string, schema: string): Promise<string[]> {
  await using gateway = await startTestGateway({ schema, environment: { DB_URL: url } })
  const { body } = await gateway.query(`mutation { ${fields} }`)
  const { errors } = body as { errors: { message: string; extensions: { code: string; reason?: string } }[] }
  return errors.map(({ message, extensions }) => (extensions.reason ? `${extensions.reason}: ${message}` : message))
}

/** Triggers that refuse in words of their own: of 400 letters where the age is 400. */
const REFUSALS: Readonly<Record<Dialect, string>> = {
  sqlite: `CREATE TRIGGER minors BEFORE INSERT ON users WHEN NEW.age < 18 BEGIN SELECT RAISE(ABORT, 'too young
for us'); END;
    CREATE TRIGGER states BEFORE INSERT ON users WHEN NEW.state = 'gone' BEGIN SELECT RAISE(ROLLBACK, 'gone is gone'); END;
    CREATE TRIGGER long BEFORE INSERT ON users WHEN NEW.age = 400 BEGIN SELECT RAISE(FAIL, '${'x'.repeat(400)}'); END`,
  postgres: `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.age < 18 THEN RAISE EXCEPTION E'too young\nfor us' USING HINT = 'a hint'; END IF;
      IF NEW.age = 400 THEN RAISE EXCEPTION '%', repeat('x', 400); END IF;
      IF NEW.state = 'gone' THEN RAISE check_violation USING MESSAGE = 'gone is gone'; END IF; RETURN NEW; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION refuse()`,
  mariadb: `CREATE TRIGGER refuse BEFORE INSERT ON users FOR EACH ROW BEGIN
      DECLARE long_text VARCHAR(400) DEFAULT REPEAT('x', 400);
      IF NEW.age < 18 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'too young\nfor us'; END IF;
      IF NEW.age = 400 THEN SIGNAL SQLSTATE '45001' SET MESSAGE_TEXT = long_text; END IF;
      IF NEW.state = 'gone' THEN SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = 1048, MESSAGE_TEXT = 'gone is gone'; END IF; END`,
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

    test("A trigger's own words are shown where the source says so, and nowhere else", async () => {
      await using database = await createDatabase(dialect, `${TABLE} ${REFUSALS[dialect]}`)
      const fields = `a: add(id: 1, age: "17") { id } b: add(id: 2, state: "gone") { id } c: add(id: 3, age: "400") { id }
        d: add(id: 4, age: "18") { id } e: add(id: 4, age: "18") { id }`
      const shown = SCHEMA.replace('DB_URL}"', 'DB_URL}", showRaisedErrors: true')
      const [young, gone, long, taken] = await askMessages(database.url, fields, shown)
      expect([young, gone]).toEqual(['too young for us', 'gone is gone'])
      // MySQL cuts a text itself, or refuses one that is too long for it.
      expect(long).toMatch(dialect === 'mariadb' ? /^db_error: |^x{127,}/ : /^x{299}…$/)
      expect(taken).toMatch(/ already\.$/)
      const hidden = await askMessages(database.url, fields.replaceAll('id: 4', 'id: 5'), SCHEMA)
      expect(hidden.join()).not.toMatch(/too young|is gone|xxx/)
      expect(hidden[0]).toBe('db_error: The database could not run the statement.')
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

for (const dialect of ['sqlite', 'postgres'] as const)
  test(`${dialect}: a row that others refer to by a column that is set to null, and can't be, is told as such`, async () => {
    const sql = `CREATE TABLE users (id INT PRIMARY KEY, email VARCHAR(20));
      CREATE TABLE posts (id INT PRIMARY KEY, email INT NOT NULL REFERENCES users (id) ON DELETE SET NULL ON UPDATE SET NULL);
      INSERT INTO users VALUES (1, 'ann@x'); INSERT INTO posts VALUES (1, 1)`
    const schema = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
      type Query { users: [User!] @sql }
      type Mutation {
        remove(id: ID!): Boolean @sql(type: "User", delete: true, where: { id: "{$args.id}" })
        change(id: ID!, to: ID!, mail: String): Boolean
          @sql(type: "User", update: { id: "{$args.to}", email: "{$args.mail}" }, where: { id: "{$args.id}" })
      }
      type User @sql(table: "users") { id: ID! }
      type Post @sql(table: "posts") { id: ID! }`
    const messages = await messagesOf(dialect, sql, 'a: remove(id: 1) b: change(id: 1, to: 2, mail: "x")', schema)
    expect(messages).toEqual([
      '"id" can not be removed: other rows still refer to it.',
      dialect === 'postgres' ? '"id" can not be changed: other rows still refer to it.' : 'A value is missing.',
    ])
  })
