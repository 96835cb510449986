import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { importDatabase } from '../../src/compose/import-database.ts'
import { createDatabase, type Dialect } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'
import { createSqliteDatabase } from '../support/sqlite.ts'
import type { TestDatabase } from '../support/test-database.ts'

interface TwoSchemas extends AsyncDisposable {
  readonly database: TestDatabase
  /** The name of the other one. */
  readonly other: string
}

/** A database with tables in its default schema, `$D`, and in another, `$S`, which on MySQL is another database. */
async function createTwoSchemas(dialect: Dialect, sql: string, name = 'sales'): Promise<TwoSchemas> {
  const database = await createDatabase(dialect)
  const isMaria = dialect === 'mariadb'
  const other = isMaria ? `${name}_${randomBytes(8).toString('hex')}` : name
  const quote = isMaria ? '`' : '"'
  const quoted = `${quote}${other.replaceAll(quote, quote + quote)}${quote}`
  const own = isMaria ? sql.replaceAll('"', '`') : sql
  try {
    await database.run(`CREATE SCHEMA ${quoted}; ${own.replaceAll('$S', quoted).replaceAll('$D', defaultOf(database))}`)
  } catch (error) {
    await database[Symbol.asyncDispose]()
    throw error
  }
  return {
    database,
    other,
    async [Symbol.asyncDispose]() {
      if (isMaria) await database.run(`DROP DATABASE ${quoted}`)
      await database[Symbol.asyncDispose]()
    },
  }
}

/** The name of the default schema. */
function defaultOf({ url }: TestDatabase): string {
  return url.startsWith('mysql:') ? new URL(url).pathname.slice(1) : 'public'
}

const TABLES = `
  CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(20) NOT NULL);
  CREATE TABLE orders (id INT PRIMARY KEY, note VARCHAR(20));
  CREATE TABLE $S.orders (id INT PRIMARY KEY, user_id INT, code VARCHAR(20) UNIQUE,
    FOREIGN KEY (user_id) REFERENCES $D.users (id));
  CREATE TABLE $S.tags (id INT PRIMARY KEY, name VARCHAR(20));
  CREATE TABLE $S.order_tags (order_id INT, tag_id INT, PRIMARY KEY (order_id, tag_id),
    FOREIGN KEY (order_id) REFERENCES $S.orders (id), FOREIGN KEY (tag_id) REFERENCES $S.tags (id));
  INSERT INTO users VALUES (1, 'Ann'), (2, 'Bob');
  INSERT INTO orders VALUES (1, 'default');
  INSERT INTO $S.orders VALUES (1, 1, 'a'), (2, 1, 'b'), (3, 2, 'c');
  INSERT INTO $S.tags VALUES (1, 'new'), (2, 'paid');
  INSERT INTO $S.order_tags VALUES (1, 1), (1, 2), (2, 2);`

function schemaOf(s: string): string {
  const table = (name: string) => JSON.stringify(`${s}.${name}`)
  return `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}", naming: SNAKE_CASE })
type Query {
  plain: [PlainOrder!] @sql(orderBy: "id")
  orders(where: OrderFilter, orderBy: [OrderOrder!]): [Order!] @sql(orderBy: "id")
  pages(first: Int, after: String, where: OrderFilter): OrderConnection @sql
  users(where: UserFilter): [User!] @sql(orderBy: "id")
}
type Mutation {
  add(id: ID!, userId: ID, code: String): Order
    @sql(insert: { id: "{$args.id}", userId: "{$args.userId}", code: "{$args.code}" })
  change(id: ID!, code: String): Order @sql(update: { code: "{$args.code}" }, where: { id: "{$args.id}" })
  put(id: ID!, code: String): Order @sql(upsert: { id: "{$args.id}", code: "{$args.code}" })
  remove(name: String!): [Order!] @sql(delete: true, where: { user: { name: "{$args.name}" } })
  tag(order: ID!, tag: ID!): Boolean
    @sql(table: ${table('order_tags')}, insert: { order_id: "{$args.order}", tag_id: "{$args.tag}" })
}
type PlainOrder @sql(table: "orders") {
  id: ID!
  note: String
}
type User @sql(table: "users") {
  id: ID!
  name: String
  orders(first: Int): [Order!] @sql(where: { userId: "{$this.id}" }, orderBy: "id")
}
type Order @sql(table: ${table('orders')}) {
  id: ID!
  code: String
  userId: ID
  user: User @map(from: "user_id")
  tags: [Tag!]
    @sql(through: { table: ${table('order_tags')}, where: { order_id: "{$this.id}" }, on: { tag_id: "id" } }, orderBy: "id")
}
type Tag @sql(table: ${table('tags')}) {
  id: ID!
  name: String
  orders: [Order!]
    @sql(through: { table: ${table('order_tags')}, where: { tag_id: "{$this.id}" }, on: { order_id: "id" } }, orderBy: "id")
}
`
}

