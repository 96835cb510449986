import { Client } from 'pg'
import { expect, test } from 'vitest'
import { runSluice } from '../command/sluice.ts'
import { startTestGateway } from '../support/gateway.ts'
import { startPgBouncer } from '../support/pgbouncer.ts'
import { createPostgresDatabase } from '../support/postgres.ts'

const KINDS = 12
const ROUNDS = 40

/** Tables of one kind, so that a statement that is taken for another one is answered. */
const TABLES = Array.from(
  { length: KINDS },
  (_, kind) => `
    CREATE TABLE kind${kind} (id BIGINT PRIMARY KEY, name TEXT, at TIMESTAMPTZ);
    INSERT INTO kind${kind} SELECT n, 'row ' || n || ' of ${kind}', '2024-02-29 12:00:00+09' FROM generate_series(1, 9) n;`,
).join('')

const READING = `
  extend schema @source(name: "db", sql: { url: "{$env.DB_URL}", timeout: "20s", poolSize: {$env.SIZE} })
  type Query {
    ${Array.from({ length: KINDS }, (_, kind) => `kind${kind}(id: ID!): Kind${kind} @sql(where: { id: "{$args.id}" })`).join('\n')}
  }
  ${Array.from({ length: KINDS }, (_, kind) => `type Kind${kind} @sql(table: "kind${kind}", key: "id") { id: ID! name: String at: String }`).join('\n')}
`

/** What a connection of the pooler's is set to. */
const SETTINGS = `SELECT current_setting('transaction_read_only') AS writes, current_setting('timezone') AS zone,
  current_setting('datestyle') AS dates, current_setting('intervalstyle') AS intervals,
  current_setting('bytea_output') AS bytes, current_setting('extra_float_digits') AS digits,
  current_setting('search_path') AS path, (SELECT count(*)::int FROM pg_prepared_statements) AS statements`

/** Another client of the pooler, on one of its connections at a time. */
async function connect(url: string): Promise<Client & AsyncDisposable> {
  const client = new Client(url)
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}

// In session mode a connection of the gateway keeps one of the pooler's two, and the other client has the second.
for (const { mode, size } of [
  { mode: 'transaction', size: 8 },
  { mode: 'session', size: 1 },
  { mode: 'statement', size: 8 },
] as const)
  test(`Rows are those of their tables, and other clients write as before, behind PgBouncer in ${mode} mode`, async () => {
    await using database = await createPostgresDatabase(`CREATE TABLE theirs (n INT); ${TABLES}`)
    await using pooler = await startPgBouncer(mode)
    const url = pooler.over(database.url)
    await using other = await connect(url)
    await using another = mode === 'session' ? undefined : await connect(url)
    const others = another ? [other, another] : [other]
    const settings = () => Promise.all(others.map(async each => (await each.query(SETTINGS)).rows))
    const before = await settings()
    {
      const schema = READING.replace('{$env.SIZE}', String(size))
      await using gateway = await startTestGateway({ schema, environment: { DB_URL: url } })
      for (let round = 0; round < ROUNDS; round++) {
        const asked = Array.from({ length: KINDS }, async (_, kind) => {
          const id = 1 + ((round + kind) % 9)
          const { body } = await gateway.query(`{ kind${kind}(id: ${id}) { id name at } }`)
          const row = { id: String(id), name: `row ${id} of ${kind}`, at: '2024-02-29T03:00:00Z' }
          expect(body).toEqual({ data: { [`kind${kind}`]: row } })
        })
        await Promise.all([...asked, other.query('INSERT INTO theirs VALUES ($1)', [round])])
        expect(await settings()).toEqual(before)
      }
    }
    await other.query('INSERT INTO theirs VALUES (-1)')
    expect(await settings()).toEqual(before)
    expect(await database.run('SELECT count(*)::int AS n FROM theirs')).toEqual([{ n: ROUNDS + 1 }])
  })

const WRITING = `
  extend schema @source(name: "db", sql: { url: "{$env.DB_URL}", timeout: "20s", poolSize: 6 })
  type Query {
    items: [Item!] @sql(orderBy: "id")
    emptied: Int @sql(query: "WITH gone AS (DELETE FROM items RETURNING id) SELECT count(*) FROM gone")
    unlocked: Int @sql(query: "SELECT unlock_and_empty()")
    broken: Int @sql(query: "SELECT 1 / 0")
  }
  type Mutation {
    add(id: ID!, name: String, at: String): Item @sql(insert: { id: "{$args.id}", name: "{$args.name}", at: "{$args.at}" })
    change(id: ID!, name: String!): Item @sql(update: { name: "{$args.name}" }, where: { id: "{$args.id}" })
    put(id: ID!, name: String!): Item @sql(upsert: { id: "{$args.id}", name: "{$args.name}" })
    remove(id: ID!): Boolean @sql(type: "Item", delete: true, where: { id: "{$args.id}" })
  }
  type Item @sql(table: "items") { id: ID! name: String at: String }
`
const ITEMS = `
  CREATE TABLE items (id BIGINT PRIMARY KEY, name VARCHAR(20) UNIQUE, at TIMESTAMPTZ);
  INSERT INTO items VALUES (1, 'one', '2024-02-29 12:00:00+09');
  CREATE FUNCTION unlock_and_empty() RETURNS int LANGUAGE plpgsql AS $$ BEGIN
    PERFORM set_config('transaction_read_only', 'off', true);
    DELETE FROM items; RETURN 1; END $$;
`