for (const dialect of ['mariadb', 'postgres'] as const)
  describe(dialect, () => {
    test('Rows of another schema are read, joined, filtered and paged', async () => {
      await using two = await createTwoSchemas(dialect, TABLES)
      const { database, other } = two
      await using gateway = await startTestGateway({ schema: schemaOf(other), environment: { DB_URL: database.url } })
      const { body } = await gateway.query(`{
        plain { id note }
        orders(where: { tags: { some: { name: { eq: "paid" } } }, user: { name: { eq: "Ann" } } }) {
          id user { name orders(first: 1) { code } } tags { name orders { id } }
        }
        pages(first: 2, where: { user: { name: { ne: "Zoe" } } }) { nodes { code } totalCount pageInfo { hasNextPage } }
        users(where: { orders: { none: { code: { eq: "c" } } } }) { name }
      }`)
      const paid = { name: 'paid', orders: [{ id: '1' }, { id: '2' }] }
      const user = { name: 'Ann', orders: [{ code: 'a' }] }
      expect(body).toEqual({
        data: {
          plain: [{ id: '1', note: 'default' }],
          orders: [
            { id: '1', user, tags: [{ name: 'new', orders: [{ id: '1' }] }, paid] },
            { id: '2', user, tags: [paid] },
          ],
          pages: { nodes: [{ code: 'a' }, { code: 'b' }], totalCount: 3, pageInfo: { hasNextPage: true } },
          users: [{ name: 'Ann' }],
        },
      })
    })

    test('Rows of another schema are written; a violation names its argument', async () => {
      await using two = await createTwoSchemas(dialect, TABLES)
      const { database, other } = two
      await using gateway = await startTestGateway({ schema: schemaOf(other), environment: { DB_URL: database.url } })
      const { body } = await gateway.query(`mutation {
        add(id: 4, userId: 1, code: "d") { id user { name } }
        change(id: 4, code: "e") { code }
        put(id: 4, code: "f") { code userId }
        created: put(id: 5, code: "g") { code }
        tag(order: 5, tag: 1)
        remove(name: "Bob") { id }
        taken: add(id: 6, code: "g") { id }
        unknown: add(id: 7, userId: 9) { id }
      }`)
      expect(body).toMatchObject({
        data: {
          add: { id: '4', user: { name: 'Ann' } },
          change: { code: 'e' },
          put: { code: 'f', userId: '1' },
          created: { code: 'g' },
          tag: true,
          remove: [{ id: '3' }],
          taken: null,
          unknown: null,
        },
        errors: [
          { path: ['taken'], message: expect.stringContaining('"code"'), extensions: { code: 'BAD_USER_INPUT' } },
          { path: ['unknown'], message: expect.stringContaining('"userId"'), extensions: { code: 'BAD_USER_INPUT' } },
        ],
      })
    })

    test('Whatever the names are, each part is one name', async () => {
      const odd = `o"d\`d.x`
      const sql = `CREATE TABLE "a.b" (id INT); INSERT INTO "a.b" VALUES (1); CREATE TABLE $S."t.;--" (id INT);
        INSERT INTO $S."t.;--" VALUES (2)`
      const quoted = dialect === 'mariadb' ? odd.replaceAll('"', '') : odd
      await using two = await createTwoSchemas(dialect, sql, quoted)
      const { database, other } = two
      const schema = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
        type Query { plain: [A!] @sql  odd: [B!] @sql }
        type A @sql(table: "a.b") { id: ID! }
        type B @sql(table: ${JSON.stringify(`${other}.t.;--`)}) { id: ID! }`
      await using gateway = await startTestGateway({ schema, environment: { DB_URL: database.url } })
      expect((await gateway.query('{ plain { id } odd { id } }')).body).toEqual({
        data: { plain: [{ id: '1' }], odd: [{ id: '2' }] },
      })
    })

    test('Rows of a query go back to keys as the collation of the other schema’s column says', async () => {
      const sql = {
        mariadb: 'CREATE TABLE $S.words (word VARCHAR(20) COLLATE utf8mb4_general_ci)',
        postgres: 'CREATE EXTENSION citext; CREATE TABLE $S.words (word CITEXT)',
      }[dialect]
      await using two = await createTwoSchemas(dialect, `${sql}; INSERT INTO $S.words VALUES ('Abc')`)
      const { database, other } = two
      const name = dialect === 'mariadb' ? `\`${other}\`` : other
      const schema = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
        type Query { keys: [Key!] @sql(query: "SELECT 'aBC' AS word") }
        type Key { words: [Word!] @sql(query: "SELECT word FROM ${name}.words WHERE word IN ({$batch.word})", by: "word") }
        type Word @sql(table: ${JSON.stringify(`${other}.words`)}) { word: String }`
      await using gateway = await startTestGateway({ schema, environment: { DB_URL: database.url } })
      expect((await gateway.query('{ keys { words { word } } }')).body).toEqual({
        data: { keys: [{ words: [{ word: 'Abc' }] }] },
      })
    })

    test('The default schema may be named too', async () => {
      await using two = await createTwoSchemas(dialect, TABLES)
      const { database } = two
      const schema = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
        type Query { users: [User!] @sql(orderBy: "id") }
        type User @sql(table: ${JSON.stringify(`${defaultOf(database)}.users`)}) { name: String }`
      await using gateway = await startTestGateway({ schema, environment: { DB_URL: database.url } })
      expect((await gateway.query('{ users { name } }')).body).toEqual({
        data: { users: [{ name: 'Ann' }, { name: 'Bob' }] },
      })
    })

    test('check says what tables and schemas there are', async () => {
      await using two = await createTwoSchemas(dialect, TABLES)
      const { database, other } = two
      const schema = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query { orders: [Order!] @sql  sales: [Sale!] @sql }
type Order @sql(table: "${other}.order") { id: ID! }
type Sale @sql(table: "${other}s.tags") { id: ID! }`
      await expect(startTestGateway({ schema, environment: { DB_URL: database.url } })).rejects.toThrow(
        `:3:24 error Order: the database "db" has no table "${other}.order". Did you mean "${other}.orders"`,
      )
      await expect(startTestGateway({ schema, environment: { DB_URL: database.url } })).rejects.toThrow(
        `:4:23 error Sale: the database "db" has no table "${other}s.tags". There is no schema "${other}s". Did you mean "${other}"?`,
      )
    })

    test('A table with a type is written by its type, whatever it is called', async () => {
      await using two = await createTwoSchemas(dialect, TABLES)
      const { database } = two
      const name = `${defaultOf(database)}.users`
      const schema = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query { users: [User!] @sql }
type Mutation { add(id: ID!): Int @sql(table: "${name}", insert: { id: "{$args.id}" }) }
type User @sql(table: "users", where: { name: "Ann" }) { id: ID! }`
      await expect(startTestGateway({ schema, environment: { DB_URL: database.url } })).rejects.toThrow(
        `Mutation.add: the table "${name}" is "users", that of type User. Write type: "User"`,
      )
    })

    test('import writes tables of other schemas with the relations between them', async () => {
      await using two = await createTwoSchemas(dialect, TABLES)
      const { database, other } = two
      const read = async (selection: { tables?: readonly string[]; schemas?: readonly string[] } = {}) =>
        (await importDatabase({ url: database.url, mutations: true, directory: '/', ...selection })).text
      expect(await read()).not.toContain(other)
      const whole = await read({ schemas: [other, defaultOf(database)] })
      await using gateway = await startTestGateway({ schema: whole, environment: { DATABASE_URL: database.url } })
      // Beside the default schema's `orders`.
      const [, orders = ''] = /^type User [^}]*?^ {2}(sales\w*Orders)\(/ms.exec(whole) ?? []
      const { body } = await gateway.query(`mutation { updateUser(id: 1, changes: { name: "Eve" }) {
        name
        orders: ${orders} { code tags { name } }
      } }`)
      expect(body).toEqual({
        data: {
          updateUser: {
            name: 'Eve',
            orders: [
              { code: 'a', tags: [{ name: 'new' }, { name: 'paid' }] },
              { code: 'b', tags: [{ name: 'paid' }] },
            ],
          },
        },
      })
      const some = await read({ tables: [`${other}.orders`, 'users'] })
      expect(some).toContain(`type Order @sql(table: "${other}.orders", key: "id") {`)
      expect(some).toContain('user: User @map(from: "user_id")')
      expect(some).not.toContain('tags')
      await expect(read({ schemas: ['salesx'] })).rejects.toThrow('The database has no schema "salesx".')
    })
  })

test('A SQLite file has no schemas', async () => {
  await using database = await createSqliteDatabase('CREATE TABLE orders (id INTEGER PRIMARY KEY)')
  const schema = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query { orders: [Order!] @sql }
type Order @sql(table: "main.orders") { id: ID! }`
  await expect(startTestGateway({ schema, environment: { DB_URL: database.url } })).rejects.toThrow(
    'Order: the database "db" has no table "main.orders". A SQLite file has no schemas: name a table of its own.',
  )
})