for (const mode of ['transaction', 'session'] as const)
  test(`Mutations and transactions are whole behind PgBouncer in ${mode} mode, and what reads can not write`, async () => {
    await using database = await createPostgresDatabase(ITEMS)
    await database.run(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET timezone TO 'Asia/Tokyo'`)
    await using pooler = await startPgBouncer(mode)
    await using gateway = await startTestGateway({
      schema: WRITING,
      environment: { DB_URL: pooler.over(database.url) },
    })
    const ask = async (query: string) => (await gateway.query(query)).body

    expect(await ask('mutation { add(id: 2, name: "two", at: "2024-02-29 10:00:00") { id name at } }')).toEqual({
      data: { add: { id: '2', name: 'two', at: '2024-02-29T10:00:00Z' } },
    })
    expect(await ask('mutation { change(id: 2, name: "zwei") { name } }')).toEqual({
      data: { change: { name: 'zwei' } },
    })
    expect(
      await ask('mutation { a: put(id: 2, name: "deux") { name } b: put(id: 3, name: "trois") { name } }'),
    ).toEqual({
      data: { a: { name: 'deux' }, b: { name: 'trois' } },
    })
    expect(
      await ask('mutation @transaction { a: change(id: 2, name: "x") { name } b: add(id: 3) { id } }'),
    ).toMatchObject({
      data: { a: null, b: null },
      errors: [{ path: ['a'], extensions: { reason: 'db_rolled_back' } }, { path: ['b'] }],
    })
    expect(await ask('mutation @transaction { a: remove(id: 3) b: add(id: 4, name: "trois") { name } }')).toEqual({
      data: { a: true, b: { name: 'trois' } },
    })
    // Each on a connection of its own, all on the two of the pooler's.
    const together = Array.from({ length: 12 }, (_, at) =>
      ask(`mutation { add(id: ${at + 10}, name: "n${at}") { id } }`),
    )
    expect(await Promise.all(together)).toEqual(together.map((_, at) => ({ data: { add: { id: String(at + 10) } } })))

    for (const field of ['emptied', 'unlocked', 'broken'])
      expect(await ask(`{ ${field} items { id } }`)).toMatchObject({
        errors: [{ path: [field], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', reason: 'db_error' } }],
        data: { [field]: null, items: { length: 15 } },
      })
    expect(await database.run('SELECT id, name FROM items WHERE id < 10 ORDER BY id')).toEqual([
      { id: 1, name: 'one' },
      { id: 2, name: 'deux' },
      { id: 4, name: 'trois' },
    ])
  })

test('In statement mode a mutation is refused whole, as PgBouncer refuses its transaction', async () => {
  await using database = await createPostgresDatabase(ITEMS)
  await using pooler = await startPgBouncer('statement')
  await using gateway = await startTestGateway({ schema: WRITING, environment: { DB_URL: pooler.over(database.url) } })
  expect((await gateway.query('mutation { change(id: 1, name: "x") { name } }')).body).toMatchObject({
    errors: [{ path: ['change'], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }],
    data: { change: null },
  })
  expect((await gateway.query('{ items { name } }')).body).toEqual({ data: { items: [{ name: 'one' }] } })
})

test('The search_path of options is that of every statement behind a pooler that does not pass options on', async () => {
  await using database = await createPostgresDatabase(`
    CREATE TABLE items (id BIGINT PRIMARY KEY, name TEXT); INSERT INTO items VALUES (1, 'public');
    CREATE SCHEMA "my sales"; CREATE TABLE "my sales".items (id BIGINT PRIMARY KEY, name TEXT, at TEXT);
    INSERT INTO "my sales".items VALUES (1, 'of sales', 'now')
  `)
  await using pooler = await startPgBouncer('transaction')
  const options = encodeURIComponent('-c search_path="my\\ sales" -c geqo=off')
  const environment = { DB_URL: `${pooler.over(database.url)}?options=${options}&pgbouncer=true` }
  await using gateway = await startTestGateway({ schema: WRITING, environment })
  expect((await gateway.query('{ items { name } }')).body).toEqual({ data: { items: [{ name: 'of sales' }] } })
  expect((await gateway.query('mutation { change(id: 1, name: "new") { name at } }')).body).toEqual({
    data: { change: { name: 'new', at: 'now' } },
  })
  expect(await database.run('SELECT name FROM items')).toEqual([{ name: 'public' }])
})

test('A database is imported through a pooler as it is past it', async () => {
  await using database = await createPostgresDatabase(`${ITEMS}
    CREATE TYPE state AS ENUM ('new', 'done');
    CREATE TABLE notes (id BIGINT PRIMARY KEY, item BIGINT REFERENCES items (id), state state NOT NULL, tags TEXT[]);
  `)
  await using pooler = await startPgBouncer('transaction')
  const imported = (url: string) => runSluice(['import', 'sql', url])
  const direct = await imported(database.url)
  expect(direct).toMatchObject({ code: 0, err: '', out: expect.stringContaining('type Note ') })
  expect(await imported(pooler.over(database.url))).toEqual(direct)
  expect(await imported(`${pooler.over(database.url)}?statement_cache_size=0`)).toEqual(direct)
})
